// What the scripts expect of answers, and of the upstream behind the proxy.

import { check, fail } from 'k6';
import http from 'k6/http';
import { TARGET } from './settings.js';

/**
 * Stops a test whose upstream cannot give the answers that it needs: large, late, or from one that can be taken down.
 * Upstream.java names itself in every response. Only for setup().
 */
export function requireUpstream() {
    const response = http.get(`${TARGET}/`);
    if (response.status !== 200 || !response.headers['X-Loadtest-Upstream']) {
        fail(
            `${TARGET} does not lead to the upstreams of this test. Start them with "java k6/Upstream.java" ` +
                'and the proxy with k6/config.toml.',
        );
    }
}

/**
 * @param {import('k6/http').RefinedResponse<any>} response
 * @returns {boolean} whether the status is 200
 */
export function expectOk(response) {
    return check(response, { 'status is 200': (r) => r.status === 200 });
}

/**
 * @param {import('k6/http').RefinedResponse<'binary'>} response
 * @param {number} bytes
 * @returns {boolean} whether the whole body has arrived
 */
export function expectBytes(response, bytes) {
    return check(response, {
        'status is 200': (r) => r.status === 200,
        'body is complete': (r) => r.body !== null && new Uint8Array(r.body).length === bytes,
    });
}
