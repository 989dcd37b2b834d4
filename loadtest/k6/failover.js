// An upstream dies and comes back while requests run, and no client may notice. k6/Upstream.java takes its second
// server down when CONTROL is asked to. Where the upstreams are other ones, set CONTROL=none and stop one by hand.

import { check, sleep } from 'k6';
import http from 'k6/http';
import { TARGET, TREND, number, text } from './lib/settings.js';
import { summary } from './lib/summary.js';
import { expectOk, requireUpstream } from './lib/upstream.js';

const CONTROL = text('CONTROL', 'http://127.0.0.1:8090');
const OUTAGES = number('OUTAGES', 3);
const DOWN_S = number('DOWN_S', 5);
const UP_S = number('UP_S', 5);
const SECONDS = Math.ceil(UP_S + OUTAGES * (DOWN_S + UP_S));

/** @type {{ [name: string]: import('k6/options').Scenario }} */
const scenarios = {
    users: {
        executor: 'constant-arrival-rate',
        exec: 'users',
        rate: number('RATE', 500),
        timeUnit: '1s',
        duration: `${SECONDS}s`,
        preAllocatedVUs: number('VUS', 64),
        maxVUs: number('MAX_VUS', 500),
    },
};
if (CONTROL !== 'none') {
    scenarios.outages = {
        executor: 'per-vu-iterations',
        exec: 'outages',
        vus: 1,
        iterations: OUTAGES,
        maxDuration: `${SECONDS + 30}s`,
    };
}

export const options = {
    scenarios,
    summaryTrendStats: TREND,
    thresholds: {
        'http_req_failed{scenario:users}': ['rate==0'],
        'checks{scenario:users}': ['rate==1'],
        'http_req_duration{scenario:users}': [`p(99)<${number('P99_MS', 500)}`],
    },
    tags: { test: 'failover' },
};

export const handleSummary = summary('failover');

export function setup() {
    if (CONTROL !== 'none') {
        requireUpstream();
    }
}

export function users() {
    expectOk(http.get(`${TARGET}/failover`));
}

export function outages() {
    sleep(UP_S);
    const response = http.post(`${CONTROL}/down?seconds=${DOWN_S}`);
    check(response, { 'the second upstream went down': (r) => r.status === 200 });
    sleep(DOWN_S);
}
