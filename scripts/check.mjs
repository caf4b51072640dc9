// What must hold besides the tests: style, types, the house rules, sizes and the shape of the package.
// Run by `npm run check`, and as a part of `npm test`, which takes the list from here.
import { runAll, sums } from './steps.mjs';

/** @type {import('./steps.mjs').Step[]} */
export const checks = [
  { name: 'lint', command: ['eslint', '.', '--max-warnings=0'] },
  { name: 'typecheck', command: ['tsc', '--noEmit', '--incremental', 'false'] },
  { name: 'format', command: ['prettier', '--check', '--log-level=warn', '.'] },
  { name: 'house', command: ['node', 'scripts/check-house.mjs'] },
  { name: 'lock', command: ['node', 'scripts/check-lock.mjs'] },
  { name: 'manifest', command: ['node', 'scripts/check-manifest.mjs'] },
  { name: 'size', command: ['node', 'scripts/size.mjs'] },
  { name: 'publint', command: ['publint', '--strict'] },
  { name: 'attw', command: ['attw', '--pack', '.', '--profile', 'esm-only', '--format', 'ascii'] },
];

if (process.argv[1] === import.meta.filename) {
  const results = await runAll([
    { steps: [{ name: 'build', command: ['node', 'scripts/build.mjs', '--if-needed'] }] },
    { steps: checks },
  ]);
  const { failed } = sums(results);
  console.log(failed ? `${failed} checks failed` : 'all checks passed');
  process.exit(failed ? 1 : 0);
}
