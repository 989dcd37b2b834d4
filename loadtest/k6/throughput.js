// Small GETs at a constant rate, whether answers come or not: waiting time becomes latency, not a lower rate.
// RATE requests per second, DURATION, and PATH_ for another path.

import http from 'k6/http';
import { TARGET, TREND, number, text } from './lib/settings.js';
import { summary } from './lib/summary.js';
import { expectOk } from './lib/upstream.js';

const RATE = number('RATE', 2000);

export const options = {
    scenarios: {
        steady: {
            executor: 'constant-arrival-rate',
            rate: RATE,
            timeUnit: '1s',
            duration: text('DURATION', '30s'),
            preAllocatedVUs: number('VUS', 128),
            maxVUs: number('MAX_VUS', 1000),
        },
    },
    discardResponseBodies: true,
    summaryTrendStats: TREND,
    thresholds: {
        http_req_failed: ['rate<0.0001'],
        http_req_duration: [`p(99)<${number('P99_MS', 100)}`],
        dropped_iterations: [`count<${Math.ceil(RATE / 10)}`],
    },
    tags: { test: 'throughput' },
};

export const handleSummary = summary('throughput');

const url = TARGET + text('PATH_', '/throughput');

export default function () {
    expectOk(http.get(url));
}
