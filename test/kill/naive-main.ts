/**
 * The control of the kill loop: a store as it is written on a Friday afternoon. It charges first and writes the order
 * after, with a new key for every try, and knows a repeated request only by what it has written. It must show double
 * charges and lost orders in the loop that the real store passes; if it does not, the loop proves nothing.
 */
import { randomUUID } from 'node:crypto';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { sql } from 'kysely';
import { openDatabase } from '../support/databases.js';
import type { ProcessOptions, ProcessWord } from '../support/store-process.js';
import { tillGateway } from '../support/till.js';
import { money } from '../../src/money.js';

const { kind, at, gateways, hold = false } = JSON.parse(process.argv[2] ?? '{}') as ProcessOptions;
const tell = (word: ProcessWord): void => void process.send?.(word);
process.once('disconnect', () => process.exit());
if (hold) {
  tell({ ready: true });
  await new Promise((resolve) => process.once('message', resolve));
}
const { db } = openDatabase(kind, at);
const till = tillGateway(gateways);
const app = new Hono().basePath('/store');

app.post('/quotes', (c) => c.json({ hash: 'naive' }));
app.post('/callbacks/till', (c) => c.json({ received: true }));
app.post('/orders', async (c) => {
  const cart = c.req.header('idempotency-key') ?? '';
  const known = await sql`select cart from naive_orders where cart = ${cart}`.execute(db);
  if (known.rows.length === 0) {
    const attempt = {
      paymentId: cart,
      orderId: cart,
      key: randomUUID(),
      amount: money(1740, 'EUR'),
      gatewayPaymentId: null,
      createdAt: new Date(),
      returnUrl: 'https://shop.test/',
    };
    await till.submit?.(attempt, 'tok_of_a_test', AbortSignal.timeout(10_000));
    await sql`insert into naive_orders (cart) values (${cart})`.execute(db);
  }
  const order = { id: cart, number: cart };
  return c.json({ order, payment: { id: cart }, next: { type: 'wait' }, token: cart }, 201);
});

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => tell({ port }));
