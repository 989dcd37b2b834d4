// Clients that take their time, as far as k6 can: it reads every response at full speed, so that these users hold idle
// connections between requests (SLEEP_S) and fetch bodies larger than the buffers of a socket. Clients that read at
// 1 MB/s, and when the upstream is released from them, are in "compare" (workload slow-clients).
// Needs k6/Upstream.java behind the proxy.

import { sleep } from 'k6';
import http from 'k6/http';
import { TARGET, TREND, number, text } from './lib/settings.js';
import { summary } from './lib/summary.js';
import { expectBytes, requireUpstream } from './lib/upstream.js';

const BYTES = number('BYTES', 1024 * 1024);
const SLEEP_S = number('SLEEP_S', 5);

export const options = {
    scenarios: {
        dawdling: {
            executor: 'constant-vus',
            vus: number('VUS', 500),
            duration: text('DURATION', '60s'),
            gracefulStop: '30s',
        },
    },
    summaryTrendStats: TREND,
    thresholds: {
        checks: ['rate==1'],
        http_req_failed: ['rate==0'],
        http_req_waiting: [`p(99)<${number('WAITING_P99_MS', 1000)}`],
    },
    tags: { test: 'slow-clients' },
};

export const handleSummary = summary('slow-clients');

export function setup() {
    requireUpstream();
}

export default function () {
    // The first requests are spread over the pause, lest all users move in step.
    if (__ITER === 0) {
        sleep(Math.random() * SLEEP_S);
    }
    expectBytes(http.get(`${TARGET}/bytes/${BYTES}`, { responseType: 'binary' }), BYTES);
    sleep(SLEEP_S);
}
