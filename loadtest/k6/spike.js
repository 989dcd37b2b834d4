// Load that grows twentyfold within two seconds, and what is left of it afterwards: the proxy has to be as quick after
// the spike as it was before.

import http from 'k6/http';
import { TARGET, TREND, number } from './lib/settings.js';
import { summary } from './lib/summary.js';
import { expectOk } from './lib/upstream.js';

const BASE = number('BASE_RATE', 200);
const SPIKE = number('SPIKE_RATE', 4000);
const SECONDS = number('SECONDS', 15);

/** @param {number} rate @param {number} start */
function steady(rate, start) {
    return {
        executor: 'constant-arrival-rate',
        rate,
        timeUnit: '1s',
        duration: `${SECONDS}s`,
        startTime: `${start}s`,
        preAllocatedVUs: 50,
        maxVUs: 500,
    };
}

export const options = {
    scenarios: {
        before: steady(BASE, 0),
        spike: {
            executor: 'ramping-arrival-rate',
            startRate: BASE,
            timeUnit: '1s',
            startTime: `${SECONDS}s`,
            stages: [
                { duration: '2s', target: SPIKE },
                { duration: `${SECONDS}s`, target: SPIKE },
                { duration: '2s', target: BASE },
            ],
            preAllocatedVUs: 500,
            maxVUs: number('MAX_VUS', 3000),
        },
        after: steady(BASE, 2 * SECONDS + 4),
    },
    discardResponseBodies: true,
    summaryTrendStats: TREND,
    thresholds: {
        'http_req_failed{scenario:before}': ['rate==0'],
        'http_req_failed{scenario:spike}': ['rate<0.001'],
        'http_req_failed{scenario:after}': ['rate==0'],
        'http_req_duration{scenario:before}': [`p(95)<${number('P95_MS', 50)}`],
        'http_req_duration{scenario:after}': [`p(95)<${number('P95_MS', 50)}`],
    },
    tags: { test: 'spike' },
};

export const handleSummary = summary('spike');

export default function () {
    expectOk(http.get(`${TARGET}/spike`));
}
