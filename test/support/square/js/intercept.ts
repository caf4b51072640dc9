/** Stands behind Square's addresses in a browser: its script, the card's frame, the bank's page. */
import type { BrowserContext, Route } from 'playwright-core';
import { PAGES } from './frames.js';
import { squareJs } from './square-js.js';
import { squareWallets } from './wallet-js.js';

export interface SquareFront {
  /** What happens to the script from now on; `serve` is the double itself. */
  script: 'serve' | 'block' | 'hang';
  /** Wallets this shopper has: `google_pay`, `apple_pay`, `cash_app`. */
  wallets: readonly string[];
  /** How often the script was asked for. */
  readonly asked: () => number;
}

const WEB = 'https://sandbox.web.squarecdn.com';
const scriptFor = (wallets: readonly string[]): string =>
  `(${squareJs.toString()})('${WEB}', ${JSON.stringify(wallets)}, ${squareWallets.toString()});`;

export async function interceptSquare(context: BrowserContext): Promise<SquareFront> {
  let asked = 0;
  const front: SquareFront = { script: 'serve', wallets: [], asked: () => asked };

  async function script(route: Route): Promise<void> {
    asked += 1;
    if (front.script === 'block') return route.abort('blockedbyclient');
    if (front.script === 'serve')
      return route.fulfill({
        headers: { 'content-type': 'text/javascript' },
        body: scriptFor(front.wallets),
      });
    // Neither answered nor refused: it hangs until the page is gone.
  }

  await context.route(
    /^https:\/\/([\w.-]+\.)?(squarecdn|squareup|squareupsandbox|plaid)\.com\//,
    async (route) => {
      const url = new URL(route.request().url());
      const address = url.origin + url.pathname;
      if (address === `${WEB}/v1/square.js`) return script(route);
      const page = PAGES[address];
      if (!page) return route.fulfill({ status: 404, body: `no such page of the double: ${address}` });
      return route.fulfill({ contentType: 'text/html; charset=utf-8', body: page });
    },
  );
  return front;
}
