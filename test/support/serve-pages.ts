/** Serves the shop's own pages changed: with other headers, another script tag, as another merchant would. */
import type { BrowserContext } from 'playwright-core';

export interface PageChange {
  /** By name in lower case; an empty text takes the header away. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly html?: (html: string) => string;
}

export async function servePages(context: BrowserContext, shop: string, change: PageChange): Promise<void> {
  // A page that a test serves has no address of its own, so Chromium takes the loopback gateway for a foreign network.
  if (context.browser()?.browserType().name() === 'chromium')
    await context.grantPermissions(['local-network-access']);
  const isPage = ({ origin, pathname }: URL): boolean => origin === shop && /\/(\w+\.html)?$/.test(pathname);
  await context.route(isPage, async (route) => {
    const response = await route.fetch();
    const html = await response.text();
    const headers = Object.entries({ ...response.headers(), ...change.headers }).filter(([, value]) => value);
    await route.fulfill({
      response,
      body: change.html ? change.html(html) : html,
      headers: Object.fromEntries(headers),
    });
  });
}
