import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { createTransport } from 'nodemailer';
import { orderMail } from '../../demo/mail.js';
import type { WireOrderRequest, WirePlacedOrder } from '../../src/api/wire.js';
import { ADDRESS, CATALOG, newKey, startServer } from '../support/server.js';
import { startMailServer } from '../support/smtp.js';

const FROM = 'Tea & Co <shop@tea.example>';

async function mailingShop(t: TestContext, title = 'Green <b>tea</b> & "more"') {
  const server = await startMailServer(t);
  const transport = createTransport({ host: '127.0.0.1', port: server.port, ignoreTLS: true });
  t.after(() => transport.close());
  const catalog = {
    ...CATALOG,
    products: CATALOG.products.map((product) => (product.id === 'tea' ? { ...product, title } : product)),
  };
  const shop = await startServer(t, { catalog, options: { onOrder: orderMail({ transport, from: FROM }) } });
  const buy = async (changes: Partial<WireOrderRequest> = {}): Promise<WirePlacedOrder> => {
    const wish = await shop.wish({ tea: 2 }, changes);
    const { body, status } = await shop.post<WirePlacedOrder>('/orders', wish, { key: newKey() });
    assert.equal(status, 201);
    await shop.deliver(shop.says(body, 'paid'));
    return body;
  };
  return { server, shop, buy };
}

/** The decoded parts of a multipart/alternative mail, by content type. */
function partsOf(source: string): Map<string, string> {
  const [, boundary = ''] = /boundary="([^"]+)"/.exec(source) ?? [];
  const parts = source.split(`--${boundary}`).slice(1, -1);
  return new Map(
    parts.map((part) => {
      const [head = '', ...body] = part.trim().split('\r\n\r\n');
      const text = body.join('\r\n\r\n');
      const decoded = /base64/i.test(head)
        ? Buffer.from(text, 'base64').toString()
        : /quoted-printable/i.test(head)
          ? Buffer.from(
              text
                .replace(/=\r\n/g, '')
                .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
              'latin1',
            ).toString()
          : text;
      return [/content-type: ([^;\s]+)/i.exec(head)?.[1] ?? '', decoded];
    }),
  );
}

test('a paid order is confirmed by one e-mail, as text and as HTML, with everything escaped', async (t) => {
  const { server, shop, buy } = await mailingShop(t);
  const placed = await buy({
    shipping_address: { ...ADDRESS, full_name: 'Aiko <script>alert(1)</script>' },
  });
  assert.deepEqual(await shop.server.deliver(), { delivered: 2, failed: 0, dead: 0 });
  const [mail, ...more] = server.mails;
  assert.deepEqual(more, [], 'placed is not paid');
  assert.deepEqual([mail?.from, mail?.to], ['shop@tea.example', ['aiko@example.com']]);
  const parts = partsOf(mail!.source);
  const text = parts.get('text/plain') ?? '';
  const html = parts.get('text/html') ?? '';
  assert.match(text, /Order 1001 is paid/);
  assert.match(text, /2 × Green <b>tea<\/b> & "more": 25,00\s€/);
  assert.match(text, /Total: 29,90\s€/);
  assert.ok(text.includes(`https://shop.test/order.html?store_order=${placed.order.id}`));
  assert.ok(html.includes('2 × Green &lt;b&gt;tea&lt;/b&gt; &amp; &quot;more&quot;'));
  assert.ok(html.includes('Aiko &lt;script&gt;alert(1)&lt;/script&gt;'));
  assert.ok(html.includes(`<a href="https://shop.test/order.html?store_order=${placed.order.id}">`));
  assert.ok(!/<script|<b>tea/.test(html));
  assert.ok(!mail!.source.includes(placed.token));
});

test('I4: a mail that is sent again has the same Message-ID', async (t) => {
  const { server, shop, buy } = await mailingShop(t);
  await buy();
  await shop.server.deliver();
  await shop.database.db.updateTable('deliveries').set({ status: 'pending', next_at: 0 }).execute();
  await shop.server.deliver();
  const ids = server.mails.map(({ source }) => /^Message-ID: (.+)$/im.exec(source)?.[1]);
  assert.equal(ids.length, 2);
  assert.match(ids[0]!, /^<msg_[0-9a-z]{26}@tea\.example>$/);
  assert.equal(ids[0], ids[1]);
});

test('a mail server that is busy is asked again later', async (t) => {
  const { server, shop, buy } = await mailingShop(t);
  await buy();
  server.busy = 1;
  assert.deepEqual(await shop.server.deliver(), { delivered: 1, failed: 1, dead: 0 });
  assert.equal(server.mails.length, 0);
  shop.advance(6000);
  assert.deepEqual(await shop.server.deliver(), { delivered: 1, failed: 0, dead: 0 });
  assert.equal(server.mails.length, 1);
});

test('what a buyer types is neither a second address nor a header nor a reason to send nothing', async (t) => {
  const { server, shop, buy } = await mailingShop(t, 'Tea\r\nBcc: eve@evil.test');
  await buy({
    shipping_address: { ...ADDRESS, full_name: 'a@b.co>, <eve@evil.test' },
    locale: 'de-aaaa-bbbb-cccc', // has the form of a language tag, and is none
  });
  await shop.server.deliver();
  const [mail] = server.mails;
  assert.deepEqual(mail?.to, ['aiko@example.com']);
  const [head = ''] = mail.source.split('\r\n\r\n');
  assert.ok(!/^(bcc|cc):/im.test(head), head);
});

test('a sender without an address is refused at once', () => {
  assert.throws(() => orderMail({ transport: createTransport({}), from: 'Tea & Co' }), /`from`/);
});
