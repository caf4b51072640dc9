// One purpose per block: TypeScript strictly and with types, Lit and custom elements, then what this house forbids.
import { defineConfig } from 'eslint/config';
import js from '@eslint/js';
import globals from 'globals';
import { configs as lit } from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

const markup = 'Texts are labels and labels are plain text: render them with a Lit template.';

export default defineConfig(
  { ignores: ['build/', 'dist/', 'coverage/', 'data/', 'node_modules/', 'examples/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Our objects come from factories, whose methods close over what they need and know no `this`.
      '@typescript-eslint/unbound-method': 'off',
      // node:test's own functions return promises that nobody awaits.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['test', 'it', 'describe', 'suite'], package: 'node:test' },
          ],
        },
      ],
    },
  },
  {
    files: ['components/**/*.ts', 'demo/**/*.ts', 'test/browser/**/*.ts'],
    plugins: { 'lit-a11y': litA11y },
    extends: [lit['flat/recommended'], wc.configs['flat/recommended']],
    rules: {
      ...litA11y.configs.recommended.rules,
      'lit/no-template-bind': 'error',
      'lit/quoted-expressions': ['error', 'never'],
      // The class stands in components/store-x.ts, its tag in components/define.ts.
      'wc/guard-super-call': 'off',
    },
  },
  {
    files: ['src/**/*.ts', 'components/**/*.ts'],
    rules: {
      'no-console': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      '@typescript-eslint/no-implied-eval': 'error',
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['lit/directives/unsafe-*', 'lit-html/directives/unsafe-*'], message: markup },
            { group: ['lit/decorators*'], message: 'Use static properties and `declare` fields.' },
          ],
        },
      ],
      'no-restricted-properties': [
        'error',
        ...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'setHTMLUnsafe', 'srcdoc'].map((property) => ({
          property,
          message: markup,
        })),
      ],
    },
  },
  { files: ['src/cli/**/*.ts', 'src/server/log.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unused-expressions': 'off', // chai's `to.be.true`
      '@typescript-eslint/require-await': 'off', // doubles are async because what they stand for is
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: globals.node } },
  // What runs in a page of the bench.
  { files: ['test/bench/browser/**'], languageOptions: { globals: globals.browser } },
);
