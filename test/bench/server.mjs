// `npm run bench:server`: paid orders per second through HTTP with signed callbacks, on SQLite and on PostgreSQL, beside the
// floor: how many transactions of one row the same database makes durable on this machine in the same run. Store and load
// share the machine, so the figures are low; what counts is their ratio. ORDERS (1500), CLIENTS (16), OUT (a JSON file).
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { seedCatalog } from '../../build/src/server/index.js';
import { openDatabase } from '../../build/test/support/databases.js';
import { startCluster } from '../../build/test/support/postgres.js';
import { ADDRESS, CATALOG, newKey } from '../../build/test/support/server.js';
import { startProcess } from '../../build/test/support/store-process.js';
import { createTill } from '../../build/test/support/till.js';

const orders = Number(process.env.ORDERS ?? 1500);
const clients = Number(process.env.CLIENTS ?? 16);
const out = process.env.OUT ?? 'build/bench-server.json';

const folder = mkdtempSync(join(tmpdir(), 'store-bench-'));
const cluster = await startCluster({ durable: true });
const results = [];
try {
  for (const [kind, at] of [
    ['sqlite', join(folder, 'store.sqlite')],
    ['postgres', cluster.url],
  ]) {
    const floor = await commitsPerSecond(kind, at);
    results.push({ database: kind, ...(await paidOrders(kind, at)), ...floor });
  }
} finally {
  await cluster.stop();
  rmSync(folder, { recursive: true });
}

const shown = results.map((r) => ({
  database: r.database,
  'paid orders/s': Math.round(r.perSecond),
  'order p50/p99 ms': `${r.order.p50.toFixed(1)} / ${r.order.p99.toFixed(1)}`,
  'callback p50/p99 ms': `${r.callback.p50.toFixed(1)} / ${r.callback.p99.toFixed(1)}`,
  'floor: commits/s': `${Math.round(r.commits)} (${r.writers} at once)`,
  'orders per commit of the floor': (r.perSecond / r.commits).toFixed(3),
}));
console.table(shown);
const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
writeFileSync(out, `${JSON.stringify({ machine, orders, clients, results }, null, 2)}\n`);
console.log(`bench:server: ${orders} paid orders by ${clients} clients on each database; figures in ${out}`);

/** One row per transaction, as durably as the store writes; SQLite has one writer, PostgreSQL as many as the store's pool. */
async function commitsPerSecond(kind, at) {
  const database = openDatabase(kind, at);
  const writers = kind === 'sqlite' ? 1 : 5;
  await sql`create table floor (id text primary key, at bigint)`.execute(database.db);
  const write = async (count) => {
    for (let n = 0; n < count; n += 1)
      await sql`insert into floor (id, at) values (${newKey()}, ${n})`.execute(database.db);
  };
  await write(200);
  const began = performance.now();
  const each = 2000 / writers;
  await Promise.all(Array.from({ length: writers }, () => write(each)));
  const commits = (writers * each) / ((performance.now() - began) / 1000);
  await sql`drop table floor`.execute(database.db);
  await database.close();
  return { commits, writers };
}

/** A shopper orders, the gateway's callback comes: over HTTP, signed, each order with a cart of two lines. */
async function paidOrders(kind, at) {
  const database = openDatabase(kind, at);
  await seedCatalog(database, CATALOG);
  await database.close();
  const store = startProcess({ kind, at, gateways: 'http://127.0.0.1:9' });
  const origin = await store.go();
  const till = createTill(() => undefined);
  const send = async (path, body, headers) => {
    const response = await fetch(`${origin}/store${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  };
  const shop = { origin: 'https://shop.test' };
  const cart = {
    line_items: [{ item: { id: 'tea' }, quantity: 2 }],
    fulfillment: { country: 'DE', option_id: 'post' },
  };
  const quote = await send('/quotes', JSON.stringify(cart), shop);
  const buyer = { email: 'aiko@example.com' };
  const wish = JSON.stringify({
    ...cart,
    quote_hash: quote.hash,
    buyer,
    shipping_address: ADDRESS,
    gateway: 'till',
  });
  const times = { order: [], callback: [] };
  const timed = async (name, work) => {
    const began = performance.now();
    const result = await work();
    times[name].push(performance.now() - began);
    return result;
  };
  const run = async (count) => {
    let left = count;
    const client = async () => {
      while (left-- > 0) {
        const placed = await timed('order', () =>
          send('/orders', wish, { ...shop, 'idempotency-key': newKey() }),
        );
        const { id: reference, amount, currency } = placed.payment;
        const charge = { id: `till_${reference}`, key: reference, reference, amount, currency };
        const event = till.sign({ id: `till_evt_${reference}`, created: Date.now(), charge });
        await timed('callback', () => send('/callbacks/till', event.body, event.headers));
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
  };
  await run(Math.ceil(orders / 5)); // until the code is warm
  times.order = [];
  times.callback = [];
  const began = performance.now();
  await run(orders);
  const perSecond = orders / ((performance.now() - began) / 1000);
  const check = openDatabase(kind, at);
  const unpaid = await check.db
    .selectFrom('orders')
    .select('id')
    .where('payment_status', '!=', 'paid')
    .execute();
  await check.close();
  await store.kill();
  if (unpaid.length > 0) throw new Error(`${kind}: ${unpaid.length} orders are not paid`);
  return { perSecond, order: percentiles(times.order), callback: percentiles(times.callback) };
}

function percentiles(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { p50: at(0.5), p99: at(0.99) };
}
