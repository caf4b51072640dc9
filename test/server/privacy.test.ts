import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WireProblem } from '../../src/api/wire.js';
import { StoreError } from '../../src/errors.js';
import { blacken, consoleLogger, createLog } from '../../src/server/log.js';
import { codeOf, newKey, startServer } from '../support/server.js';

const PAN = '4242424242424242';

test('PCI-3: a card number in any field, key or number of any request is refused before anything is kept', async (t) => {
  const shop = await startServer(t, { tokens: true });
  const wish = await shop.wish();
  const { order, payment, token } = await shop.place();
  const spaced = '4242 4242 4242 4242';
  const dashed = '4242-4242-4242-4242';
  const address = wish.shipping_address;
  const bodies: unknown[] = [
    { ...wish, buyer: { email: `${PAN}@example.com` } },
    { ...wish, buyer: { ...wish.buyer, phone: PAN } },
    { ...wish, shipping_address: { ...address, full_name: spaced } },
    { ...wish, shipping_address: { ...address, street_address: `c/o ${dashed}` } },
    { ...wish, shipping_address: { ...address, extended_address: PAN } },
    { ...wish, shipping_address: { ...address, postal_code: spaced } },
    { ...wish, locale: PAN },
    { ...wish, gateway: PAN },
    { ...wish, quote_hash: PAN },
    { ...wish, line_items: [{ item: { id: PAN }, quantity: 1 }] },
    { ...wish, line_items: [{ item: { id: 'tea' }, quantity: Number(PAN) }] },
    { ...wish, fulfillment: { country: 'DE', option_id: dashed } },
    { ...wish, note: { deep: [[{ er: spaced }]] } },
    { ...wish, [PAN]: 1 },
    { ...wish, cvc: '123' },
    { ...wish, payment: { card_number: 'none', exp: '12/30' } },
    { ...wish, shipping_address: { ...address, card: { securityCode: 1 } } },
  ];
  for (const body of bodies) {
    const answer = await shop.post<WireProblem>('/orders', body, { key: newKey() });
    assert.deepEqual([answer.status, codeOf(answer)], [422, 'card_data_refused'], JSON.stringify(body));
    assert.ok(!/\d{12}/.test(answer.text.replaceAll(' ', '')), answer.text);
  }
  const huge = JSON.stringify(wish).replace('"quantity":2', '"quantity":6205500000000000004');
  const others = [
    await shop.send('POST', '/orders', huge, { key: newKey() }),
    await shop.post('/quotes', { line_items: [], note: PAN }),
    await shop.post('/quotes', { line_items: [], fulfillment: { country: spaced } }),
    await shop.post(`/orders/${order.id}/payments`, { gateway: PAN }, { token, key: newKey() }),
    await shop.post(`/orders/${order.id}/payments/${payment.id}/submit`, { token: PAN }, { token }),
    await shop.post('/orders', wish, { key: `order-${PAN}-of-the-twenty-third` }),
    await shop.get(`/products/${PAN}`),
    await shop.get(`/products/tea?note=${PAN}`),
    await shop.get(`/products/tea?note=${encodeURIComponent(spaced)}`),
    await shop.get(`/products/tea?${PAN}=1`),
    await shop.get('/products/tea?cvv=123'),
    await shop.get(`/nothing/${PAN}`),
  ];
  for (const [index, answer] of others.entries()) {
    assert.deepEqual([answer.status, codeOf(answer)], [422, 'card_data_refused'], String(index));
    assert.ok(!answer.text.includes(PAN));
  }
  const kept = (await shop.files.kept()) + JSON.stringify(shop.logs);
  for (const text of [PAN, spaced, dashed, '6205500000000000004']) assert.ok(!kept.includes(text), text);
  assert.equal(shop.gateway.calls.length, 1);
});

test('PCI-3: a phone number with a plus, a long postcode and an umlaut are nobody’s card', async (t) => {
  const shop = await startServer(t);
  const wish = await shop.wish();
  const body = {
    ...wish,
    buyer: { ...wish.buyer, phone: '+49 424 2424242424' },
    shipping_address: { ...wish.shipping_address, postal_code: '12345-6789' },
  };
  assert.equal((await shop.post('/orders', body, { key: newKey() })).status, 201);
});

test('T-22, I7: no card number, secret, key, token or personal word reaches log or database from anywhere', async (t) => {
  const shop = await startServer(t, { tokens: true });
  const secret = 'sk_live_51CanaryCanaryCanary';
  const canary = 'Canarina Kanarienvogel';
  const key = newKey();
  const headers = {
    'user-agent': `card ${PAN}`,
    'x-note': PAN,
    cookie: `pan=${PAN}`,
    referer: `https://x.test/?c=${PAN}`,
    'accept-language': PAN,
  };
  const wish = await shop.wish();
  const personal = {
    ...wish,
    buyer: { email: 'canarina@kanaren.example', phone: '+491701234567' },
    shipping_address: { ...wish.shipping_address, full_name: canary },
  };
  const cause = new Error(`${secret} was refused for canarina@kanaren.example, card ${PAN}`, {
    cause: `pi_1_secret_canary ${PAN}`,
  });
  shop.gateway.script.push(
    { method: 'start', what: cause },
    { method: 'start', what: new StoreError('gateway_failed', `${secret} ${PAN}`, { cause }) },
    { method: 'submit', what: new TypeError(`tok_canary ${PAN}`) },
  );
  const first = await shop.post('/orders', personal, { key, headers });
  const second = await shop.post('/orders', personal, { key, headers });
  const { body } = await shop.post<{ order: { id: string }; payment: { id: string }; token: string }>(
    '/orders',
    personal,
    { key, headers },
  );
  const third = await shop.post(
    `/orders/${body.order.id}/payments/${body.payment.id}/submit`,
    { token: 'tok_canary' },
    { token: body.token, headers },
  );
  assert.deepEqual([first.status, second.status, third.status], [502, 502, 502]);
  shop.gateway.verifyCallback = () => {
    throw new Error(`${canary} ${PAN} ${secret}`);
  };
  const fourth = await shop.send('POST', '/callbacks/paper', `{"note":"${canary} ${PAN}"}`, {
    origin: null,
    headers,
  });
  await shop.get(`/orders/${body.order.id}`, { token: body.token, headers });
  const logged = JSON.stringify(shop.logs);
  const answered = [first, second, third, fourth].map(({ text }) => text).join('\n');
  for (const text of [PAN, secret, 'canarina@', 'tok_canary', 'secret_canary', key, body.token]) {
    assert.ok(!logged.includes(text), `log: ${text}`);
    assert.ok(!answered.includes(text), `answers: ${text}`);
  }
  const kept = await shop.files.kept();
  assert.ok(kept.includes(body.order.id));
  for (const text of [PAN, secret, 'tok_canary', key, body.token])
    assert.ok(!kept.includes(text), `disk: ${text}`);
  assert.ok(!/\+491701234567|Teeweg|50667/.test(logged));
});

test('T-22: a log record has fields of a fixed list and routes instead of addresses', async (t) => {
  const shop = await startServer(t);
  const { order, token } = await shop.place();
  await shop.get(`/orders/${order.id}`, { token });
  const requests = shop.logs.filter(({ event }) => event === 'request');
  assert.deepEqual(requests.at(-1), {
    level: 'info',
    event: 'request',
    time: '2026-11-23T12:00:00.000Z',
    method: 'GET',
    route: '/orders/:id',
    status: 200,
    ms: 0,
  });
});

test('a failure inside is told by its number only, and the log has the rest under it', async (t) => {
  const shop = await startServer(t);
  await shop.get('/config');
  await shop.database.db.schema.alterTable('variants').renameTo('elsewhere').execute();
  const answer = await shop.get<WireProblem>('/products');
  assert.deepEqual([answer.status, codeOf(answer)], [500, 'server_failed']);
  const [, fault] = /(err_[0-9a-z]{26})/.exec(answer.body.detail ?? '') ?? [];
  assert.ok(!/variants|sql|table/i.test(answer.text));
  const logged = shop.logs.find((record) => record.fault === fault);
  assert.equal(logged?.level, 'error');
  assert.match(logged.error?.[0]?.message ?? '', /no such table|does not exist/);
  assert.ok((logged.error?.[0]?.at.length ?? 0) > 0);
});

test('a logger that throws breaks no payment', async (t) => {
  const shop = await startServer(t, {
    options: {
      logger: () => {
        throw new Error('log disk full');
      },
    },
  });
  assert.equal((await shop.place()).order.payment_status, 'processing');
});

test('T-22: messages of errors are blackened', () => {
  assert.equal(blacken('mail a.b@example.com about 123456789'), 'mail [e-mail] about [digits]');
  assert.equal(blacken('key sk_test_abc123 and whsec_abc'), 'key [key] and [key]');
  assert.equal(blacken('pi_3X_secret_9'), '[secret]');
  assert.equal(blacken(`card ${PAN}`), '[held what looks like card data]');
  assert.equal(blacken('SQLITE_BUSY: database is locked'), 'SQLITE_BUSY: database is locked');
});

test('T-29: nothing that gets into a record makes a line of its own, or an order to a terminal', (t) => {
  const lines: string[] = [];
  t.mock.method(console, 'error', (line: string) => void lines.push(line));
  const evil = 'a\n{"level":"error"}\r\u001b[2J\u009b31m\u2028\u2029\u0085\u0000\u007f"';
  createLog(consoleLogger, () => 0).warn('request_failed', { order: evil, error: new Error(evil) });
  assert.equal(lines.length, 1);
  const [line = ''] = lines;
  assert.match(line, /^[\u0020-\u007e]+$/);
  assert.equal((JSON.parse(line) as { order: string }).order, evil);
});
