import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ERRORS, type ErrorCode } from '../../src/errors.js';
import { MESSAGE_TYPES, type OrderMessage } from '../../src/server/index.js';
import { failuresOf } from '../../src/server/openapi.js';
import { ROUTES } from '../../src/server/routes.js';
import { checkAnswer, DOCUMENT, type OpenApiDocument } from '../support/contract.js';
import { breaches, type Schema } from '../support/json-schema.js';
import { startServer } from '../support/server.js';

const root = DOCUMENT as unknown as Schema;

test('GET /openapi.json serves the document, with the store’s own base path', async (t) => {
  const shop = await startServer(t, { options: { basePath: '/api/shop' } });
  const { body } = await shop.get<OpenApiDocument & { servers: { url: string }[] }>('/openapi.json', {
    base: 'https://shop.test/api/shop',
  });
  assert.equal(body.openapi, '3.1.1');
  assert.deepEqual(body.servers, [{ url: '/api/shop' }]);
  assert.deepEqual(body.paths, JSON.parse(JSON.stringify(DOCUMENT.paths)));
});

test('every route is described, every reference leads somewhere, and no two operations are one', () => {
  const operations = Object.entries(DOCUMENT.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  );
  assert.deepEqual(operations.sort(), ROUTES.map(({ method, path }) => `${method} ${path}`).sort());
  const names = Object.values(DOCUMENT.paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  assert.equal(new Set(names).size, ROUTES.length);
  assert.ok(
    names.includes('postOrdersIdPayments') && names.every((name) => /^[a-z][A-Za-z]+$/.test(name)),
    String(names),
  );
  const text = JSON.stringify(DOCUMENT);
  for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g))
    assert.ok(DOCUMENT.components.schemas[name!], name);
  for (const name of Object.keys(DOCUMENT.components.schemas))
    assert.ok(text.includes(`"#/components/schemas/${name}"`), `${name} is used nowhere`);
  assert.ok(!/readOnly|\$schema"|\$id/.test(text));
});

test('every error is a problem of the table, with its codes listed for each route and status', () => {
  for (const route of ROUTES) {
    for (const [status, codes] of failuresOf(route)) {
      assert.ok(status >= 400 && status < 600, `${route.path} ${status}`);
      assert.ok(
        codes.every((code) => Object.hasOwn(ERRORS, code)),
        route.path,
      );
    }
  }
  const all = new Set(ROUTES.flatMap((route) => [...failuresOf(route).values()].flat()));
  const fromServer = (Object.entries(ERRORS) as [ErrorCode, { origin: string }][])
    .filter(([code, { origin }]) => origin === 'server' || code.startsWith('gateway_'))
    .map(([code]) => code);
  // Those of the page alone.
  const elsewhere = ['server_answer', 'gateway_blocked'];
  assert.deepEqual(
    fromServer.filter((code) => !all.has(code)),
    fromServer.filter((code) => elsewhere.includes(code)),
  );
});

test('the messages of the outbox are those the document describes', async (t) => {
  assert.deepEqual(Object.keys(DOCUMENT.webhooks).sort(), Object.keys(MESSAGE_TYPES).sort());
  const told: OrderMessage[] = [];
  const shop = await startServer(t, { options: { onOrder: (message) => void told.push(message) } });
  const placed = await shop.place({ tea: 2, 'bowl-indigo': 1 });
  await shop.deliver(shop.says(placed, 'paid'));
  await shop.server.deliver();
  assert.equal(told.length, 2);
  for (const message of told) {
    const schema = DOCUMENT.webhooks[message.type]!.post.requestBody!.content['application/json']!.schema!;
    assert.deepEqual(breaches(root, schema, message), []);
    const other = DOCUMENT.webhooks['order.lost']!.post.requestBody!.content['application/json']!.schema!;
    assert.notDeepEqual(breaches(root, other, message), []);
  }
});

test('the check that all server tests go through can fail: status, type, code, a member too many or too few', async (t) => {
  const shop = await startServer(t);
  const config = await shop.get<object>('/config');
  const bad = await shop.post<{ code: string }>('/quotes', {});
  const check = (
    method: string,
    path: string,
    { status, headers, text }: { status: number; headers: Headers; text: string },
    changes: { status?: number; type?: string; body?: unknown } = {},
  ): void =>
    checkAnswer(method, `https://shop.test/store${path}`, '/store', {
      status: changes.status ?? status,
      headers: new Headers({ 'content-type': changes.type ?? headers.get('content-type') ?? '' }),
      text: changes.body === undefined ? text : JSON.stringify(changes.body),
    });
  check('GET', '/config', config);
  check('POST', '/quotes', bad);
  assert.throws(() => check('GET', '/config', config, { status: 201 }));
  assert.throws(() => check('GET', '/config', config, { type: 'text/html' }));
  assert.throws(() => check('GET', '/config', config, { body: { ...config.body, secret: 1 } }), /secret/);
  assert.throws(() => check('GET', '/config', config, { body: { ...config.body, currency: 'eur' } }));
  assert.throws(() => check('GET', '/config', config, { body: { ...config.body, name: undefined } }), /name/);
  assert.throws(
    () => check('POST', '/quotes', bad, { body: { ...bad.body, code: 'key_reused' } }),
    /key_reused/,
  );
  assert.throws(() => check('POST', '/quotes', bad, { body: { ...bad.body, status: 500 } }));
  assert.throws(() => check('GET', '/nowhere', config));
  assert.deepEqual(breaches(root, { contains: {} }, []).length, 1, 'an unknown keyword is not passed over');
});

test('requests: what the document calls valid in form the server understands, and the reverse', async (t) => {
  const shop = await startServer(t);
  const wish = await shop.wish();
  const schema = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
  assert.deepEqual(breaches(root, schema('OrderRequest'), wish), []);
  assert.deepEqual(breaches(root, schema('QuoteRequest'), { line_items: wish.line_items }), []);
  for (const body of [
    {},
    { ...wish, total: 1 },
    { ...wish, quote_hash: 'x' },
    { ...wish, line_items: [] },
    { ...wish, line_items: [{ item: { id: 'tea' }, quantity: 0 }] },
    { ...wish, line_items: [{ item: { id: 'tea' }, quantity: '5' }] },
    { ...wish, fulfillment: { country: 'de', option_id: 'post' } },
  ]) {
    assert.notDeepEqual(breaches(root, schema('OrderRequest'), body), [], JSON.stringify(body));
    assert.equal((await shop.post('/orders', body, { key: 'k'.repeat(32) })).status, 400);
  }
});
