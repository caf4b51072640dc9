import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoreError } from '../../src/errors.js';
import { blacken } from '../../src/server/log.js';
import { newAdminKey } from '../../src/server/index.js';
import { ROUTES } from '../../src/server/routes.js';
import { DOCUMENT } from '../support/contract.js';
import { admin, alertsOf, KEY, OLD, orderOf, paid, paidByHand, refund, start } from '../support/office.js';
import { codeOf, newKey, type Answer, type TestServer } from '../support/server.js';

const NOBODY = `ord_${'0'.repeat(26)}`;

const ask = (
  shop: TestServer,
  { method, path }: Pick<(typeof ROUTES)[number], 'method' | 'path'>,
  token: string | undefined,
  id: string,
): Promise<Answer<unknown>> =>
  shop.send(method, path.replace(':id', id).replace(':payment_id', 'pay_none').replace(':gateway', 'paper'), method === 'POST' ? '{}' : undefined, {
    origin: null,
    key: newKey(),
    ...(token !== undefined && { token }),
  }); // prettier-ignore

test('T-17: of all addresses each opens to its own kind of key, and to all others says the same of what exists and what does not', async (t) => {
  const shop = await start(t);
  const [placed, other] = [await paid(shop), await paid(shop)];
  const keys: Readonly<Record<string, string | undefined>> = {
    none: undefined,
    wrong: newAdminKey(),
    publishable: 'pk_paper',
    'order token': placed.token,
    'another order’s': other.token,
    admin: KEY,
    'old admin': OLD,
  };
  for (const route of ROUTES) {
    const forOrder = route.token === true;
    const forMerchant = route.audience === 'admin';
    for (const [name, token] of Object.entries(keys)) {
      const of = await ask(shop, route, token, placed.order.id);
      const where = `${route.method} ${route.path} with ${name}: ${of.status} ${codeOf(of)}`;
      const shut = codeOf(of) === (forMerchant ? 'access_refused' : 'order_not_found');
      const opens = forMerchant ? name.endsWith('admin') : !forOrder || name === 'order token';
      // Behind an open door the empty body may be wrong, but it has been looked at.
      assert.equal(shut, !opens, where);
      if (!opens) {
        const none = await ask(shop, route, token, NOBODY);
        assert.deepEqual([none.status, none.text], [of.status, of.text], where);
      }
    }
  }
});

test('wrong admin keys are told to the log, then told to wait; the right key never is', async (t) => {
  const shop = await start(t, { clients: true, options: { limits: {} } });
  const from = (client: string, token: string): Promise<Answer<unknown>> =>
    shop.get('/admin/orders', { token, origin: null, from: client });
  const statuses: number[] = [];
  for (let n = 0; n < 12; n += 1) statuses.push((await from('81.2.69.142', newAdminKey())).status);
  assert.deepEqual(statuses, [...Array<number>(10).fill(401), 429, 429]);
  assert.equal(shop.logs.filter(({ event }) => event === 'access_refused').length, 10);
  assert.equal(Number((await from('81.2.69.142', newAdminKey())).headers.get('retry-after')) > 0, true);
  assert.equal((await from('81.2.69.142', KEY)).status, 200);
  assert.equal((await from('81.2.69.143', newAdminKey())).status, 401);
  shop.advance(60_000);
  assert.equal((await from('81.2.69.142', newAdminKey())).status, 401);
});

test('T-18: no admin address is open to scripts of the shop’s own pages, not even its refusals', async (t) => {
  const shop = await start(t, { options: { adminOrigins: ['https://office.test'] } });
  const allowed = async (path: string, origin: string): Promise<string | null> =>
    (await shop.get(path, { token: KEY, origin })).headers.get('access-control-allow-origin');
  assert.equal(await allowed('/admin/orders', 'https://shop.test'), null);
  assert.equal(await allowed('/admin/orders', 'https://office.test'), 'https://office.test');
  assert.equal(await allowed('/config', 'https://shop.test'), 'https://shop.test');
  assert.equal(await allowed('/config', 'https://office.test'), null);
  const preflight = { 'access-control-request-method': 'POST' };
  for (const [origin, status] of [['https://shop.test', 403], ['https://office.test', 204]] as const) {
    const answer = await shop.send('OPTIONS', '/admin/orders', undefined, { origin, headers: preflight });
    assert.equal(answer.status, status);
  } // prettier-ignore
});

test('T-22: whatever goes wrong at the merchant’s desk, no key, token, e-mail or address is in the log', async (t) => {
  const shop = await start(t);
  const placed = await paid(shop);
  const leak = `${KEY} ${OLD} aiko@example.com`;
  shop.gateway.script.push({ method: 'refund', what: new Error(leak) });
  assert.equal((await refund(shop, placed, { amount: 1, reason: 'for aiko@example.com' })).status, 502);
  shop.gateway.script.push({ method: 'refund', what: new StoreError('refund_refused', leak) });
  assert.equal((await refund(shop, placed, { amount: 1 })).status, 422);
  await shop.get(`/admin/orders/${KEY}?key=${KEY}`, admin);
  await shop.get(`/admin/orders?email=aiko@example.com&key=${OLD}`, { origin: null });
  await shop.post('/admin/alerts/none/resolve', { key: KEY }, admin);
  const logged = JSON.stringify(shop.logs);
  for (const secret of [KEY, OLD, placed.token, 'aiko@', 'Müller', 'Teeweg', 'Köln'])
    assert.equal(logged.includes(secret), false, secret);
  assert.equal(logged.includes('store_admin_'), false);
  assert.equal(blacken(`no entry for ${KEY}!`), 'no entry for [key]!');
});

test('who saw the money where, and why it went back, stands beside it in the books', async (t) => {
  const shop = await start(t);
  const wish = await shop.wish({ tea: 1 }, { gateway: 'transfer' });
  const { body: placed } = await shop.post<{ order: { id: string } }>('/orders', wish, { key: newKey() });
  const at = `/admin/orders/${placed.order.id}`;
  for (const note of ['', 'x'.repeat(501), 5, 'a\u0000b'])
    assert.equal(codeOf(await shop.post(`${at}/paid`, { note }, admin)), 'request_invalid');
  await shop.post(`${at}/paid`, { note: 'Statement of 23 November, M.' }, admin);
  await shop.post(`${at}/paid`, { note: 'once more' }, admin);
  shop.advance(1000);
  await shop.post(`${at}/refunds`, { amount: 5, reason: 'A cracked lid' }, { ...admin, key: newKey() });
  const { body } = await orderOf(shop, placed as never);
  assert.deepEqual(
    body.events.map(({ via, note }) => [via, note]),
    [['merchant', 'Statement of 23 November, M.'], ['merchant', 'A cracked lid']],
  ); // prettier-ignore
});

test('WH-5: the timeline has what came before it could be told whose it was', async (t) => {
  const shop = await start(t);
  const placed = await shop.place();
  const { db } = shop.database;
  await shop.deliver(shop.says(placed, 'processing'));
  // As a copy that lagged behind would have kept it.
  const event = await db.selectFrom('payment_events').selectAll().executeTakeFirstOrThrow();
  await db
    .insertInto('payment_events')
    .values({ ...event, id: 'evt_early', event_id: 'early', payment_id: null, verdict: 'unplaced' })
    .execute();
  const { body } = await orderOf(shop, placed);
  assert.deepEqual(
    body.events.map(({ verdict, payment_id }) => [verdict, payment_id]).sort(),
    [['placed', placed.payment.id], ['unplaced', placed.payment.id]],
  ); // prettier-ignore
});

test('the contract says what the merchant’s lists can be asked for, and no more than they take', async (t) => {
  const shop = await start(t);
  await paidByHand(shop);
  const named = (path: string): string[] =>
    (DOCUMENT.paths[path]?.['get']?.parameters ?? [])
      .filter((parameter) => parameter.in === 'query')
      .map(({ name }) => name);
  assert.deepEqual(named('/admin/orders'), ['state', 'email', 'number', 'limit', 'cursor']);
  assert.deepEqual(named('/admin/alerts'), ['all']);
  for (const name of named('/admin/orders')) {
    if (name === 'email') continue; // nobody's is an answer, too
    const answer = await shop.get(`/admin/orders?${name}=!`, admin);
    assert.deepEqual([answer.status, codeOf(answer)], [400, 'request_invalid'], name);
  }
  assert.equal((await shop.get('/admin/orders?number=999999999999999', admin)).status, 200);
  assert.deepEqual(await alertsOf(shop), []);
});
