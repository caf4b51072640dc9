// Elements drawn on a server, by the server kit's own answers: what a browser without scripts would show.
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { createServerRenderer, type ServerRenderer } from '../../components/ssr.js';
import { CATALOG, SHOP, startServer, type TestServer } from '../support/server.js';
import type { CatalogJson } from '../../src/server/index.js';

async function renderer(
  t: TestContext,
  catalog?: CatalogJson,
  nonce?: string,
): Promise<ServerRenderer & TestServer> {
  const shop = await startServer(t, catalog ? { catalog } : {});
  const made = createServerRenderer({
    ...{ fetch: shop.server.fetch, endpoint: '/store', url: `${SHOP}/tea.html` },
    ...(nonce && { nonce }),
  });
  t.after(() => made.close());
  return { ...shop, ...made };
}

describe('an element drawn on a server', () => {
  it('is the product with its title, price and choices, in declarative shadow DOM with its styles', async (t) => {
    const { element } = await renderer(t);
    const html = await element('store-product', { product: 'tea-bowl' }, '<a href="/tea-bowl">Tea bowl</a>');
    const [, inside = ''] =
      /^<store-product product="tea-bowl"><template shadowrootmode="open">(.*)<\/template><a href="\/tea-bowl">Tea bowl<\/a><\/store-product>$/s.exec(
        html,
      ) ?? [];
    assert.match(inside, /^<style>[^<]*:host[^<]*<\/style>/);
    assert.match(inside, /Tea bowl\s*<\/h3>/);
    assert.match(inside, /€28\.00/);
    assert.match(inside, /<option value="Indigo"[^>]*>\s*Indigo/);
    assert.doesNotMatch(inside, /<!--\/?lit-|<\?>/);
  });

  it('is the catalogue with its products, their prices and links, as the page’s address asks for it', async (t) => {
    const { element } = await renderer(t);
    const html = await element('store-catalog', { 'product-href': '/product.html?id={id}' });
    for (const title of ['Tea bowl', 'Green tea', 'Whisk']) assert.ok(html.includes(title), title);
    assert.match(html, /href="https:\/\/shop\.test\/product\.html\?id=tea-bowl"/);
    assert.match(html, /€19\.99/);
  });

  it('is a product as its own page shows it', async (t) => {
    const { element } = await renderer(t);
    const html = await element('store-product', { product: 'tea-bowl', full: true });
    assert.match(html, /class="full"/);
    assert.match(html, /Tea bowl, made by hand\./);
  });

  it('is only what stands inside it when its product can’t be had', async (t) => {
    const { element } = await renderer(t);
    assert.equal(
      await element('store-product', { product: 'nothing' }, '<a href="/all">All</a>'),
      '<store-product product="nothing"><a href="/all">All</a></store-product>',
    );
  });

  it('knows no shopper: a cart is the room of one, a button has its words', async (t) => {
    const { element } = await renderer(t);
    const cart = await element('store-cart', { 'checkout-href': '/checkout', readonly: false });
    assert.match(cart, /^<store-cart checkout-href="\/checkout">/);
    assert.match(cart, /skeleton/);
    assert.match(
      await element('store-cart-button', { href: '/cart' }),
      /<a[^>]* href="https:\/\/shop\.test\/cart"/,
    );
    assert.match(await element('store-add-to-cart', { sku: 'tea', disabled: true }), / disabled/);
  });

  it('puts the nonce on its styles, for a policy that wants one', async (t) => {
    const { element } = await renderer(t, undefined, 'n0"nce');
    assert.match(await element('store-cart'), /<style nonce="n0&#34;nce">/);
  });

  it('keeps a shop’s texts texts (T-02)', async (t) => {
    const hostile =
      '</template></style><script>alert(1)</script><!--lit-part--><img src=x onerror=alert(1)>"\'';
    const [bowl] = CATALOG.products;
    const { element } = await renderer(t, {
      ...CATALOG,
      products: [{ ...bowl!, title: hostile, options: [{ name: hostile, values: ['Indigo', 'Snow'] }],
        variants: bowl!.variants.map((variant) => ({ ...variant, options: { [hostile]: variant.title ?? '' } })) }],
    }); // prettier-ignore
    const html = await element('store-product', { product: 'tea-bowl', title: hostile });
    assert.equal(html.split('</template>').length, 2);
    assert.equal(html.split('</style>').length, 2);
    assert.doesNotMatch(html, /<script|<img src=x/);
    assert.ok(html.includes('&lt;!--lit-part--&gt;') || html.includes('&lt;!--lit-part-->'));
  });

  it('leaves no window behind on the server', async (t) => {
    const before = Reflect.ownKeys(globalThis);
    const { element } = await renderer(t);
    await element('store-product', { product: 'tea-bowl' });
    assert.deepEqual(Reflect.ownKeys(globalThis), before);
    assert.equal('location' in globalThis || 'document' in globalThis, false);
  });

  it('throws for what it can’t draw', async (t) => {
    const { element } = await renderer(t);
    await assert.rejects(element('store-checkout' as 'store-cart'), /a server draws .*not store-checkout/);
    await assert.rejects(element('constructor' as 'store-cart'), /not constructor/);
  });
});
