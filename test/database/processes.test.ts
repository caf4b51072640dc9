import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { WireAttempt, WirePlacedOrder } from '../../src/api/wire.js';
import { seedCatalog, type DatabaseKind, type StoreDatabase } from '../../src/server/index.js';
import type { OrderId } from '../../src/server/ids.js';
import { createBuyer } from '../support/buyer.js';
import { databaseFor } from '../support/databases.js';
import { startGateways, type LiveGateways } from '../support/live-gateways.js';
import { CATALOG, newKey } from '../support/server.js';
import { startProcess } from '../support/store-process.js';

interface Stores {
  readonly origins: readonly string[];
  readonly gateways: LiveGateways;
  readonly database: StoreDatabase;
  /** A shopper whose requests go to the stores in turn. */
  readonly buyer: ReturnType<typeof createBuyer>;
}

/** Three store processes on one database, behind real HTTP. */
async function threeStores(t: TestContext, kind: DatabaseKind): Promise<Stores> {
  const files = await databaseFor(t, kind);
  const database = files.open();
  const gateways = await startGateways();
  const at = { kind, at: files.at, gateways: gateways.origin };
  const processes = [1, 2, 3].map(() => startProcess(at));
  files.before(async () => {
    await Promise.all(processes.map((each) => each.kill()));
    await gateways.close();
    await database.close();
  });
  await seedCatalog(database, CATALOG);
  const origins = await Promise.all(processes.map((each) => each.go()));
  let turn = 0;
  const next = (): string => origins[(turn += 1) % origins.length] ?? '';
  // Every callback comes to all of them at once, and twice.
  gateways.route = () => [...origins, ...origins];
  return { origins, gateways, database, buyer: createBuyer(next, gateways) };
}

const times = <T>(count: number, work: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, work));

for (const kind of ['sqlite', 'postgres'] as const) {
  test(`${kind}: three store processes serve one store`, async (t) => {
    const { gateways, buyer, database } = await threeStores(t, kind);
    const chargesOf = async (payments: readonly string[]): Promise<string[]> => {
      await gateways.quiet();
      const all = gateways.charges().map(({ reference }) => reference);
      return all.filter((reference) => payments.includes(reference)).sort();
    };

    await t.test('I1, I2, T-11: orders placed, paid and reported at any of them are paid once', async () => {
      let n = 0;
      const bought = await times(24, () => buyer.buy((n += 1) % 2 ? 'till' : 'sandbox', { tea: 1 }));
      const payments = bought.map((each) => each?.payment ?? 'none').sort();
      assert.deepEqual(await chargesOf(payments), payments);
      const orders = await Promise.all(bought.map((each) => buyer.order(each!)));
      assert.deepEqual(new Set(orders.map(({ payment_status }) => payment_status)), new Set(['paid']));
      assert.equal(new Set(orders.map(({ number }) => number)).size, 24);
      const events = await database.db
        .selectFrom('payment_events')
        .select(['event_id', 'verdict'])
        .where('via', '=', 'callback')
        .execute();
      assert.deepEqual(new Set(events.map(({ verdict }) => verdict)), new Set(['placed']));
      assert.deepEqual(events.map(({ event_id }) => event_id).sort(), [...gateways.taken].sort());
    });

    await t.test(
      'T-14, REC-3: one order placed 20 times at once and paid 20 times at once: one charge',
      async () => {
        const key = newKey();
        const wish = await buyer.wish({ tea: 2 }, 'till');
        const placed = await times(20, () => buyer.place(wish, key));
        assert.deepEqual(new Set(placed.map(({ status }) => status)), new Set([201]));
        const [id, ...others] = new Set(placed.map(({ body }) => body.order.id));
        assert.deepEqual(others, []);
        await Promise.all(placed.map(({ body }) => buyer.pay(body)));
        const payments = await database.db
          .selectFrom('payments')
          .select('id')
          .where('order_id', '=', id as OrderId)
          .execute();
        assert.equal(payments.length, 1);
        assert.deepEqual(
          await chargesOf(placed.map(({ body }) => body.payment.id)),
          payments.map((payment) => payment.id),
        );
        assert.equal((await buyer.order({ id: id!, token: placed[0]!.body.token })).payment_status, 'paid');
      },
    );

    await t.test(
      'T-14: 20 further payments of a declined order at once: one attempt, one charge',
      async () => {
        const { body: placed } = await buyer.place(await buyer.wish({ tea: 1 }, 'sandbox'), newKey());
        await decline(gateways, placed);
        await gateways.quiet();
        const { token, order } = placed;
        const tries = await times(20, () =>
          buyer.insist<WireAttempt>('POST', `/orders/${order.id}/payments`, {
            body: { gateway: 'till' },
            key: newKey(),
            token,
          }),
        );
        const attempts = tries.filter(({ status }) => status < 300).map(({ body }) => body);
        assert.ok(attempts.length > 0);
        assert.ok(tries.every(({ status }) => status < 300 || status === 409));
        const [second, ...others] = new Set(attempts.map(({ payment }) => payment.id));
        assert.deepEqual(others, []);
        await Promise.all(attempts.map((attempt) => buyer.pay({ ...attempt, token })));
        assert.deepEqual(await chargesOf([placed.payment.id, second!]), [second]);
        assert.equal((await buyer.order({ id: order.id, token })).payment_status, 'paid');
      },
    );

    await t.test('I12: of 30 shoppers after the last five pieces, five get them', async () => {
      const wish = await buyer.wish({ 'bowl-indigo': 1 }, 'sandbox');
      const placed = await times(30, () => buyer.place(wish, newKey()));
      const served = placed.filter(({ status }) => status === 201);
      assert.equal(served.length, 5);
      assert.ok(placed.every(({ status }) => status === 201 || status === 409));
      await Promise.all(served.map(({ body }) => buyer.pay(body)));
      assert.equal((await chargesOf(served.map(({ body }) => body.payment.id))).length, 5);
    });
  });
}

/** A card that is refused, in the sandbox's frame. */
async function decline({ origin }: LiveGateways, { next }: WirePlacedOrder): Promise<void> {
  assert.equal(next.type, 'confirm');
  const secret = next.client['client_secret'] ?? '';
  const id = secret.slice(0, secret.indexOf('_secret_'));
  const card = { number: '4000000000000002', expiry: '12/39', cvc: '123' };
  const body = JSON.stringify({ client_secret: secret, card });
  await fetch(`${origin}/v1/payments/${id}/confirm`, { method: 'POST', body });
}
