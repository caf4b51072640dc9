// `store-elements init` and `dev` from the packed package, without a network: a shop in an empty folder that takes an order.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { WireOrder, WirePlacedOrder, WireProduct, WireQuote } from '../../src/api/wire.js';
import { consumer } from '../support/packed.js';
import { newKey } from '../support/server.js';

describe('a new shop', () => {
  let project: string;
  let shop: string;
  let running: ChildProcess | undefined;
  before(async () => {
    project = await consumer();
    shop = join(project, 'shop');
  });
  after(async () => {
    if (running && running.exitCode === null) {
      const gone = new Promise((resolve) => running?.once('exit', resolve));
      running.kill();
      await gone;
    }
    rmSync(project, { recursive: true, force: true });
  });

  const bin = (): string => join(project, 'node_modules/store-elements/dist/src/cli/bin.js');
  async function program(...args: string[]): Promise<{ code: number | null; said: string }> {
    const child = spawn(process.execPath, [bin(), ...args], {
      cwd: project,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = Promise.all([child.stdout.toArray(), child.stderr.toArray()]);
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, said: (await said).flat().join('') };
  }

  /** Two neighbours that are free. */
  async function freePorts(): Promise<number> {
    for (;;) {
      const first = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => first.once('listening', resolve));
      const { port } = first.address() as AddressInfo;
      const next = createServer();
      const free = await new Promise<boolean>((resolve) => {
        next.once('error', () => resolve(false)).listen(port + 1, '127.0.0.1', () => resolve(true));
      });
      await Promise.all([first, next].map((each) => new Promise((resolve) => each.close(resolve))));
      if (free) return port;
    }
  }

  it('is written into an empty folder, and never over anything', async () => {
    mkdirSync(join(project, 'full'));
    writeFileSync(join(project, 'full/index.html'), 'mine');
    const refused = await program('init', 'full');
    assert.equal(refused.code, 3);
    assert.match(refused.said, /is not empty \(index\.html…\): nothing was written/);
    assert.deepEqual(readdirSync(join(project, 'full')), ['index.html']);
    const { code, said } = await program('init', 'shop', '--name', 'Tea & "Co" <b>', '--currency', 'EUR', '--country', 'DE');
    assert.equal(code, 0, said);
    for (const file of ['package.json', 'catalog.json', 'shop.js', 'server.js', 'public/index.html', 'public/checkout.html', 'public/order.html'])
      assert.ok(existsSync(join(shop, file)), file);
    assert.match(readFileSync(join(shop, 'public/index.html'), 'utf8'), /<h1>Tea &amp; &quot;Co&quot; &lt;b&gt;<\/h1>/);
    const { dependencies } = JSON.parse(readFileSync(join(shop, 'package.json'), 'utf8')) as { dependencies: object };
    assert.deepEqual(Object.keys(dependencies).sort(), ['@hono/node-server', 'hono', 'store-elements']);
    assert.equal((await program('init', 'shop')).code, 3);
    assert.equal((await program('init', 'other', '--currency', 'euro')).code, 2);
  }); // prettier-ignore

  it('sells: pages with their headers and files, a quote, an order; and follows its catalogue', async () => {
    const port = await freePorts();
    const dev = spawn(process.execPath, [bin(), 'dev', 'shop', '--port', String(port)], { cwd: project, stdio: ['ignore', 'pipe', 'pipe'] });
    running = dev;
    let said = '';
    const heard = async (pattern: RegExp, times = 1): Promise<void> => {
      while ([...said.matchAll(new RegExp(pattern, 'g'))].length < times)
        await new Promise<void>((resolve, reject) => {
          dev.stdout.once('data', () => resolve());
          dev.stderr.once('data', () => resolve());
          dev.once('exit', () => reject(new Error(said)));
        });
    };
    for (const stream of [dev.stdout, dev.stderr]) stream.on('data', (data) => (said += String(data)));
    const site = `http://localhost:${port}`;
    await heard(/Tea & "Co"/);

    const home = await fetch(`${site}/`);
    assert.equal(home.status, 200);
    assert.match(home.headers.get('content-security-policy') ?? '', new RegExp(`frame-src [^;]*http://127.0.0.1:${port + 1}`));
    const page = await home.text();
    for (const [, address] of page.matchAll(/(?:src|href)="(\/[^"#]+\.(?:js|css|svg))"/g))
      assert.equal((await fetch(`${site}${address}`)).status, 200, address);

    const { image } = (await (await fetch(`${site}/store/products/green-tea`)).json()) as WireProduct;
    assert.match((await fetch(`${site}${image?.url ?? ''}`)).headers.get('content-type') ?? '', /^image\/svg/);

    const post = async <T>(path: string, body: object, headers: Record<string, string> = {}): Promise<T> => {
      const answer = await fetch(`${site}/store${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
      assert.ok(answer.ok, await answer.clone().text());
      return (await answer.json()) as T;
    };
    const line_items = [{ item: { id: 'tea-bowl' }, quantity: 2 }];
    const fulfillment = { country: 'DE', option_id: 'post' };
    const quote = await post<WireQuote>('/quotes', { line_items, fulfillment });
    const shipping_address = { full_name: 'Ana Reyes', street_address: 'Teeweg 5', address_locality: 'Köln', postal_code: '50667', address_country: 'DE' };
    const order = { line_items, fulfillment, quote_hash: quote.hash, shipping_address, buyer: { email: 'ana@example.com' }, gateway: 'sandbox' };
    const placed = await post<WirePlacedOrder>('/orders', order, { 'idempotency-key': newKey() });
    assert.equal(placed.order.totals.find(({ type }) => type === 'total')?.amount, 2 * 3400 + 600);
    assert.equal(placed.next.type, 'confirm');
    const shown = await fetch(`${site}/store/orders/${placed.order.id}`, { headers: { authorization: `Bearer ${placed.token}` } });
    assert.equal(((await shown.json()) as WireOrder).payment_status, 'processing');

    const catalog = readFileSync(join(shop, 'catalog.json'), 'utf8');
    writeFileSync(join(shop, 'catalog.json'), catalog.replace('3400', '3500'));
    await heard(/Tea & "Co"/, 2);
    const product = (await (await fetch(`${site}/store/products/tea-bowl`)).json()) as WireProduct;
    assert.equal(product.variants[0]?.price, 3500);
    const kept = await fetch(`${site}/store/orders/${placed.order.id}`, { headers: { authorization: `Bearer ${placed.token}` } });
    assert.equal(kept.status, 200, 'the order is still there');

    const copied = await program('backup', '--database', 'shop/data/store.sqlite');
    assert.equal(copied.code, 0, copied.said);
    assert.match(copied.said, /Whole; 1 orders/);
    const taken = await program('dev', 'shop', '--port', String(port));
    assert.deepEqual([taken.code, /Port \d+ is in use/.test(taken.said)], [3, true]);
  }); // prettier-ignore

  it('is nothing without a server.js, and says what to do', async () => {
    const { code, said } = await program('dev', 'nowhere');
    assert.deepEqual([code, /There is no server\.js .* "store-elements init"/.test(said)], [3, true]);
  });
});
