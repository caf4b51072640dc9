/**
 * Every route, as the OpenAPI document describes it, with requests that fit, nearly fit, and don't fit at all. Whatever
 * comes: no 5xx, no answer outside the document (test/support/contract.ts looks at each), and after a refusal the database
 * is as it was. FUZZ_RUNS sets the number of requests (default 2500 here on SQLite).
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { newAdminKey } from '../../src/server/index.js';
import { ROUTES } from '../../src/server/routes.js';
import { DOCUMENT } from '../support/contract.js';
import { changed, fitting, misshapen, nasty, placesOf, type Json } from '../support/from-schema.js';
import type { Schema } from '../support/json-schema.js';
import { CATALOG, newKey, SHOP, startServer, type Ask } from '../support/server.js';
import { databaseKind } from '../support/databases.js';
import { writtenIn } from '../support/written.js';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? (databaseKind === 'sqlite' ? 2500 : 500));

const NAMES = [
  'tea',
  'whisk',
  'bowl-indigo',
  'bowl-snow',
  'post',
  'express',
  'DE',
  'JP',
  'paper',
  'none',
  'de-DE',
  'a@b.co',
];

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'] as const;

test(`T-04, T-08, T-27, I6: ${RUNS} requests of every kind to every route: no 5xx, nothing undocumented, nothing written by a refusal`, async (t) => {
  const key = newAdminKey();
  const shop = await startServer(t, {
    tokens: true,
    catalog: {
      ...CATALOG,
      products: CATALOG.products.map((product) => ({
        ...product,
        variants: product.variants.map((variant) => ({ ...variant, stock: null })),
      })),
    },
    options: { adminKeys: [key], limits: false, onOrder: () => undefined },
  });
  const root = DOCUMENT as unknown as Schema;
  const [open, paid] = [await shop.place(), await shop.place()];
  await shop.deliver(shop.says(paid, 'paid'));
  const used = newKey();
  const wishes = [await shop.wish(), await shop.wish({ whisk: 1, tea: 3 })];
  await shop.post('/orders', wishes[0], { key: used });
  const genuine = shop.gateway.sign([shop.says(open, 'processing')]);

  const ids = [open.order.id, paid.order.id, open.payment.id, paid.payment.id, 'tea', 'paper'];
  const tokens = [open.token, paid.token, key];

  /** A body for a route: one that is known to work, or one made from the document; left alone, bent, or broken. */
  const bodyFor = (schema: Schema | undefined): fc.Arbitrary<string | Uint8Array<ArrayBuffer>> => {
    if (!schema) return fc.oneof(fc.constant(genuine.body), misshapen(genuine.body));
    const good: fc.Arbitrary<Json> = String(schema['$ref']).endsWith('OrderRequest')
      ? fc.constantFrom(...(wishes as unknown as Json[]))
      : fitting(root, schema, NAMES);
    const bent = good.chain((value) =>
      fc
        .array(fc.tuple(fc.constantFrom(...placesOf(value)), fc.option(nasty, { nil: undefined })), {
          ...{ minLength: 1, maxLength: 3 },
        })
        .map((all) => all.reduce<Json>((now, [place, into]) => changed(now, place, into) ?? null, value)),
    );
    return fc.oneof(
      { weight: 2, arbitrary: good.map((value) => JSON.stringify(value)) },
      { weight: 2, arbitrary: fitting(root, schema, NAMES).map((value) => JSON.stringify(value)) },
      { weight: 5, arbitrary: bent.map((value) => JSON.stringify(value)) },
      { weight: 2, arbitrary: good.chain((value) => misshapen(JSON.stringify(value))) },
    );
  };

  const text = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...ids) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '%',
        '%00',
        '..%2f',
        '%E0%A4%A',
        'constructor',
        '__proto__',
        'x'.repeat(3000),
      ),
    },
    { weight: 1, arbitrary: fc.string({ minLength: 1, unit: 'grapheme' }).map(encodeURIComponent) },
  );
  const requests = ROUTES.map((route) => {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    const operation = DOCUMENT.paths[path]![route.method.toLowerCase()]!;
    const schema = operation.requestBody?.content['application/json']?.schema;
    const slots = route.path.match(/:\w+/g) ?? [];
    return fc.record({
      method: fc.oneof(
        { weight: 15, arbitrary: fc.constant(route.method) },
        { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
      ),
      path: fc.tuple(...slots.map(() => text)).map((all) => {
        const values = [...all];
        return route.path.replace(/:\w+/g, () => encodePath(values.shift() ?? ''));
      }),
      body: route.body ? bodyFor(schema) : fc.constant(''),
      token: fc.option(
        fc.oneof(
          { weight: 5, arbitrary: fc.constantFrom(...tokens) },
          { weight: 1, arbitrary: fc.constant('x'.repeat(43)) },
        ),
        { nil: undefined },
      ),
      key: fc.oneof(
        { weight: 6, arbitrary: fc.stringMatching(/^[A-Za-z]{40}$/) },
        { weight: 1, arbitrary: fc.constantFrom(used, '', 'short', 'k'.repeat(129), 'a b'.repeat(20)) },
      ),
      type: fc.oneof(
        { weight: 12, arbitrary: fc.constant('application/json') },
        {
          weight: 1,
          arbitrary: fc.constantFrom('text/plain', 'application/json; charset=latin1', 'multipart/form-data'),
        },
      ),
      origin: fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom(SHOP, null) },
        { weight: 1, arbitrary: fc.constantFrom('null', 'https://evil.test', 'https://shop.test.evil.test') },
      ),
      query: fc.oneof(
        { weight: 8, arbitrary: fc.constant('') },
        {
          weight: 1,
          arbitrary: fc.constantFrom(
            '?quantity=5&quantity=4',
            '?__proto__[x]=1',
            '?limit=NaN',
            '?cursor=%00',
            '?status=paid',
          ),
        },
      ),
      signed: fc.boolean(),
    });
  });

  const seen = new Map<string, number>();
  const written = await writtenIn(shop.database);
  let last = await written();
  await fc.assert(
    fc.asyncProperty(fc.oneof(...requests), async (request) => {
      const ask: Ask = {
        ...(request.token !== undefined && { token: request.token }),
        key: request.key,
        origin: request.path.startsWith('/admin') ? null : request.origin,
        headers: { 'content-type': request.type, ...(request.signed && genuine.headers) },
      };
      const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
      const { status, text: answered } = await shop.send(
        request.method,
        request.path + request.query,
        hasBody ? request.body : undefined,
        ask,
      );
      const what = `${request.method} ${request.path.slice(0, 80)} ${String(request.body).slice(0, 200)}: ${status} ${answered}`;
      assert.ok(status < 500, what);
      const now = await written();
      if (status >= 400) assert.equal(now, last, what);
      last = now;
      seen.set(`${Math.floor(status / 100)}xx`, (seen.get(`${Math.floor(status / 100)}xx`) ?? 0) + 1);
    }),
    { numRuns: RUNS },
  );
  assert.equal(({} as { polluted?: unknown }).polluted, undefined, 'T-04');
  assert.ok(shop.logs.every(({ event }) => event !== 'request_failed'));
  t.diagnostic(`answers: ${JSON.stringify(Object.fromEntries(seen))}`);
  assert.ok(
    (seen.get('2xx') ?? 0) > RUNS / 20 && (seen.get('4xx') ?? 0) > RUNS / 4,
    JSON.stringify([...seen]),
  );
});

/** Keeps what is encoded already, and encodes what no address can hold. */
const encodePath = (value: string): string =>
  value.replace(/[^\x21-\x7e]|[?#/\\]/g, (sign) => encodeURIComponent(sign));

test('T-27: ten bodies of 10 MB at once are refused while they come; memory stays bounded', async (t) => {
  const shop = await startServer(t);
  await shop.get('/config');
  const sent = { chunks: 0 };
  const stream = (): ReadableStream<Uint8Array> => {
    let left = 640;
    return new ReadableStream<Uint8Array>({
      pull(controller) {
        if ((left -= 1) < 0) return controller.close();
        sent.chunks += 1;
        controller.enqueue(new Uint8Array(16_384).fill(0x5b));
      },
    });
  };
  const paths = ['/quotes', '/orders', '/callbacks/paper'];
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) => shop.send('POST', paths[n % 3]!, stream(), { key: newKey() })),
  );
  assert.ok(answers.every(({ status }) => status === 413));
  // 64 KB, or 256 KB for callbacks, and what streams read ahead: not 640 chunks each.
  assert.ok(sent.chunks < 10 * 25, `${sent.chunks} chunks were read`);
});
