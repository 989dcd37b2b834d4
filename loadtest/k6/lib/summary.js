// The end of every test: a text for the terminal, and all numbers as JSON in k6-NAME.json.

import { text } from './settings.js';

/**
 * @typedef {{ type: string, contains: string, values: { [key: string]: number },
 *     thresholds?: { [key: string]: { ok: boolean } } }} Metric
 * @typedef {{ metrics: { [key: string]: Metric }, state: { testRunDurationMs: number } }} Data
 */

/**
 * Makes the handleSummary of a script. The directory RESULTS, by default the present one, has to exist.
 *
 * @param {string} name
 * @returns {(data: Data) => { [target: string]: string }}
 */
export function summary(name) {
    return (data) => ({
        stdout: asText(name, data),
        [`${text('RESULTS', '.')}/k6-${name}.json`]: JSON.stringify(data, null, 2),
    });
}

/** @param {string} name @param {Data} data */
function asText(name, data) {
    const lines = ['', `${name}: ${(data.state.testRunDurationMs / 1000).toFixed(1)} s`, ''];
    for (const key of Object.keys(data.metrics).sort()) {
        const metric = data.metrics[key];
        lines.push(`  ${key.padEnd(42)} ${values(metric)}`);
        const thresholds = metric.thresholds || {};
        for (const rule of Object.keys(thresholds)) {
            lines.push(`    ${thresholds[rule].ok ? 'met   ' : 'MISSED'} ${rule}`);
        }
    }
    return lines.concat('', '').join('\n');
}

/** @param {Metric} metric */
function values(metric) {
    if (metric.type === 'rate') {
        const { rate, passes, fails } = metric.values;
        return `${(rate * 100).toFixed(3)} %  (${passes} of ${passes + fails})`;
    }
    return Object.keys(metric.values)
        .map((key) => `${key}=${scaled(metric.values[key], metric.contains, key)}`)
        .join('  ');
}

/** @param {number} value @param {string} contains @param {string} key */
function scaled(value, contains, key) {
    if (contains === 'time') {
        return `${value.toFixed(2)}ms`;
    }
    if (contains === 'data') {
        return `${(value / 1e6).toFixed(2)}MB${key === 'rate' ? '/s' : ''}`;
    }
    return Number.isInteger(value) ? String(value) : value.toFixed(2);
}
