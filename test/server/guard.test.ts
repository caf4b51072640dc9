import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { WireProblem } from '../../src/api/wire.js';
import { ERRORS } from '../../src/errors.js';
import { codeOf, lineItems, newKey, startServer, type Ask } from '../support/server.js';

const CART = { line_items: lineItems({ tea: 1 }) };

test('PCI-4: plain HTTP is refused, never redirected, and nothing is read or set', async (t) => {
  const shop = await startServer(t);
  const base = 'http://shop.test/store';
  const key = newKey();
  const answers = [
    await shop.get('/config', { base }),
    await shop.post('/quotes', CART, { base }),
    await shop.post('/orders', await shop.wish(), { base, key }),
    await shop.send('POST', '/callbacks/paper', '[]', { base, origin: null }),
    await shop.get('/config', { base, headers: { 'x-forwarded-proto': 'https' } }), // not trusted unless told so
  ];
  for (const answer of answers) {
    assert.deepEqual([answer.status, codeOf(answer)], [403, 'insecure_request']);
    assert.ok(!answer.headers.has('location') && !answer.headers.has('set-cookie'));
  }
  assert.deepEqual(await shop.database.db.selectFrom('orders').select('id').execute(), []);
});

test('PCI-4: this machine is excepted, and only this machine', async (t) => {
  const shop = await startServer(t);
  for (const host of ['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'shop.localhost']) {
    assert.equal((await shop.get('/config', { base: `http://${host}/store` })).status, 200, host);
  }
  for (const host of ['localhost.evil.test', '127.0.0.1.evil.test', '10.0.0.1', '0.0.0.0', 'notlocalhost']) {
    assert.equal((await shop.get('/config', { base: `http://${host}/store` })).status, 403, host);
  }
});

test('PCI-4: behind a trusted proxy its word counts, and every word of it', async (t) => {
  const shop = await startServer(t, { options: { trustProxy: true } });
  const status = async (proto: string | undefined, base = 'http://shop.test/store'): Promise<number> =>
    (
      await shop.get('/config', {
        base,
        ...(proto !== undefined && { headers: { 'x-forwarded-proto': proto } }),
      })
    ).status;
  assert.equal(await status('https'), 200);
  assert.equal(await status('HTTPS, https'), 200);
  assert.equal(await status('http'), 403);
  assert.equal(await status('https, http'), 403);
  assert.equal(await status(undefined), 403);
  assert.equal(await status('http', 'https://shop.test/store'), 403);
  // As nginx asks by default: the proxy is on this machine, its client is not.
  assert.equal(await status('http', 'http://localhost:3000/store'), 403);
  assert.equal(await status('https', 'http://localhost:3000/store'), 200);
  assert.equal(await status(undefined, 'http://localhost:3000/store'), 200);
});

test('T-18: only the websites on the list may call, each by its exact origin', async (t) => {
  const shop = await startServer(t, {
    options: { allowedOrigins: ['https://shop.test', 'https://www.shop.test:8443'] },
  });
  for (const origin of ['https://shop.test', 'https://www.shop.test:8443']) {
    const { status, headers } = await shop.post('/quotes', CART, { origin });
    assert.deepEqual([status, headers.get('access-control-allow-origin')], [200, origin]);
    assert.match(headers.get('vary') ?? '', /Origin/);
    assert.ok(!headers.has('access-control-allow-credentials'));
  }
  const foreign = [
    'null', '*', 'https://evil.test', 'http://shop.test', 'https://shop.test:444', 'https://shop.test.evil.test',
    'https://evilshop.test', 'https://www.shop.test', 'https://SHOP.test', 'https://shop.test/',
  ]; // prettier-ignore
  for (const origin of foreign) {
    for (const answer of [
      await shop.post('/quotes', CART, { origin }),
      await shop.get('/config', { origin }),
    ]) {
      assert.deepEqual([answer.status, codeOf(answer)], [403, 'origin_refused'], origin);
      assert.ok(!answer.headers.has('access-control-allow-origin'));
    }
  }
});

test('T-18: a program without an Origin may call; a browser that another site is behind may not', async (t) => {
  const shop = await startServer(t);
  const post = async (headers: Record<string, string>): Promise<number> =>
    (await shop.post('/quotes', CART, { origin: null, headers })).status;
  assert.equal(await post({}), 200);
  assert.equal(await post({ 'sec-fetch-site': 'same-origin' }), 200);
  assert.equal(await post({ 'sec-fetch-site': 'cross-site' }), 403);
  assert.equal(await post({ 'sec-fetch-site': 'same-site' }), 403);
});

test('T-18: forms of other sites cannot post: JSON content type only', async (t) => {
  const shop = await startServer(t);
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    '',
    'application/json; charset=latin1',
    'text/json',
  ]) {
    const answer = await shop.post('/quotes', CART, { headers: { 'content-type': type } });
    assert.deepEqual([answer.status, codeOf(answer)], [415, 'request_invalid'], type);
  }
  for (const type of ['application/json;charset=UTF-8', 'Application/JSON']) {
    assert.equal((await shop.post('/quotes', CART, { headers: { 'content-type': type } })).status, 200, type);
  }
});

test('T-18: a gateway’s callback is judged by its signature, wherever it says it comes from', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place();
  const { headers, body } = shop.gateway.sign([shop.says(placed, 'paid')]);
  const answer = await shop.send('POST', '/callbacks/paper', body, {
    headers,
    origin: 'https://paper.example',
  });
  assert.equal(answer.status, 200);
  assert.ok(!answer.headers.has('access-control-allow-origin'));
});

test('T-18: a preflight is answered for the sites on the list', async (t) => {
  const shop = await startServer(t);
  const ask = (origin: string): Ask => ({
    origin,
    headers: {
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,idempotency-key',
    },
  });
  const { status, headers } = await shop.send('OPTIONS', '/orders', undefined, ask('https://shop.test'));
  assert.equal(status, 204);
  assert.equal(headers.get('access-control-allow-origin'), 'https://shop.test');
  assert.equal(headers.get('access-control-allow-methods'), 'GET, POST');
  assert.equal(
    headers.get('access-control-allow-headers'),
    'authorization, content-type, human-token, idempotency-key',
  );
  const refused = await shop.send('OPTIONS', '/orders', undefined, ask('https://evil.test'));
  assert.equal(refused.status, 403);
  assert.ok(!refused.headers.has('access-control-allow-origin'));
});

test('every answer says that it is data, not to be kept, and to come back over HTTPS', async (t) => {
  const shop = await startServer(t);
  for (const answer of [await shop.get('/config'), await shop.get('/none'), await shop.post('/orders', {})]) {
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/);
    assert.equal(answer.headers.get('strict-transport-security'), 'max-age=31536000');
    assert.ok(!answer.headers.has('set-cookie'));
  }
});

test('T-16: no header moves the addresses the server makes', async (t) => {
  const shop = await startServer(t);
  const headers = {
    host: 'evil.test',
    'x-forwarded-host': 'evil.test',
    referer: 'https://evil.test/',
    forwarded: 'host=evil.test',
  };
  const answer = await shop.post('/orders', await shop.wish(), {
    key: newKey(),
    headers,
    base: 'https://evil.test/store',
  });
  assert.equal(answer.status, 201);
  assert.match(
    shop.gateway.calls[0]!.attempt.returnUrl,
    /^https:\/\/shop\.test\/order\.html\?store_order=ord_/,
  );
  assert.ok(!answer.text.includes('evil'));
});

test('addresses and methods there are none of: 404 and 405, as problems', async (t) => {
  const shop = await startServer(t);
  for (const path of ['/', '/nothing', '/orders/x/y', '/products/a/b']) {
    const answer = await shop.get(path);
    assert.deepEqual([answer.status, codeOf(answer)], [404, 'not_found'], path);
  }
  assert.equal((await shop.get('', { base: 'https://shop.test/elsewhere' })).status, 404);
  for (const [method, path, allow] of [
    ['GET', '/quotes', 'POST'],
    ['DELETE', '/orders/ord_1', 'GET'],
    ['PUT', '/orders', 'POST'],
    ['POST', '/config', 'GET'],
    ['PATCH', '/callbacks/paper', 'POST'],
  ] as const) {
    const answer = await shop.send(method, path, undefined);
    assert.deepEqual([answer.status, answer.headers.get('allow')], [405, allow], `${method} ${path}`);
  }
  assert.equal((await shop.send('HEAD', '/config', undefined)).status, 200);
});

test('a problem is RFC 9457 with a code of the table', async (t) => {
  const shop = await startServer(t);
  const { status, headers, body } = await shop.post<WireProblem>('/quotes', {
    line_items: [{ item: { id: 'tea' }, quantity: 0 }],
  });
  assert.equal(headers.get('content-type'), 'application/problem+json');
  assert.deepEqual(
    [body.status, body.code, body.type, body.title],
    [status, 'request_invalid', 'urn:store-elements:error:request_invalid', ERRORS.request_invalid.summary],
  );
  assert.deepEqual(
    body.errors?.map(({ path }) => path),
    ['$.line_items[0].quantity'],
  );
});

test('T-27: a body over 64 KB is cut off while it comes, also without a length', async (t) => {
  const shop = await startServer(t);
  const sent = { chunks: 0 };
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent.chunks += 1;
      if (sent.chunks > 640)
        controller.close(); // 10 MB
      else controller.enqueue(new Uint8Array(16_384).fill(0x20));
    },
  });
  for (const path of ['/quotes', '/orders', '/callbacks/paper']) {
    sent.chunks = 0;
    const answer = await shop.send('POST', path, path === '/quotes' ? stream : ' '.repeat(10_000_000), {
      key: newKey(),
    });
    assert.deepEqual([answer.status, codeOf(answer)], [413, 'too_large'], path);
    if (path === '/quotes') assert.ok(sent.chunks < 10, `${sent.chunks} chunks were read`);
  }
  const lying = await shop.send('POST', '/quotes', '{}', { headers: { 'content-length': '99999999' } });
  assert.equal(lying.status, 413);
});

test('T-27: malformed, mistyped and monstrous JSON is a 400, never a 500', async (t) => {
  const shop = await startServer(t);
  const deep = (depth: number, open: string, close: string): string =>
    open.repeat(depth) + '1' + close.repeat(depth);
  const bodies: (string | Uint8Array<ArrayBuffer>)[] = [
    '', ' ', 'null', 'true', '1', '"x"', '[]', '{', '{"line_items":', '{"line_items":[}', "{'line_items':[]}", '\ufeff{}',
    '{"line_items":[],}', 'NaN', '{"line_items":1e999}', '{"line_items":{}}', '{"line_items":null}',
    '{"line_items":[null]}', '{"line_items":[{"item":"tea","quantity":1}]}', deep(40, '[', ']'), deep(30_000, '[', ']'),
    deep(10_000, '{"a":', '}'), '\u0000', new Uint8Array([0xff, 0xfe, 0x00]), new Uint8Array([0x22, 0xc3, 0x28, 0x22]),
    '{"line_items":[],"line_items":[]}', '{"line_items":[],"line\\u005fitems":[]}',
    '{"line_items":[{"item":{"id":"tea"},"quantity":1,"quantity":5}]}',
  ]; // prettier-ignore
  for (const body of bodies) {
    for (const path of ['/quotes', '/orders']) {
      const answer = await shop.send('POST', path, body, { key: newKey() });
      assert.deepEqual([answer.status, codeOf(answer)], [400, 'request_invalid'], String(body).slice(0, 60));
    }
  }
  assert.ok(shop.logs.every(({ level }) => level === 'info'));
});

test('T-27: text that is no UTF-8 is refused, not mended', async (t) => {
  const shop = await startServer(t);
  const body = Uint8Array.from('{"line_items":[{"item":{"id":"te\xffa"},"quantity":1}]}', (char) =>
    char.charCodeAt(0),
  );
  assert.equal(codeOf(await shop.send('POST', '/quotes', body)), 'request_invalid');
});

test('T-04: keys that reach for a prototype are refused, and none is polluted', async (t) => {
  const shop = await startServer(t);
  for (const body of [
    '{"__proto__":{"polluted":1},"line_items":[]}',
    '{"constructor":{"polluted":1},"line_items":[]}',
    '{"line_items":[],"prototype":{"polluted":1}}',
    '{"line_items":[{"item":{"id":"tea","__proto__":{"price":1}},"quantity":1}]}',
    '{"line_items":[],"fulfillment":{"\\u005f_proto__":{"country":"DE"}}}',
  ]) {
    const answer = await shop.send<WireProblem>('POST', '/quotes', body);
    assert.deepEqual([answer.status, codeOf(answer)], [400, 'request_invalid'], body);
    assert.equal(answer.body.detail, 'The body has a key that is not allowed.');
  }
  assert.equal(({} as { polluted?: number }).polluted, undefined);
  assert.equal((await shop.quote({ __proto__x: 1, constructor: 1, toString: 1 })).messages.length, 3);
});

test('texts: too long, empty, with control characters or direction marks are refused, spaces around them dropped', async (t) => {
  const shop = await startServer(t);
  const wish = await shop.wish();
  const bad = ['', '   ', 'x'.repeat(121), 'a\u0000b', 'a\nb', 'a\u202eb', 'a\u2028b', 'a\u009bb'];
  for (const full_name of bad) {
    const body = { ...wish, shipping_address: { ...wish.shipping_address, full_name } };
    const answer = await shop.post<WireProblem>('/orders', body, { key: newKey() });
    assert.deepEqual(
      [answer.status, answer.body.errors?.[0]?.path],
      [400, '$.shipping_address.full_name'],
      JSON.stringify(full_name),
    );
  }
  const body = { ...wish, shipping_address: { ...wish.shipping_address, full_name: '  Aiko  ' } };
  await shop.post('/orders', body, { key: newKey() });
  const row = await shop.database.db.selectFrom('orders').select('address').executeTakeFirstOrThrow();
  assert.equal((JSON.parse(row.address) as { full_name: string }).full_name, 'Aiko');
});

test('T-26: e-mail addresses: what can be delivered to is taken, and none takes long to refuse', async (t) => {
  const shop = await startServer(t);
  const wish = await shop.wish();
  const status = async (email: string): Promise<number> =>
    (await shop.post('/orders', { ...wish, buyer: { email } }, { key: newKey() })).status;
  for (const email of [
    'a@b.co',
    'first.last+tag@sub.example.com',
    "o'neil@example.ie",
    'ähm@müller.example',
    '1@2.3a',
  ]) {
    assert.equal(await status(email), 201, email);
  }
  for (const email of [
    '',
    'a',
    '@b.co',
    'a@',
    'a@b',
    'a@b..co',
    'a@-b.co',
    'a b@c.de',
    'a@b.co, c@d.co',
    'a@b@c.de',
    'a@b.co\u0000',
    `${'a'.repeat(65)}@b.co`,
    `a@${'b.'.repeat(150)}co`,
    '<a@b.co>',
  ]) {
    assert.equal(await status(email), 400, email);
  }
  const began = process.hrtime.bigint();
  for (const email of [
    'a'.repeat(60_000),
    `a@${'a.'.repeat(30_000)}`,
    'a@'.repeat(30_000),
    `a@${'a-'.repeat(30_000)}!`,
  ]) {
    assert.equal(await status(email), 400);
  }
  assert.ok(process.hrtime.bigint() - began < 2_000_000_000n);
});

test('what is in the address is never taken for more than it is', async (t) => {
  const shop = await startServer(t);
  for (const path of [
    '/products/%00',
    '/products/..%2f..%2fetc',
    '/products/%',
    `/products/${'x'.repeat(5000)}`,
    '/orders/%27%20or%201=1',
    '/products/%E0%A4%A',
  ]) {
    const { status } = await shop.get(path, { token: 'x'.repeat(43) });
    assert.equal(status, 404, path);
  }
});

test('GET /health says ok while the database answers, also over plain HTTP', async (t) => {
  const shop = await startServer(t);
  const base = 'http://10.0.0.7:3000/store';
  assert.deepEqual((await shop.get('/health', { base, origin: null })).body, { status: 'ok' });
  await sql`drop table counters`.execute(shop.database.db);
  assert.ok((await shop.get('/health', { base, origin: null })).status >= 500);
});
