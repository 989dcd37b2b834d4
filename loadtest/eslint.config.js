import js from '@eslint/js';
import globals from 'globals';

export default [
    { ignores: ['node_modules/', 'target/', '**/target/', 'results/'] },
    js.configs.recommended,
    {
        rules: {
            eqeqeq: 'error',
            'no-var': 'error',
            'prefer-const': 'error',
            'no-unused-vars': ['error', { caughtErrors: 'none' }],
        },
    },
    {
        // k6 0.47 parses no later syntax than this: no object spread, no ?. and no ??.
        files: ['k6/**/*.js'],
        languageOptions: {
            ecmaVersion: 2017,
            sourceType: 'module',
            globals: { __ENV: 'readonly', __VU: 'readonly', __ITER: 'readonly', console: 'readonly' },
        },
    },
    { files: ['charts/**/*.mjs'], languageOptions: { globals: globals.node } },
];
