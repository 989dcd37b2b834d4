// POSTs of 1 KB and then of 1 MB. An upstream that counts what it received (k6/Upstream.java) is held to it.

import { check } from 'k6';
import http from 'k6/http';
import { TARGET, TREND, number } from './lib/settings.js';
import { summary } from './lib/summary.js';
import { expectOk } from './lib/upstream.js';

const SECONDS = number('SECONDS', 20);
const SMALL = number('SMALL_BYTES', 1024);
const LARGE = number('LARGE_BYTES', 1024 * 1024);

export const options = {
    scenarios: {
        small: {
            executor: 'constant-vus',
            exec: 'small',
            vus: number('SMALL_VUS', 64),
            duration: `${SECONDS}s`,
            tags: { size: 'small' },
        },
        large: {
            executor: 'constant-vus',
            exec: 'large',
            vus: number('LARGE_VUS', 16),
            duration: `${SECONDS}s`,
            startTime: `${SECONDS + 5}s`,
            tags: { size: 'large' },
        },
    },
    summaryTrendStats: TREND,
    thresholds: {
        checks: ['rate==1'],
        http_req_failed: ['rate==0'],
        'http_req_duration{size:small}': [`p(99)<${number('SMALL_P99_MS', 200)}`],
        'http_req_duration{size:large}': [`p(99)<${number('LARGE_P99_MS', 2000)}`],
    },
    tags: { test: 'uploads' },
};

export const handleSummary = summary('uploads');

const smallBody = 'x'.repeat(SMALL);
const largeBody = 'x'.repeat(LARGE);

export function small() {
    upload(smallBody);
}

export function large() {
    upload(largeBody);
}

/** @param {string} body */
function upload(body) {
    const response = http.post(`${TARGET}/upload`, body, {
        headers: { 'Content-Type': 'application/octet-stream' },
    });
    expectOk(response);
    const received = response.headers['X-Received-Bytes'];
    if (received) {
        check(response, { 'upstream received all of it': () => Number(received) === body.length });
    }
}
