// Responses of 100 KB and then of 10 MB, each of them checked to be complete. Needs k6/Upstream.java behind the proxy.

import http from 'k6/http';
import { TARGET, TREND, number } from './lib/settings.js';
import { summary } from './lib/summary.js';
import { expectBytes, requireUpstream } from './lib/upstream.js';

const SECONDS = number('SECONDS', 20);

export const options = {
    scenarios: {
        medium: {
            executor: 'constant-vus',
            vus: number('MEDIUM_VUS', 32),
            duration: `${SECONDS}s`,
            env: { BYTES: String(number('MEDIUM_BYTES', 100 * 1024)) },
            tags: { size: 'medium' },
        },
        large: {
            executor: 'constant-vus',
            vus: number('LARGE_VUS', 8),
            duration: `${SECONDS}s`,
            startTime: `${SECONDS + 5}s`,
            env: { BYTES: String(number('LARGE_BYTES', 10 * 1024 * 1024)) },
            tags: { size: 'large' },
        },
    },
    summaryTrendStats: TREND,
    thresholds: {
        checks: ['rate==1'],
        http_req_failed: ['rate==0'],
        'http_req_duration{size:medium}': [`p(99)<${number('MEDIUM_P99_MS', 500)}`],
        'http_req_duration{size:large}': [`p(99)<${number('LARGE_P99_MS', 5000)}`],
    },
    tags: { test: 'large-bodies' },
};

export const handleSummary = summary('large-bodies');

export function setup() {
    requireUpstream();
}

export default function () {
    const bytes = Number(__ENV.BYTES);
    expectBytes(http.get(`${TARGET}/bytes/${bytes}`, { responseType: 'binary' }), bytes);
}
