import js from '@eslint/js';
import globals from 'globals';

export default [
  { ignores: ['node_modules/', '.venv/', '.venv-bench/', '.local/', 'web/static/web/dist/'] },
  js.configs.recommended,
  {
    files: ['web/frontend/src/**/*.js', '*/static/**/*.js'],
    languageOptions: { globals: globals.browser },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-restricted-properties': [
        'error',
        // Text of residents reaches the page as text only.
        { property: 'innerHTML', message: 'Use textContent or replaceChildren.' },
        { property: 'outerHTML', message: 'Use replaceWith.' },
        { property: 'insertAdjacentHTML', message: 'Use append or replaceChildren.' },
      ],
      'no-shadow': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none' }],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'prefer-template': 'error',
    },
  },
  {
    files: ['web/frontend/**/{service-worker,sw}*.js', 'web/frontend/**/service-worker/**/*.js'],
    languageOptions: { globals: globals.serviceworker },
  },
  {
    // What runs under Node: builds, tests, settings of the tools.
    files: ['*.mjs', 'web/frontend/**/*.mjs', 'web/frontend/**/*.test.{js,mjs}', 'scripts/**/*.{js,mjs}'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: { 'no-console': 'off', 'no-restricted-properties': 'off' },
  },
];
