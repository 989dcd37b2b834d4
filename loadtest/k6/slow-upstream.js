// Thousands of users wait for an upstream that takes its time: what a waiting request costs is a thread or an object,
// and the proxy may add little to the wait. Needs k6/Upstream.java behind the proxy.

import { check } from 'k6';
import http from 'k6/http';
import { Trend } from 'k6/metrics';
import { TARGET, TREND, number, text } from './lib/settings.js';
import { summary } from './lib/summary.js';
import { expectOk, requireUpstream } from './lib/upstream.js';

const VUS = number('VUS', 2000);
const DELAY_MS = number('DELAY_MS', 200);

const added = new Trend('added_by_proxy', true);

export const options = {
    scenarios: {
        waiting: {
            executor: 'ramping-vus',
            startVUs: 0,
            stages: [
                { duration: text('RAMP', '10s'), target: VUS },
                { duration: text('DURATION', '30s'), target: VUS },
                { duration: '5s', target: 0 },
            ],
            gracefulStop: '10s',
        },
    },
    summaryTrendStats: TREND,
    thresholds: {
        checks: ['rate==1'],
        http_req_failed: ['rate==0'],
        added_by_proxy: [`p(95)<${number('ADDED_P95_MS', 150)}`],
    },
    tags: { test: 'slow-upstream' },
};

export const handleSummary = summary('slow-upstream');

export function setup() {
    requireUpstream();
}

export default function () {
    const response = http.get(`${TARGET}/delay/${DELAY_MS}`, { timeout: '30s' });
    expectOk(response);
    check(response, { 'is not early': (r) => r.timings.duration >= DELAY_MS - 1 });
    added.add(response.timings.duration - DELAY_MS);
}
