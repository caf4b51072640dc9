import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OrdersApi } from '../../src/api/orders.js';
import type { Order } from '../../src/api/types.js';
import { createAsk } from '../../src/api/client.js';
import { isSettled } from '../../src/checkout/order.js';
import { watchOrder, type OrderWatch } from '../../src/checkout/order-watch.js';
import type { Env } from '../../src/env.js';
import { StoreError, type ErrorCode } from '../../src/errors.js';

const ACCESS = { id: 'ord_1', token: 'tok_1' };
const order = (paymentStatus: Order['paymentStatus'], payments: string[] = ['open']): Order =>
  ({ ...ACCESS, paymentStatus, status: 'complete_in_progress', payments: payments.map((status) => ({ status })) }) as unknown as Order; // prettier-ignore
const failure = (code: ErrorCode, retryAfter = 0): StoreError =>
  new StoreError(code, undefined, { info: { retryAfter } });

/** A watch under a clock that stands still; each answer is asked for by the test. */
function watching(): {
  watch: OrderWatch;
  asked: () => number;
  /** The pause that is under way, in ms. */
  pause: () => number | undefined;
  answer(with_: Order | StoreError): Promise<void>;
  /** Lets the pause pass. */
  pass(): Promise<void>;
  stop: AbortController;
} {
  const stop = new AbortController();
  let asked = 0;
  let now = 0;
  let settle: { resolve: (order: Order) => void; reject: (error: StoreError) => void } | undefined;
  let waiting: { ms: number; ring: () => void } | undefined;
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const env = {
    now: () => now,
    wait: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        const end = (work: () => void) => (): void => {
          waiting = undefined;
          work();
        };
        waiting = { ms, ring: end(resolve) };
        signal?.addEventListener(
          'abort',
          end(() => reject(signal.reason as Error)),
          { once: true },
        );
      }),
  } as unknown as Env;
  const api = {
    order: () => {
      asked += 1;
      return new Promise<Order>((resolve, reject) => (settle = { resolve, reject }));
    },
  } as unknown as OrdersApi;
  return {
    watch: watchOrder(env, api, ACCESS, stop.signal),
    asked: () => asked,
    pause: () => waiting?.ms,
    async answer(with_) {
      if (with_ instanceof StoreError) settle?.reject(with_);
      else settle?.resolve(with_);
      await settled();
    },
    async pass() {
      now += waiting?.ms ?? 0;
      waiting?.ring();
      await settled();
    },
    stop,
  };
}

describe('an order that is watched', () => {
  it('is asked for with growing pauses until it is settled, and not once more', async () => {
    const world = watching();
    const pauses: (number | undefined)[] = [];
    for (let turn = 0; turn < 11; turn++) {
      await world.answer(order('processing'));
      pauses.push(world.pause());
      await world.pass();
    }
    assert.deepEqual(pauses, [400, 600, 800, 1000, 1000, 1500, 2000, 3000, 5000, 10_000, 10_000]);
    assert.equal(world.watch.get().slow, true);
    await world.answer(order('paid', ['paid']));
    assert.deepEqual([world.watch.get().status, world.pause(), world.asked()], ['settled', undefined, 12]);
  });

  it('leaves a busy server alone for as long as it says, up to a minute', async () => {
    for (const [seconds, ms] of [[7, 7000], [3600, 60_000], [0, 400], [NaN, 400], [-5, 400]] as const) {
      const world = watching();
      await world.answer(failure('rate_limited', seconds));
      assert.equal(world.pause(), ms, `Retry-After: ${seconds}`);
      assert.equal(world.watch.get().error?.code, 'rate_limited');
      await world.pass();
      await world.answer(order('processing'));
      assert.equal(world.watch.get().error, undefined);
      assert.equal(world.pause(), 600);
      world.stop.abort();
    }
  }); // prettier-ignore

  it('reads Retry-After from the answer', async () => {
    for (const [header, seconds] of [['12', 12], [undefined, 0]] as const) {
      const headers = new Headers(header === undefined ? {} : { 'retry-after': header });
      const response = new Response('{"code":"rate_limited"}', { status: 429, headers });
      const env = { fetch: () => Promise.resolve(response), isOnline: () => true } as unknown as Env;
      const asked = createAsk('https://shop.test/store', env)('/orders/1', (json) => json);
      await assert.rejects(asked, (error: StoreError) => error.info['retryAfter'] === seconds);
    }
  }); // prettier-ignore

  it('is left in peace while nobody looks, and asked for at once when somebody does', async () => {
    const world = watching();
    world.watch.pause();
    await world.answer(order('processing'));
    await world.pass();
    await world.pass();
    assert.equal(world.asked(), 1);
    world.watch.refresh();
    await world.pass();
    assert.equal(world.asked(), 2);
    await world.answer(order('processing'));
    assert.equal(world.pause(), 600);
    world.watch.refresh();
    await world.pass();
    assert.equal(world.asked(), 3);
  });

  it('is asked for no more when the page lets go, also in a pause of a hidden page', async () => {
    const world = watching();
    world.watch.pause();
    await world.answer(order('processing'));
    await world.pass();
    world.stop.abort();
    await world.pass();
    assert.equal(world.asked(), 1);
  });

  it('is not there when the server says so, and nothing else ends the asking', async () => {
    for (const code of ['network_offline', 'server_failed', 'network_timeout'] as const) {
      const world = watching();
      await world.answer(failure(code));
      assert.deepEqual([world.watch.get().status, world.pause()], ['loading', 400], code);
      world.stop.abort();
    }
    const world = watching();
    await world.answer(failure('order_not_found'));
    assert.deepEqual([world.watch.get().status, world.pause()], ['missing', undefined]);
  });

  it('is settled when nobody has anything left to say', () => {
    for (const state of ['paid', 'refunded', 'canceled', 'expired', 'review', 'disputed', 'lost'] as const)
      assert.equal(isSettled(order(state)), true, state);
    assert.equal(isSettled(order('processing', ['open'])), false);
    assert.equal(isSettled(order('unpaid', ['declined'])), true);
    assert.equal(isSettled(order('unpaid', ['declined', 'canceled'])), true);
    assert.equal(isSettled(order('unpaid', [])), false);
  });
});
