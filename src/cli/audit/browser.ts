/** Starts the browser of a visit. Playwright is the merchant's to install: only this command needs it. */
import type { Browser, LaunchOptions } from 'playwright-core';

export const BROWSERS = ['chromium', 'firefox', 'webkit'] as const;
export type BrowserName = (typeof BROWSERS)[number];

export async function startBrowser(name: BrowserName, executable: string | undefined): Promise<Browser> {
  const playwright = await import('playwright-core').catch((cause: unknown) => {
    throw new Error(
      'playwright-core is not installed. It opens the page: npm install --save-dev playwright-core',
      { cause },
    );
  });
  try {
    return await playwright[name].launch(optionsFor(name, executable));
  } catch (cause) {
    const [first = ''] = (cause as Error).message.split('\n');
    throw new Error(
      `${name} did not start (${first}). Install it with: npx playwright-core install ${name}; or name one that is here with --executable.`,
      { cause },
    );
  }
}

function optionsFor(name: BrowserName, executable: string | undefined): LaunchOptions {
  return {
    ...(executable !== undefined && { executablePath: executable }),
    // Any Firefox but Playwright's own is driven over WebDriver BiDi.
    ...(name === 'firefox' && executable !== undefined && { channel: 'moz-firefox' }),
    // As root, as in most containers, Chromium starts no sandbox of its own.
    ...(name === 'chromium' && process.getuid?.() === 0 && { args: ['--no-sandbox'] }),
  };
}
