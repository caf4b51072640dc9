// Finds the browsers of this machine for WTR and for the end-to-end tests. Chromium falls back to the binary in
// @sparticuz/chromium, so `npm ci && npm test` needs no system package; Firefox and WebKit are used where they are.
import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import net from 'node:net';
import { basename } from 'node:path';

const first = (paths) => paths.find((path) => path && existsSync(path));

/** What every browser is called here, and what to install when it is missing. */
export const cures = {
  chromium: 'apt-get install -y --no-install-recommends chromium',
  firefox: 'apt-get install -y --no-install-recommends firefox-esr',
  webkit: 'apt-get install -y --no-install-recommends webkit2gtk-driver xvfb',
};

export const chromiumArgs = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** CHROMIUM_BIN=npm takes the one from npm even where a system Chromium exists. */
export async function chromiumPath() {
  const found = first([
    process.env.CHROMIUM_BIN,
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ]);
  if (found && process.env.CHROMIUM_BIN !== 'npm') return { path: found, headless: true };
  const { default: sparticuz } = await import('@sparticuz/chromium');
  return { path: await sparticuz.executablePath(), headless: 'shell' };
}

export const firefoxPath = () =>
  first([
    process.env.FIREFOX_BIN,
    '/usr/bin/firefox-esr',
    '/usr/bin/firefox',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
  ]);

export function webkitPaths() {
  const driver = first([process.env.WEBKIT_DRIVER, '/usr/bin/WebKitWebDriver']);
  const browser = first([
    process.env.WEBKIT_BIN,
    ...globSync('/usr/lib/*/webkit{2gtk-4.1,gtk-6.0}/MiniBrowser'),
  ]);
  return driver && browser && existsSync('/usr/bin/Xvfb') ? { driver, browser } : undefined;
}

const all = ['chromium', 'firefox', 'webkit'];

/**
 * The browsers to test in: those that BROWSERS asks for (all three unless told otherwise) and that are here.
 * One that is missing is named aloud; with REQUIRE_ALL_BROWSERS=1 it is an error.
 * `usually`: what this file tests is the same script in every engine, and two cores have only so much time: EVERY_ENGINE=1 runs it
 * in all.
 */
export function browsersToTest({ usually = all } = {}) {
  const few = process.env.EVERY_ENGINE ? all : usually;
  const wanted = process.env.BROWSERS?.split(',') ?? few;
  if (!process.env.BROWSERS && few.length < all.length)
    console.warn(`skipped: ${basename(process.argv[1] ?? '')} but in ${few.join(', ')} (EVERY_ENGINE=1)`);
  const here = { chromium: () => true, firefox: firefoxPath, webkit: webkitPaths };
  return wanted.filter((name) => {
    if (!here[name]) throw new Error(`BROWSERS names "${name}"; known are ${Object.keys(here).join(', ')}`);
    if (here[name]()) return true;
    if (process.env.REQUIRE_ALL_BROWSERS) throw new Error(`${name} is not installed: ${cures[name]}`);
    console.warn(`skipped: ${name} is not installed (${cures[name]})`);
    return false;
  });
}

/** Playwright's own list as far as it matters here (a second list takes the place of the first), and what costs a sixth of a test's work. */
const chromiumWithout = [
  ...[
    'AvoidUnnecessaryBeforeUnloadCheckSync',
    'DestroyProfileOnBrowserClose',
    'HttpsUpgrades',
    'PaintHolding',
  ],
  ...['ThirdPartyStoragePartitioning', 'BlockOriginHeaderModificationOnRedirect', 'Translate'],
  ...['AvoidCorsURLLoaderRestartOnRedirect', 'OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled'],
  // Pages of the browser itself, begun for each window: nobody types into its address bar.
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup', 'SpareRendererForSitePerProcess'],
];

/**
 * Chromium or Firefox under playwright-core, asking pages for less motion: while a page glides, a driver's clicks go astray.
 * The caller closes it.
 */
export async function launch(name, options = {}) {
  const playwright = await import('playwright-core');
  if (name === 'chromium') {
    const { path } = await chromiumPath();
    return playwright.chromium.launch({
      executablePath: path,
      args: [
        ...chromiumArgs,
        '--force-prefers-reduced-motion',
        '--disable-smooth-scrolling',
        `--disable-features=${chromiumWithout.join()}`,
      ],
      ...options,
    });
  }
  if (name === 'firefox') {
    // Debian's Firefox is not Playwright's patched one: only its WebDriver BiDi channel can drive it.
    return playwright.firefox.launch({
      channel: 'moz-firefox',
      executablePath: firefoxPath(),
      firefoxUserPrefs: { 'ui.prefersReducedMotion': 1 },
      // It would send what it knows of a crash, and traffic stays on this machine.
      env: { ...process.env, MOZ_CRASHREPORTER_DISABLE: '1' },
      ...options,
    });
  }
  throw new Error(`playwright cannot drive "${name}" here: use startWebKit() and WebDriver`);
}

const freePort = () =>
  new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Starts Xvfb and WebKitWebDriver; stop() ends both by pid, and so does the end of this process. */
export async function startWebKit() {
  const paths = webkitPaths();
  if (!paths) throw new Error(`webkit is not installed: ${cures.webkit}`);
  const xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const display = await new Promise((resolve, reject) => {
    xvfb.stdio[3].once('data', (data) => resolve(`:${String(data).trim()}`));
    xvfb.once('error', reject);
    xvfb.once('exit', () => reject(new Error('Xvfb ended before it was ready')));
  });
  const port = await freePort();
  const driver = spawn(paths.driver, [`--port=${port}`, '--host=127.0.0.1'], {
    env: { ...process.env, DISPLAY: display },
    stdio: 'ignore',
  });
  const stop = () => {
    process.off('exit', stop);
    driver.kill();
    xvfb.kill();
  };
  process.once('exit', stop);
  for (let tries = 0; ; tries++) {
    try {
      await fetch(`http://127.0.0.1:${port}/status`);
      return { port, browser: paths.browser, stop };
    } catch (error) {
      if (tries < 100) await new Promise((resolve) => setTimeout(resolve, 50));
      else {
        stop();
        throw error;
      }
    }
  }
}
