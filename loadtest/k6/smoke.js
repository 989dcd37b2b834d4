// Does the proxy answer at all? One user, a few requests of each kind, no request may fail.

import { check } from 'k6';
import http from 'k6/http';
import { TARGET, TREND } from './lib/settings.js';
import { summary } from './lib/summary.js';
import { expectOk } from './lib/upstream.js';

export const options = {
    vus: 1,
    iterations: 10,
    summaryTrendStats: TREND,
    thresholds: {
        checks: ['rate==1'],
        http_req_failed: ['rate==0'],
        http_req_duration: ['p(95)<500'],
    },
    tags: { test: 'smoke' },
};

export const handleSummary = summary('smoke');

export default function () {
    const got = http.get(`${TARGET}/smoke?a=b`, { tags: { name: 'GET' } });
    expectOk(got);
    check(got, { 'has a body': (r) => typeof r.body === 'string' && r.body.length > 0 });

    const head = http.head(`${TARGET}/smoke`, { tags: { name: 'HEAD' } });
    expectOk(head);
    check(head, { 'has no body': (r) => !r.body });

    const posted = http.post(`${TARGET}/smoke`, 'x'.repeat(100), { tags: { name: 'POST' } });
    expectOk(posted);
}
