// Hours of moderate load of mixed kinds: memory, descriptors and latency at the end should be those of the beginning.
// Watch the proxy's resident memory beside it; k6 sees only the answers.

import { sleep } from 'k6';
import http from 'k6/http';
import { TARGET, TREND, number, text } from './lib/settings.js';
import { summary } from './lib/summary.js';
import { expectOk } from './lib/upstream.js';

export const options = {
    scenarios: {
        mixed: {
            executor: 'constant-vus',
            vus: number('VUS', 100),
            duration: text('DURATION', '2h'),
        },
    },
    discardResponseBodies: true,
    summaryTrendStats: TREND,
    thresholds: {
        http_req_failed: ['rate<0.00001'],
        checks: ['rate>0.99999'],
        http_req_duration: [`p(99)<${number('P99_MS', 200)}`, `max<${number('MAX_MS', 5000)}`],
    },
    tags: { test: 'soak' },
};

export const handleSummary = summary('soak');

const small = 'x'.repeat(1024);
const medium = 'x'.repeat(64 * 1024);

export default function () {
    const turn = (__VU + __ITER) % 10;
    if (turn === 0) {
        expectOk(http.post(`${TARGET}/soak`, medium, { tags: { name: 'POST 64 KB' } }));
    } else if (turn < 3) {
        expectOk(http.post(`${TARGET}/soak`, small, { tags: { name: 'POST 1 KB' } }));
    } else if (turn === 3) {
        // A client that connects anew each time, as many do.
        const params = { headers: { Connection: 'close' }, tags: { name: 'GET, then close' } };
        expectOk(http.get(`${TARGET}/soak`, params));
    } else {
        expectOk(http.get(`${TARGET}/soak?turn=${turn}`, { tags: { name: 'GET' } }));
    }
    sleep(0.05 + Math.random() * 0.1);
}
