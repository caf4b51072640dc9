import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { WireOrder, WirePlacedOrder } from '../../src/api/wire.js';
import { orderToken } from '../../src/server/ids.js';
import { createPaperGateway, type PaperPayment } from '../support/paper-gateway.js';
import { codeOf, newKey, startServer, type Answer, type TestServer } from '../support/server.js';
import { failing, runs } from '../support/databases.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const asks = (shop: TestServer): number =>
  shop.gateway.calls.filter(({ method }) => method === 'retrieve').length;

const atGateway = (shop: TestServer, placed: WirePlacedOrder): PaperPayment => {
  const found = [...shop.gateway.ledger.values()].find(({ reference }) => reference === placed.payment.id);
  assert.ok(found);
  return found;
};

/** Sweeps every ten seconds of the store's own time, as `start` would. */
async function live(shop: TestServer, ms: number, every = 10_000): Promise<void> {
  for (const end = shop.now() + ms; shop.now() < end;) {
    shop.advance(Math.min(every, end - shop.now()));
    await shop.server.sweep();
  }
}

const cancel = (shop: TestServer, { order, token }: WirePlacedOrder): Promise<Answer<WireOrder>> =>
  shop.send<WireOrder>('POST', `/orders/${order.id}/cancel`, undefined, { token });

const paymentRow = (shop: TestServer) =>
  shop.database.db.selectFrom('payments').selectAll().executeTakeFirstOrThrow();

const alertsOf = async (shop: TestServer): Promise<string[]> =>
  (await shop.database.db.selectFrom('alerts').select('code').execute()).map(({ code }) => code);

test('REC-1: with every callback lost, every paid order is paid within ten minutes, whenever it was charged', async (t) => {
  const shop = await startServer(t, { cancels: true });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat({ max: 540 }), fc.boolean()), { minLength: 1, maxLength: 6 }),
      async (shoppers) => {
        const began = shop.now();
        const orders = [];
        for (const [seconds, slowly] of shoppers)
          // A payment that takes its time is begun early, so that it is charged in time.
          orders.push({
            at: began + (slowly ? seconds / 6 : seconds) * 1000,
            slowly,
            placed: await shop.place(),
          });
        while (shop.now() < began + 10 * MINUTE) {
          await live(shop, 10_000);
          for (const { at, slowly, placed } of orders) {
            const payment = atGateway(shop, placed);
            if (shop.now() >= at && payment.status === 'open')
              payment.status = slowly ? 'processing' : 'paid';
            if (shop.now() >= at + 60_000 && payment.status === 'processing') payment.status = 'paid';
          }
        }
        const states = await shop.database.db.selectFrom('orders').select('payment_status').execute();
        assert.deepEqual(new Set(states.map((order) => order.payment_status)), new Set(['paid']));
      },
    ),
    { numRuns: runs(15) },
  );
  assert.equal(shop.logs.filter(({ route }) => route === '/callbacks/:gateway').length, 0);
});

test('REC-1: the gateway is asked 30 s, 2 min, 10 min, 1 h, 6 h, 24 h and 72 h after the last news, then a person is told', async (t) => {
  const shop = await startServer(t, { cancels: true });
  const placed = await shop.place();
  atGateway(shop, placed).status = 'processing';
  shop.advance(20_000);
  await shop.deliver(shop.says(placed, 'processing'));
  const news = shop.now();
  const times: number[] = [];
  for (let seen = 0; shop.now() < news + 80 * HOUR;) {
    const step = shop.now() - news < 15 * MINUTE ? MINUTE / 2 : 15 * MINUTE;
    await live(shop, step, step);
    if (asks(shop) > seen) times.push(shop.now() - news);
    seen = asks(shop);
  }
  const minutes = times.map((ms) => ms / MINUTE);
  assert.deepEqual(minutes, [0.5, 2, 10, 60, 360, 1440, 4320]);
  assert.deepEqual(await alertsOf(shop), ['payment_lost']);
  assert.equal(shop.logs.filter(({ event }) => event === 'payment_lost').length, 1);
  assert.equal((await shop.order(placed)).payment_status, 'processing', 'and it is still not called gone');
  // Said at last, it still counts.
  atGateway(shop, placed).status = 'paid';
  await live(shop, 73 * HOUR, HOUR);
  const { status, ask_at } = await paymentRow(shop); // without a page's poll, which would ask by itself
  assert.deepEqual([status, ask_at], ['paid', null]);
});

test('REC-1: a store that was off for a day asks once, not seven times', async (t) => {
  const shop = await startServer(t, { cancels: true });
  const placed = await shop.place();
  atGateway(shop, placed).status = 'processing';
  shop.advance(20 * HOUR);
  const before = asks(shop);
  assert.deepEqual(await shop.server.sweep(), { asked: 1, changed: 1, failed: 0, expired: 0, released: 0 });
  await live(shop, 20_000);
  assert.equal(asks(shop) - before, 1);
});

test('REC-1: two processes that sweep at once ask once', async (t) => {
  const shop = await startServer(t, { cancels: true });
  const other = await shop.restart();
  for (let n = 0; n < 25; n += 1) await shop.place();
  shop.advance(30_000);
  const reports = await Promise.all([shop, other, shop, other].map(({ server }) => server.sweep()));
  assert.equal(asks(shop), 25);
  assert.equal(
    reports.reduce((sum, { asked }) => sum + asked, 0),
    25,
  );
  assert.equal(new Set(shop.gateway.calls.slice(25).map(({ attempt }) => attempt.paymentId)).size, 25);
});

test('REC-1: a sweep that dies at any step is followed by another, and the order is paid once', async (t) => {
  const steps = {
    asking: 'before update on payments when new.quiet_until is not null',
    recording: 'before insert on payment_events',
    noting:
      'before update on payments when old.quiet_until is not null and new.quiet_until is distinct from old.quiet_until',
  };
  for (const [dies, step] of Object.entries(steps)) {
    const shop = await startServer(t, { cancels: true });
    const placed = await shop.place();
    atGateway(shop, placed).status = 'paid';
    shop.advance(30_000);
    const { db } = shop.database;
    // The process ends: what it was doing throws, and nothing after it is done.
    const resume = await failing(shop.database, step, 'the process died');
    await assert.rejects(shop.server.sweep(), /the process died/, dies);
    assert.equal((await shop.order(placed)).payment_status, dies === 'noting' ? 'paid' : 'processing', dies);
    await resume();
    const next = await shop.restart();
    await live(next, 2 * MINUTE);
    assert.equal((await next.order(placed)).payment_status, 'paid', dies);
    const events = await db.selectFrom('payment_events').select('status').execute();
    assert.deepEqual(
      events.map(({ status }) => status),
      ['paid'],
      dies,
    );
  }
});

test('REC-1: while the gateway is down it is asked less and less, and as soon as it is back the order is paid', async (t) => {
  const shop = await startServer(t, { cancels: true });
  const placed = await shop.place();
  atGateway(shop, placed).status = 'paid';
  const { retrieve } = shop.gateway;
  let tries = 0;
  shop.gateway.retrieve = () => {
    tries += 1;
    return Promise.reject(new Error('connect ECONNREFUSED'));
  };
  await live(shop, 30_000);
  assert.equal(tries, 1);
  await live(shop, 2 * HOUR, MINUTE / 2);
  assert.ok(tries > 5 && tries < 12, `${tries} tries in two hours`);
  shop.gateway.retrieve = retrieve;
  await live(shop, HOUR, MINUTE);
  assert.equal((await shop.order(placed)).payment_status, 'paid');
});

test('REC-1: a gateway that is down keeps no other from being asked, and is not asked on and on in one sweep', async (t) => {
  const shop = await startServer(t, { more: (now) => [createPaperGateway({ now, name: 'second' })] });
  for (let n = 0; n < 30; n += 1) await shop.place();
  shop.advance(1);
  const wish = await shop.wish({ tea: 1 }, { gateway: 'second' });
  await shop.post('/orders', wish, { key: newKey() });
  shop.advance(30_000);
  shop.gateway.retrieve = () => Promise.reject(new Error('connect ECONNREFUSED'));
  const { asked, failed } = await shop.server.sweep();
  assert.deepEqual([asked, failed], [1, 10]);
});

test('REC-1: an attempt whose gateway cannot be asked for three days is told to a person', async (t) => {
  const shop = await startServer(t);
  await shop.place();
  shop.gateway.retrieve = () => Promise.reject(new Error('connect ECONNREFUSED'));
  await live(shop, 71 * HOUR, HOUR);
  assert.deepEqual(await alertsOf(shop), []);
  await live(shop, 3 * HOUR, HOUR);
  assert.deepEqual(await alertsOf(shop), ['payment_lost']);
});

test('REC-1: the order page’s poll asks the gateway, at most every ten seconds, whoever polls', async (t) => {
  const shop = await startServer(t, { cancels: true });
  const other = await shop.restart();
  const placed = await shop.place();
  await shop.order(placed);
  assert.equal(asks(shop), 0, 'the callback is most likely on its way');
  shop.advance(5000);
  await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? shop : other).order(placed)));
  assert.equal(asks(shop), 1);
  atGateway(shop, placed).status = 'paid';
  shop.advance(9999);
  assert.equal((await shop.order(placed)).payment_status, 'processing');
  shop.advance(1);
  assert.equal((await shop.order(placed)).payment_status, 'paid');
  shop.advance(HOUR);
  await shop.order(placed);
  assert.equal(asks(shop), 2, 'nothing is left to ask');
});

test('REC-1: a poll is answered though the gateway fails or hangs, and says no more than is known', async (t) => {
  const shop = await startServer(t, { cancels: true, options: { gatewayTimeout: 20 } });
  const placed = await shop.place();
  for (const what of ['fail', 'hang'] as const) {
    shop.advance(10_000);
    shop.gateway.script.push({ method: 'retrieve', what });
    assert.equal((await shop.order(placed)).payment_status, 'processing');
  }
  assert.deepEqual(
    shop.logs.filter(({ event }) => event === 'gateway_not_asked').map(({ code }) => code),
    ['gateway_failed', 'gateway_timeout'],
  );
});

test('an order whose payment never came expires, and can never be charged after', async (t) => {
  const shop = await startServer(t, { cancels: true });
  const placed = await shop.place({ whisk: 1 });
  await live(shop, DAY - 1, HOUR);
  const waiting = await shop.order(placed);
  assert.deepEqual([waiting.status, waiting.payment_status], ['complete_in_progress', 'unpaid']);
  await live(shop, 1);
  const order = await shop.order(placed);
  assert.deepEqual([order.status, order.payment_status, order.payments[0]?.status], ['canceled', 'expired', 'canceled']); // prettier-ignore
  assert.equal(atGateway(shop, placed).status, 'canceled');
  const again = await shop.post(`/orders/${placed.order.id}/payments`, { gateway: 'paper' }, { token: placed.token, key: newKey() }); // prettier-ignore
  assert.equal(codeOf(again), 'order_closed');
  assert.equal((await shop.quote({ whisk: 1 })).status, 'ready_for_complete');
  assert.deepEqual(await alertsOf(shop), []);
});

test('a further attempt gives the order its time anew', async (t) => {
  const shop = await startServer(t, { cancels: true });
  const placed = await shop.place();
  await live(shop, DAY - HOUR, HOUR);
  const { body } = await shop.post<WirePlacedOrder>(`/orders/${placed.order.id}/payments`, { gateway: 'paper' }, { token: placed.token, key: newKey() }); // prettier-ignore
  assert.equal(body.payment.number, 2);
  await live(shop, 2 * HOUR, HOUR);
  assert.equal((await shop.order(placed)).payment_status, 'unpaid');
  await live(shop, DAY, HOUR);
  assert.equal((await shop.order(placed)).payment_status, 'expired');
});

test('paid wins: an order that was charged in the last moment is paid, not expired', async (t) => {
  for (const cancels of [true, false]) {
    const shop = await startServer(t, { cancels, options: { orderExpiry: HOUR, reservationTime: HOUR } });
    const placed = await shop.place();
    await live(shop, 59 * MINUTE, MINUTE);
    atGateway(shop, placed).status = 'paid'; // and its callback is lost
    await live(shop, 2 * MINUTE, 2 * MINUTE);
    assert.equal((await shop.order(placed)).payment_status, 'paid');
  }
});

test('paid wins: money for an order that has expired already makes it paid', async (t) => {
  const shop = await startServer(t); // can't cancel: what is open may still be paid
  const placed = await shop.place();
  await live(shop, DAY + HOUR, HOUR);
  assert.equal((await shop.order(placed)).payment_status, 'expired');
  assert.equal((await paymentRow(shop)).status, 'open', 'nobody made sure of anything');
  await shop.deliver(shop.says(placed, 'paid'));
  const order = await shop.order(placed);
  assert.deepEqual([order.status, order.payment_status], ['completed', 'paid']);
});

test('paid wins: also without a callback, since the asking goes on after the order has expired', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place();
  await live(shop, DAY + HOUR, HOUR);
  atGateway(shop, placed).status = 'paid';
  await live(shop, 2 * DAY, HOUR);
  assert.equal((await shop.order(placed)).payment_status, 'paid');
});

test('an abandoned order at a gateway that cannot cancel ends without an alert', async (t) => {
  const shop = await startServer(t);
  await shop.place();
  await live(shop, 4 * DAY, HOUR);
  assert.deepEqual(await alertsOf(shop), []);
  assert.equal((await paymentRow(shop)).ask_at, null);
});

test('money on its way never expires by the clock', async (t) => {
  const shop = await startServer(t, { cancels: true });
  const placed = await shop.place();
  atGateway(shop, placed).status = 'processing';
  await live(shop, 20 * DAY, 12 * HOUR);
  assert.equal((await shop.order(placed)).payment_status, 'processing');
  atGateway(shop, placed).status = 'declined';
  for (let hours = 0; hours < 80 && (await paymentRow(shop)).status === 'processing'; hours += 1)
    await live(shop, HOUR, HOUR);
  assert.equal((await shop.order(placed)).payment_status, 'unpaid');
  await live(shop, DAY, 12 * HOUR);
  assert.equal((await shop.order(placed)).payment_status, 'expired');
});

test('an order is not given up while its gateway cannot be told', async (t) => {
  const shop = await startServer(t, { cancels: true });
  const placed = await shop.place({ whisk: 1 });
  const { cancel: cancels } = shop.gateway;
  shop.gateway.cancel = () => Promise.reject(new Error('connect ECONNREFUSED'));
  await live(shop, 2 * DAY, HOUR);
  assert.equal((await shop.order(placed)).payment_status, 'processing');
  assert.equal((await shop.quote({ whisk: 1 })).status, 'incomplete', 'its pieces are kept as well');
  assert.ok(cancels);
  shop.gateway.cancel = cancels;
  await live(shop, 2 * HOUR, HOUR);
  assert.equal((await shop.order(placed)).payment_status, 'expired');
});

test('an order is not given up while its gateway says that the attempt is still open, and that is tried again', async (t) => {
  const shop = await startServer(t, { cancels: true });
  const placed = await shop.place();
  const { cancel: cancels } = shop.gateway;
  let tries = 0;
  shop.gateway.cancel = () => {
    tries += 1;
    return Promise.resolve(shop.gateway.report(placed.payment.id));
  };
  await live(shop, DAY, HOUR);
  const before = tries;
  await live(shop, 2 * MINUTE, MINUTE);
  assert.equal(tries - before, 2);
  assert.equal((await shop.order(placed)).payment_status, 'processing');
  assert.ok(cancels);
  shop.gateway.cancel = cancels;
  await live(shop, MINUTE, MINUTE);
  assert.equal((await shop.order(placed)).payment_status, 'expired');
});

test('I1: a paid order’s other attempt is closed, so that it is not charged as well', async (t) => {
  const shop = await startServer(t, { cancels: true });
  const placed = await shop.place();
  await shop.deliver(shop.says(placed, 'declined'));
  const second = await shop.post<WirePlacedOrder>(`/orders/${placed.order.id}/payments`, { gateway: 'paper' }, { token: placed.token, key: newKey() }); // prettier-ignore
  await shop.deliver(shop.says(placed, 'paid'));
  await shop.server.sweep();
  assert.equal(atGateway(shop, second.body).status, 'canceled');
  assert.equal((await shop.order(placed)).payment_status, 'paid');
});

test('the shopper leaves: the gateway makes sure first, then the order is canceled, and its pieces are free', async (t) => {
  const shop = await startServer(t, { cancels: true });
  const placed = await shop.place({ whisk: 1 });
  for (const _again of [1, 2]) {
    const { status, body } = await cancel(shop, placed);
    assert.deepEqual([status, body.status, body.payment_status], [200, 'canceled', 'canceled']);
  }
  assert.equal(atGateway(shop, placed).status, 'canceled');
  assert.equal((await shop.quote({ whisk: 1 })).status, 'ready_for_complete');
  assert.equal((await cancel(shop, { ...placed, token: 'x'.repeat(43) })).status, 404);
});

test('a declined order can be canceled too, also where the gateway cannot', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place();
  await shop.deliver(shop.says(placed, 'declined'));
  assert.equal((await cancel(shop, placed)).body.payment_status, 'canceled');
});

test('what is paid or on its way, or cannot be stopped, is not canceled', async (t) => {
  const shop = await startServer(t, { cancels: true });
  const paid = await shop.place();
  atGateway(shop, paid).status = 'paid'; // and nobody has told
  assert.deepEqual(
    [(await cancel(shop, paid)).status, codeOf(await cancel(shop, paid))],
    [409, 'order_closed'],
  );
  assert.equal((await shop.order(paid)).payment_status, 'paid');
  const slow = await shop.place();
  atGateway(shop, slow).status = 'processing';
  assert.equal(codeOf(await cancel(shop, slow)), 'payment_in_progress');
  const weak = await startServer(t);
  assert.equal(codeOf(await cancel(weak, await weak.place())), 'payment_in_progress');
  const deaf = await shop.place();
  shop.gateway.script.push({ method: 'cancel', what: 'lose' });
  assert.deepEqual([(await cancel(shop, deaf)).status, (await cancel(shop, deaf)).status], [504, 200]);
});

test('I1: an attempt the gateway never heard of is closed for good: neither started nor charged any more', async (t) => {
  const shop = await startServer(t, { cancels: true, tokens: true });
  const key = newKey();
  const wish = await shop.wish();
  shop.gateway.script.push({ method: 'start', what: 'fail' });
  await shop.post('/orders', wish, { key });
  const row = await paymentRow(shop);
  // The page that placed it never got an answer; its token follows from its key.
  const access = { token: orderToken(key, row.order_id) };
  const canceled = await shop.send<WireOrder>('POST', `/orders/${row.order_id}/cancel`, undefined, access);
  assert.equal(canceled.body.payment_status, 'canceled');
  const again = await shop.post<WirePlacedOrder>('/orders', wish, { key });
  assert.equal(again.body.next.type, 'wait');
  await shop.post(`/orders/${row.order_id}/payments/${row.id}/submit`, { token: 'tok_1' }, access);
  assert.equal(shop.gateway.ledger.size, 0);
});

test('I1: while a token is on its way to the gateway the order cannot be canceled, and after that no token leaves', async (t) => {
  const shop = await startServer(t, { cancels: true, tokens: true });
  const { submit } = shop.gateway;
  assert.ok(submit);
  // As at Square: the gateway hears of the payment by its token.
  shop.gateway.start = () =>
    Promise.resolve({ gatewayPaymentId: null, next: { type: 'confirm', client: {} }, report: undefined });
  const hand = (placed: WirePlacedOrder): Promise<Answer<WirePlacedOrder>> =>
    shop.post(
      `/orders/${placed.order.id}/payments/${placed.payment.id}/submit`,
      { token: 'tok_1' },
      { token: placed.token },
    );
  const meanwhile: (string | undefined)[] = [];
  shop.gateway.submit = async (...call) => {
    meanwhile.push(codeOf(await cancel(shop, placed)));
    return submit(...call);
  };
  const placed = await shop.place();
  assert.equal((await hand(placed)).body.order.payment_status, 'paid');
  assert.deepEqual(meanwhile, ['payment_in_progress']);
  shop.gateway.submit = submit;

  const left = await shop.place();
  shop.gateway.script.push({ method: 'cancel', what: 'lose' });
  assert.equal((await cancel(shop, left)).status, 504, 'it is not known whether it is canceled');
  await hand(left);
  assert.equal(shop.gateway.ledger.size, 1);
  assert.equal((await cancel(shop, left)).body.payment_status, 'canceled');
  await hand(left);
  assert.equal(shop.gateway.ledger.size, 1);
});

test('T-14: another gateway takes over only once the open attempt at the first can never be charged', async (t) => {
  const shop = await startServer(t, {
    cancels: true,
    more: (now) => [createPaperGateway({ now, name: 'second', cancels: true })],
  });
  const placed = await shop.place();
  const elsewhere = (): Promise<Answer<WirePlacedOrder>> =>
    shop.post(
      `/orders/${placed.order.id}/payments`,
      { gateway: 'second' },
      { token: placed.token, key: newKey() },
    );
  shop.gateway.script.push({ method: 'cancel', what: 'fail' });
  assert.equal((await elsewhere()).status, 502, 'it is not known, so nothing is started');
  const { status, body } = await elsewhere();
  assert.deepEqual([status, body.payment.gateway, body.payment.number], [201, 'second', 2]);
  assert.equal(atGateway(shop, placed).status, 'canceled');
  assert.deepEqual(
    body.order.payments.map((payment) => payment.status),
    ['canceled', 'open'],
  );
  // And back again.
  const back = await shop.post<WirePlacedOrder>(`/orders/${placed.order.id}/payments`, { gateway: 'paper' }, { token: placed.token, key: newKey() }); // prettier-ignore
  assert.equal(back.body.payment.number, 3);
});

test('T-14: what turns out paid while the shopper changes over is paid, and nothing is started', async (t) => {
  const shop = await startServer(t, {
    cancels: true,
    more: (now) => [createPaperGateway({ now, name: 'second', cancels: true })],
  });
  const placed = await shop.place();
  shop.gateway.script.push({ method: 'retrieve', what: 'fail' });
  atGateway(shop, placed).status = 'paid';
  const answer = await shop.post(`/orders/${placed.order.id}/payments`, { gateway: 'second' }, { token: placed.token, key: newKey() }); // prettier-ignore
  assert.equal(codeOf(answer), 'order_closed');
  assert.equal((await shop.order(placed)).payment_status, 'paid');
});

test('a dispute is shown, and its end; it comes by callback like any other word of the gateway', async (t) => {
  const shop = await startServer(t);
  const placed = await shop.place();
  const says = (status: 'open' | 'won' | 'lost'): Promise<void> =>
    shop.deliver(
      shop.gateway.event(
        shop.gateway.report(placed.payment.id, {
          status: 'paid',
          dispute: { status, amount: { amount: 2990, currency: 'EUR' } },
        }),
      ),
    );
  const state = async (): Promise<[string, string]> => {
    const order = await shop.order(placed);
    return [order.status, order.payment_status];
  };
  await says('open');
  assert.deepEqual(await state(), ['completed', 'disputed']);
  await says('won');
  assert.deepEqual(await state(), ['completed', 'paid']);
  await says('open');
  assert.deepEqual(await state(), ['completed', 'paid'], 'a late copy of the beginning');
  await says('lost');
  assert.deepEqual(await state(), ['completed', 'lost']);
});

test('I8, T-13: refunds, disputes, cancelation and expiry come to the same in any order', async (t) => {
  const money = (amount: number) => ({ amount, currency: 'EUR' });
  const words = [
    { status: 'paid' as const },
    { status: 'paid' as const, refunded: money(500) },
    { status: 'paid' as const, refunded: money(900) },
    { status: 'paid' as const, dispute: { status: 'open' as const, amount: money(2990) } },
    { status: 'paid' as const, dispute: { status: 'won' as const, amount: money(2990) } },
    { status: 'processing' as const },
    { status: 'canceled' as const },
  ];
  const run = async (order: readonly number[], expired: boolean): Promise<unknown> => {
    const shop = await startServer(t);
    const placed = await shop.place({ 'bowl-indigo': 1 });
    if (expired) await live(shop, DAY + HOUR, HOUR);
    for (const index of order) {
      const changes = words[index];
      await shop.deliver(
        shop.gateway.event(shop.gateway.report(placed.payment.id, changes), { eventId: `ev ${index}` }),
      );
    }
    const { status, payment_status, payments } = await shop.order(placed);
    const row = await paymentRow(shop);
    const { stock } = await shop.database.db.selectFrom('orders').select('stock').executeTakeFirstOrThrow();
    return [status, payment_status, payments[0]?.status, row.refunded, row.ask_at, stock];
  };
  const all = words.map((_, index) => index);
  await fc.assert(
    fc.asyncProperty(
      fc
        .shuffledSubarray(all, { minLength: 1 })
        .chain((some) =>
          fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length }), fc.boolean()),
        ),
      async ([some, shuffled, expired]) => {
        assert.deepEqual(
          await run([...shuffled, ...shuffled.slice(0, 2)], expired),
          await run(some, expired),
        );
      },
    ),
    { numRuns: runs(25) },
  );
});

test('REC-1: a running store sweeps by itself, one at a time, goes on after a failure, and ends when it is closed', async (t) => {
  const shop = await startServer(t, { cancels: true });
  const placed = await shop.place();
  atGateway(shop, placed).status = 'paid';
  shop.advance(30_000);
  const { retrieve } = shop.gateway;
  let heard = (): void => undefined;
  const asked = new Promise<void>((resolve) => (heard = resolve));
  const atOnce = { now: 0, most: 0 };
  shop.gateway.retrieve = async (...call) => {
    atOnce.most = Math.max(atOnce.most, (atOnce.now += 1));
    await new Promise((resolve) => setTimeout(resolve, 250)); // longer than the time between sweeps
    atOnce.now -= 1;
    heard();
    return retrieve(...call);
  };
  const timer = shop.server.start({ every: 100 });
  await asked;
  await timer.stop();
  assert.equal((await shop.order(placed)).payment_status, 'paid');
  assert.equal(atOnce.most, 1);
  assert.throws(() => shop.server.start({ every: 0 }), /every/);
});
