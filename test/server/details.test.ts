import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WireAdminOrder } from '../../src/api/wire-admin.js';
import type { WireConfig, WireOrder, WirePlacedOrder, WireProblem } from '../../src/api/wire.js';
import { newAdminKey, type ConsentRule, type OrderMessage } from '../../src/server/index.js';
import { ADDRESS, codeOf, newKey, startServer } from '../support/server.js';

const adminKey = newAdminKey();

const TERMS: ConsentRule = {
  id: 'terms',
  text: 'I accept the [terms].',
  link: '/terms.html',
  required: true,
  translations: { de: { text: 'Ich stimme den [Bedingungen] zu.', link: '/agb.html' } },
};
const NEWS: ConsentRule = { id: 'news', text: 'Write to me.' };
const YES = { id: 'terms', text: 'Ich stimme den [Bedingungen] zu.' };
const BILLING = { ...ADDRESS, full_name: 'Tea Ltd', address_country: 'US', address_region: 'OR' };

test('another address for the bill, a note and consents are kept with the order, and shown to the merchant only', async (t) => {
  const told: OrderMessage[] = [];
  const shop = await startServer(t, {
    options: {
      adminKeys: [adminKey],
      consents: [TERMS, NEWS],
      orderNote: true,
      onOrder: (message) => void told.push(message),
    },
  });
  const wish = await shop.wish(undefined, {
    billing_address: BILLING,
    note: ' Two\r\nlines ',
    consents: [YES],
  });
  const { status, body } = await shop.post<WirePlacedOrder>('/orders', wish, { key: newKey() });
  assert.equal(status, 201);
  const seen = await shop.get<WireOrder>(`/orders/${body.order.id}`, { token: body.token });
  for (const secret of ['Tea Ltd', 'lines', 'Bedingungen'])
    assert.ok(!seen.text.includes(secret), `a status call shows ${secret}`);
  const order = (
    await shop.get<WireAdminOrder>(`/admin/orders/${body.order.id}`, { token: adminKey, origin: null })
  ).body;
  assert.deepEqual(order.billing_address, BILLING);
  assert.equal(order.note, 'Two\nlines');
  assert.deepEqual(order.consents, [
    {
      ...{ id: 'terms', text: 'Ich stimme den [Bedingungen] zu.', link: '/agb.html', locale: 'de-DE' },
      agreed_at: '2026-11-23T12:00:00.000Z',
    },
  ]);
  await shop.server.deliver();
  assert.deepEqual(
    told.map(({ data }) => [data.order.note, data.order.consents.length]),
    [['Two\nlines', 1]],
  );
});

test('without them an order says so, plainly', async (t) => {
  const shop = await startServer(t, { options: { adminKeys: [adminKey] } });
  const { order } = await shop.place();
  const { body } = await shop.get<WireAdminOrder>(`/admin/orders/${order.id}`, {
    token: adminKey,
    origin: null,
  });
  assert.deepEqual([body.billing_address, body.note, body.consents], [null, null, []]);
  assert.ok(!('consents' in (await shop.get<WireConfig>('/config')).body));
});

test('nobody orders without what is required, or in words that are not the shop’s', async (t) => {
  const shop = await startServer(t, { options: { consents: [TERMS, NEWS] } });
  assert.deepEqual(
    (await shop.get<WireConfig>('/config')).body.consents?.map(({ id, required }) => [id, required]),
    [
      ['terms', true],
      ['news', false],
    ],
  );
  const attempt = async (consents: unknown): Promise<unknown[]> => {
    const wish = { ...(await shop.wish()), ...(consents !== undefined && { consents }) };
    const answer = await shop.post('/orders', wish, { key: newKey() });
    return [answer.status, codeOf(answer)];
  };
  const missing = [422, 'consent_missing'];
  assert.deepEqual(await attempt(undefined), missing);
  assert.deepEqual(await attempt([{ id: 'news', text: 'Write to me.' }]), missing);
  assert.deepEqual(await attempt([{ id: 'terms', text: 'I accept everything.' }]), missing);
  assert.deepEqual(await attempt([YES, { id: 'more', text: 'I accept the [terms].' }]), missing);
  assert.deepEqual(await attempt([{ ...YES, agreed: true }]), [400, 'request_invalid']);
  assert.equal((await shop.database.db.selectFrom('orders').select('id').execute()).length, 0);
  assert.deepEqual(await attempt([YES]), [201, undefined]);
});

test('T-14: the same key with another bill, note or consent is another request', async (t) => {
  const shop = await startServer(t, { options: { consents: [NEWS], orderNote: true } });
  const key = newKey();
  const wish = await shop.wish(undefined, { note: 'one' });
  const first = await shop.post<WirePlacedOrder>('/orders', wish, { key });
  assert.equal(first.status, 201);
  assert.deepEqual((await shop.post('/orders', wish, { key })).body, first.body);
  for (const other of [
    { note: 'two' },
    { billing_address: BILLING },
    { consents: [{ id: 'news', text: 'Write to me.' }] },
  ]) {
    const answer = await shop.post('/orders', { ...wish, ...other }, { key });
    assert.deepEqual([answer.status, codeOf(answer)], [409, 'key_reused'], JSON.stringify(other));
  }
});

test('an order that was placed is found by its key also after the shop asks for more', async (t) => {
  const shop = await startServer(t, { options: { consents: [NEWS] } });
  const key = newKey();
  const wish = await shop.wish();
  const { body } = await shop.post<WirePlacedOrder>('/orders', wish, { key });
  await shop.database.db.selectFrom('orders').select('id').execute();
  const again = await shop.post<WirePlacedOrder>('/orders', wish, { key });
  assert.deepEqual(again.body, body);
});

test('a note nobody reads is not taken, a long one neither; a card number in any of them is refused', async (t) => {
  const deaf = await startServer(t);
  const shop = await startServer(t, { options: { orderNote: true } });
  const attempt = async (to: typeof shop, more: object): Promise<string | undefined> =>
    codeOf(await to.post<WireProblem>('/orders', { ...(await to.wish()), ...more }, { key: newKey() }));
  assert.equal(await attempt(deaf, { note: 'hello' }), 'request_invalid');
  assert.equal(await attempt(shop, { note: 'x'.repeat(1001) }), 'request_invalid');
  assert.equal(await attempt(shop, { note: 'a\u202eb' }), 'request_invalid');
  assert.equal(await attempt(shop, { note: '4242 4242\n4242 4242' }), 'card_data_refused');
  assert.equal(
    await attempt(shop, { billing_address: { ...BILLING, full_name: '4242424242424242' } }),
    'card_data_refused',
  );
  assert.equal(await attempt(shop, { note: 'Ring twice.\nThank you.' }), undefined);
});

test('no true address is refused: without a city, a region or a postal code', async (t) => {
  const shop = await startServer(t);
  const wish = await shop.wish();
  const bare = { full_name: 'Aiko', street_address: '1 Raffles Place', address_country: 'DE' };
  const answer = await shop.post('/orders', { ...wish, shipping_address: bare }, { key: newKey() });
  assert.equal(answer.status, 201);
});

test('consents with a mistake are refused at the start, with the cure', async (t) => {
  const cases: readonly (readonly [ConsentRule[], RegExp])[] = [
    [[NEWS, NEWS], /two of the same id/],
    [[{ ...NEWS, id: 'No' }], /is no id/],
    [[{ ...NEWS, text: '' }], /needs a text/],
    [[{ ...NEWS, link: 'javascript:alert(1)' }], /begins with https/],
    [[{ ...NEWS, link: '//evil.example' }], /begins with https/],
    [[{ ...NEWS, translations: { 'not a tag': { text: 'x' } } }], /no language/],
  ];
  for (const [consents, cure] of cases) await assert.rejects(startServer(t, { options: { consents } }), cure);
});
