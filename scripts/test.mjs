// Everything that tells whether the project works, in one command:
//   npm test                 build, checks, unit, package, browser and end-to-end tests
//   npm test -- order-book   only the test files whose path contains "order-book"
//   node scripts/test.mjs --only browser,e2e [word]
//   EVERY_ENGINE=1 npm test   runs in all engines what usually runs in one
//   SLOWEST=20 npm test      names the files that took longest
// Ends with the plain line "tests: N passed, M failed"; a step that is no test (lint, size …) counts when it fails.
import { globSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checks } from './check.mjs';
import { runAll, sums } from './steps.mjs';

const { values, positionals } = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true });
const words = positionals;
const kinds = ['unit', 'postgres', 'package', 'browser', 'e2e'];
const wanted = values.only?.split(',') ?? kinds;
const everything = !values.only && words.length === 0;
const live = wanted.length === 1;

const folders = {
  unit: ['unit', 'server', 'contract', 'model'],
  // The server's tests once more, on PostgreSQL, and what databases themselves must do.
  postgres: ['server', 'database', 'kill'],
  package: ['package'],
  browser: ['browser'],
  e2e: ['e2e'],
};
/** Files of test/server without a database in them have nothing to show on a second one. */
const pure =
  /\/(card-data|order-status|pricing|stripe-callbacks|stripe-gateway|webhook-addresses)\.test\.ts$/;

const filesOf = (kind) =>
  // Asked of the sources, because nothing may be built yet.
  globSync(folders[kind].map((folder) => `test/${folder}/**/*.test.ts`))
    .filter((file) => words.every((word) => file.includes(word)))
    .filter((file) => kind !== 'postgres' || !pure.test(file))
    .map((file) => `build/${file.replace(/\.ts$/, '.js')}`)
    .sort();

const nodeTests = (kind, concurrency, files = filesOf(kind), name = kind) => ({
  name,
  counts: true,
  live,
  minutes: 20,
  command: [
    ...[
      'node',
      '--enable-source-maps',
      '--test',
      `--test-concurrency=${concurrency}`,
      '--test-timeout=60000',
    ],
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...['--test-reporter=./scripts/count-reporter.mjs', '--test-reporter-destination=$COUNTS'],
    ...files,
  ],
});
const browserTests = () => ({
  name: 'browser',
  counts: true,
  live,
  command: ['wtr'],
  env: { TEST_FILES: filesOf('browser').join(',') },
});

const postgresTests = (concurrency) => {
  const step = nodeTests('postgres', concurrency);
  const [node, ...rest] = step.command;
  return {
    ...step,
    env: { STORE_TEST_DATABASE: 'postgres', FUZZ_RUNS: process.env.FUZZ_RUNS ?? '600' },
    command: [node, '--test-global-setup=build/test/support/global-setup.js', ...rest],
  };
};

const has = (kind) => wanted.includes(kind) && filesOf(kind).length > 0;
if (!kinds.some(has)) {
  console.error(`no test file${words.length ? ` whose path contains "${words.join(' ')}"` : ''}`);
  console.log('tests: 0 passed, 1 failed');
  process.exit(1);
}

const needsDist = has('package') || has('e2e');
const results = await runAll([
  {
    // What was built before would be tested otherwise, and told of as if it were this.
    must: true,
    steps: [{ name: 'build', command: ['node', 'scripts/build.mjs', ...(needsDist ? [] : ['--compile'])] }],
  },
  {
    steps: [
      ...(has('unit') ? [nodeTests('unit', live ? 2 : 1)] : []),
      ...(has('postgres') ? [postgresTests(live ? 2 : 1)] : []),
      ...(everything ? checks : []),
      ...(has('package') ? [nodeTests('package', 1)] : []),
    ],
  },
  { steps: has('browser') ? [browserTests()] : [] },
  // A journey mostly waits, so two at a time are work enough for two cores; with more, keys get lost.
  { steps: has('e2e') ? [{ ...nodeTests('e2e', 2), minutes: 40 }] : [] },
]);

// A driver can lose a click or hang when cores are short. A file of end-to-end tests that failed is run once more, and that
// is said aloud: what fails twice has failed.
const first = results.find(({ name, counts }) => name === 'e2e' && counts.failedFiles?.length);
if (first) {
  // node:test names sources or what was built of them, as source maps have it.
  const failed = first.counts.failedFiles.map((file) => file.replace(/\.(ts|js)$/, ''));
  const files = filesOf('e2e').filter((file) =>
    failed.some((each) => each.endsWith(file.slice('build'.length, -3))),
  );
  const [again] = await runAll([
    { steps: [{ ...nodeTests('e2e', 1, files, 'e2e, once more'), minutes: 40 }] },
  ]);
  results.splice(results.indexOf(first), 1);
  // Of the first run counts what did not fail; of the second, only what failed before and does so again.
  if (again.ok) {
    results.push({ ...again, counts: { passed: first.counts.passed + first.counts.failed, failed: 0 } });
    for (const file of files) console.log(`flaky: ${file} failed at first and passed when run again`);
  } else results.push({ ...again, counts: { passed: first.counts.passed, failed: again.counts.failed } });
}

if (process.env.SLOWEST) {
  const files = results
    .flatMap(({ counts }) => Object.entries(counts.seconds ?? {}))
    .sort(([, a], [, b]) => b - a);
  for (const [file, seconds] of files.slice(0, Number(process.env.SLOWEST)))
    console.log(`slow: ${seconds.toFixed(1).padStart(6)} s  ${file}`);
}

const { passed, failed } = sums(results);
console.log(`tests: ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
