// Browser tests run on the JavaScript that ships (build/), in three engines, each in a real top-level window.
// TEST_FILES narrows the files, BROWSERS the browsers (scripts/browsers.mjs), COUNTS names a file for the sums.
import { writeFileSync } from 'node:fs';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { puppeteerLauncher } from '@web/test-runner-puppeteer';
import { browsersToTest, chromiumArgs, chromiumPath, firefoxPath } from './scripts/browsers.mjs';
import { webkitLauncher } from './scripts/webkit-launcher.mjs';

const launchers = {
  async chromium() {
    const { path, headless } = await chromiumPath();
    return chromeLauncher({ launchOptions: { executablePath: path, headless, args: chromiumArgs } });
  },
  firefox: () => puppeteerLauncher({ launchOptions: { browser: 'firefox', executablePath: firefoxPath() } }),
  webkit: webkitLauncher,
};

/** Says how many tests passed and failed; a file that could not run, or ran no test, is one that failed. */
const counts = () => ({
  stop({ sessions }) {
    const sum = { passed: 0, failed: 0, skipped: 0 };
    const walk = (suite) => {
      for (const test of suite.tests) sum[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed']++;
      suite.suites.forEach(walk);
    };
    for (const session of sessions) {
      const before = { ...sum };
      if (session.testResults) walk(session.testResults);
      const nothing = Object.keys(sum).every((key) => sum[key] === before[key]);
      if (nothing) console.log(`no test ran: ${session.testFile} in ${session.browser.name}`);
      if (nothing || (!session.passed && sum.failed === before.failed)) sum.failed++;
    }
    if (process.env.COUNTS) writeFileSync(process.env.COUNTS, JSON.stringify(sum));
    console.log(`browser tests: ${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  },
});

export default {
  files: process.env.TEST_FILES?.split(',') ?? 'build/test/browser/**/*.test.js',
  nodeResolve: { exportConditions: ['development'] },
  browsers: await Promise.all(browsersToTest().map((name) => launchers[name]())),
  // One window at a time: in one that lies behind, a dialog's `close` waits for a frame that never comes.
  concurrency: 1,
  testsFinishTimeout: 60_000,
  testFramework: { config: { timeout: 5_000 } },
  // Lit says once per page that it runs in development mode, which the tests want.
  filterBrowserLogs: ({ args }) => !args.some((arg) => String(arg).includes('Lit is in dev mode')),
  coverageConfig: {
    include: ['build/src/**', 'build/components/**'],
    reporters: ['text-summary', 'lcovonly'],
  },
  reporters: [defaultReporter({ reportTestProgress: Boolean(process.stdout.isTTY) }), counts()],
};
