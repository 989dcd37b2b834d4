// WebSockets through the proxy: VUS sockets are open at once, each sends a message every INTERVAL_MS and expects it back,
// for SESSION_S seconds; then it is closed and another one opened.
// Needs k6/Echo.java behind the proxy, at the path ECHO_PATH.

import { check } from 'k6';
import { Trend } from 'k6/metrics';
import ws from 'k6/ws';
import { TARGET, TREND, number, text } from './lib/settings.js';
import { summary } from './lib/summary.js';

const URL = TARGET.replace(/^http/, 'ws') + text('ECHO_PATH', '/echo');
const BYTES = number('BYTES', 128);
const INTERVAL_MS = number('INTERVAL_MS', 100);
const SESSION_S = number('SESSION_S', 20);

const echoTime = new Trend('ws_echo_time', true);

export const options = {
    scenarios: {
        chatting: {
            executor: 'constant-vus',
            vus: number('VUS', 500),
            duration: text('DURATION', '60s'),
            gracefulStop: '30s',
        },
    },
    summaryTrendStats: TREND,
    thresholds: {
        checks: ['rate==1'],
        ws_connecting: [`p(99)<${number('CONNECTING_P99_MS', 1000)}`],
        ws_echo_time: [`p(99)<${number('ECHO_P99_MS', 500)}`],
    },
    tags: { test: 'websocket' },
};

export const handleSummary = summary('websocket');

export default function () {
    const padding = 'x'.repeat(BYTES);
    let sent = 0;
    let received = 0;
    let wrong = 0;
    const response = ws.connect(URL, {}, (socket) => {
        socket.on('open', () => {
            socket.setInterval(() => {
                sent++;
                socket.send(`${Date.now()} ${padding}`);
            }, INTERVAL_MS);
            socket.setTimeout(() => socket.close(), SESSION_S * 1000);
        });
        socket.on('message', (message) => {
            received++;
            echoTime.add(Date.now() - Number(message.split(' ', 1)[0]));
            if (!message.endsWith(padding)) {
                wrong++;
            }
        });
    });
    check(response, { 'status is 101': (r) => r && r.status === 101 });
    // The last message may have been under way when the socket was closed.
    check(null, { 'messages come back as they were': () => wrong === 0 && received >= sent - 1 });
}
