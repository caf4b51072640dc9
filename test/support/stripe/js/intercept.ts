/** Stands behind Stripe's addresses in a browser: Stripe.js, its frames, the bank's pages, and the API double behind api.stripe.com. */
import type { BrowserContext, Route } from 'playwright-core';
import type { StripeApi } from '../api.js';
import { cardElement } from './card-js.js';
import { expressElement } from './express-js.js';
import { PAGES } from './frames.js';
import { stripeJs } from './stripe-js.js';

export interface StripeFront {
  /** What happens to the script from now on; `serve` is the double itself. */
  script: 'serve' | 'block' | 'hang' | 'missing';
  /** Whether the script takes the place of one that is there already, instead of leaving it. */
  replaces: boolean;
  /** Wallets this shopper has, as Stripe names them: `google_pay`, `apple_pay`, `link`. */
  wallets: readonly string[];
  /** How often the script was asked for. */
  readonly asked: () => number;
}

const scriptOf = (version: string): string =>
  `(${stripeJs.toString()})(${version}, ${expressElement.toString()}, ${cardElement.toString()});`;
const SCRIPT = scriptOf("'endive'");
const OLDER = scriptOf('3');

export async function interceptStripe(context: BrowserContext, api: StripeApi): Promise<StripeFront> {
  let asked = 0;
  const front: StripeFront = { script: 'serve', replaces: false, wallets: [], asked: () => asked };
  const javascript = { 'content-type': 'text/javascript' };

  async function script(route: Route): Promise<void> {
    asked += 1;
    if (front.script === 'block') return route.abort('blockedbyclient');
    if (front.script === 'missing') return route.fulfill({ status: 404, body: '' });
    if (front.script === 'serve')
      return route.fulfill({
        headers: javascript,
        body: front.replaces ? `delete globalThis.Stripe; ${SCRIPT}` : SCRIPT,
      });
    // Neither answered nor refused: it hangs until the page is gone.
  }

  await context.route(/^https:\/\/((js|hooks|api|checkout)\.stripe\.com)\//, async (route) => {
    const url = new URL(route.request().url());
    const address = url.origin + url.pathname;
    if (address === 'https://js.stripe.com/endive/stripe.js') return script(route);
    if (address === 'https://js.stripe.com/v3/') return route.fulfill({ headers: javascript, body: OLDER });
    if (url.hostname === 'js.stripe.com' && url.pathname.endsWith('.js'))
      return route.fulfill({ headers: javascript, body: '' });
    if (url.hostname === 'api.stripe.com') {
      const answer = await fetch(`${api.url}${url.pathname}${url.search}`, {
        method: route.request().method(),
      }).catch(() => undefined);
      if (!answer) return route.abort('connectionreset');
      return route.fulfill({
        status: answer.status,
        headers: { 'content-type': 'application/json', 'access-control-allow-origin': '*' },
        body: await answer.text(),
      });
    }
    const page = PAGES[address] ?? PAGES[address.replace(/\/pi_\w+$/, '')];
    if (!page) return route.fulfill({ status: 404, body: `no such page of the double: ${address}` });
    return route.fulfill({
      contentType: 'text/html; charset=utf-8',
      body: page.replace('WALLETS', front.wallets.join(' ')),
    });
  });
  return front;
}
