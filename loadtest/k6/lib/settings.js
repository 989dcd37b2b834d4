// Where the scripts send their requests, and how they read the numbers that can be set from outside.

/** The proxy under test; the default is where the shipped config.toml and k6/config.toml listen. */
export const TARGET = text('TARGET', 'http://127.0.0.1:8080');

/** @param {string} name @param {string} fallback */
export function text(name, fallback) {
    return __ENV[name] || fallback;
}

/** @param {string} name @param {number} fallback */
export function number(name, fallback) {
    const given = __ENV[name];
    if (!given) {
        return fallback;
    }
    const value = Number(given);
    if (!(value > 0)) {
        throw new Error(`${name}=${given} is not a positive number`);
    }
    return value;
}

/** What the summary shows of every distribution. */
export const TREND = ['avg', 'min', 'med', 'p(95)', 'p(99)', 'p(99.9)', 'max'];
