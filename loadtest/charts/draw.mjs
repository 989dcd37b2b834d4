// Draws the charts of a report: node charts/draw.mjs REPORT.json DIRECTORY. Vega lays them out and writes SVG by itself.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vega from 'vega';
import { compile } from 'vega-lite';

const COLOURS = {
    weir: '#c8102e',
    nginx: '#009639',
    haproxy: '#106da9',
    'jetty-async': '#8a7ab8',
    vertx: '#782a90',
    undertow: '#b8860b',
    'jetty-client': '#8c8c8c',
};

/** One row for each proxy that passed a workload, in each metric. */
function rowsOf(report) {
    const rows = [];
    for (const workload of report.workloads) {
        for (const result of workload.results) {
            if (result.kind === 'direct') {
                continue;
            }
            for (const [metric, summary] of Object.entries(result.summary)) {
                rows.push({
                    workload: workload.title,
                    name: workload.name,
                    proxy: result.proxy,
                    metric,
                    ...summary,
                });
            }
        }
    }
    return rows;
}

/** The proxies in the order of the legend, as far as the rows have them. */
function colour(rows) {
    const domain = Object.keys(COLOURS).filter((proxy) => rows.some((row) => row.proxy === proxy));
    return {
        field: 'proxy',
        type: 'nominal',
        scale: { domain, range: domain.map((proxy) => COLOURS[proxy]) },
        legend: { orient: 'top', title: null },
    };
}

/** Bars with the least and the greatest of the rounds, a small chart for each workload with a scale of its own. */
function bars(rows, title, unit) {
    const y = { field: 'proxy', type: 'nominal', title: null, sort: Object.keys(COLOURS) };
    return {
        title: { text: title, anchor: 'start' },
        data: { values: rows },
        facet: { field: 'workload', type: 'nominal', title: null, sort: titles(rows) },
        columns: 3,
        spec: {
            width: 220,
            height: { step: 20 },
            layer: [
                {
                    mark: { type: 'bar', height: 13 },
                    encoding: {
                        x: { field: 'median', type: 'quantitative', title: unit },
                        y,
                        color: colour(rows),
                    },
                },
                {
                    mark: { type: 'rule', color: '#222' },
                    encoding: { x: { field: 'min', type: 'quantitative' }, x2: { field: 'max' }, y },
                },
            ],
        },
        resolve: { scale: { x: 'independent', y: 'independent' } },
    };
}

/** Median, p99 and p99.9 as lines, on a logarithmic scale. */
function latency(rows) {
    const names = { p50_ms: 'p50', p99_ms: 'p99', p999_ms: 'p99.9' };
    const values = rows
        .filter((row) => row.metric in names)
        .map((row) => ({ ...row, percentile: names[row.metric] }));
    return {
        title: { text: 'Latency percentiles, logarithmic', anchor: 'start' },
        data: { values },
        facet: { field: 'workload', type: 'nominal', title: null, sort: titles(values) },
        columns: 3,
        spec: {
            width: 220,
            height: 150,
            mark: { type: 'line', point: true },
            encoding: {
                x: {
                    field: 'percentile',
                    type: 'ordinal',
                    title: null,
                    sort: Object.values(names),
                    axis: { labelAngle: 0 },
                },
                y: { field: 'median', type: 'quantitative', scale: { type: 'log' }, title: 'ms' },
                color: colour(values),
            },
        },
        resolve: { scale: { y: 'independent' } },
    };
}

/** Facets keep the order in which the report has its workloads. */
function titles(rows) {
    return [...new Set(rows.map((row) => row.workload))];
}

async function draw(specification, file) {
    const { spec } = compile({ background: 'white', padding: 10, ...specification });
    const view = new vega.View(vega.parse(spec), { renderer: 'none' });
    writeFileSync(file, await view.toSVG());
}

const [source, directory] = process.argv.slice(2);
const rows = rowsOf(JSON.parse(readFileSync(source, 'utf8')));

/** @param {string} metric */
function only(metric) {
    return rows.filter((row) => row.metric === metric);
}

const memory = [
    ...only('peak_mb').filter((row) => row.name === 'get-1k-128'),
    ...only('idle_mb').map((row) => ({ ...row, workload: `${row.workload}: all of the process` })),
];

const charts = {
    throughput: [only('rps'), (some) => bars(some, 'Requests per second; more is better', 'req/s')],
    cpu: [only('cpu_us'), (some) => bars(some, 'CPU per request; less is better', 'µs')],
    latency: [rows.filter((row) => row.metric === 'p50_ms'), () => latency(rows)],
    memory: [memory, (some) => bars(some, 'Peak resident memory; less is better', 'MB')],
};

for (const [name, [values, specification]] of Object.entries(charts)) {
    if (values.length > 0) {
        await draw(specification(values), join(directory, `${name}.svg`));
    }
}
