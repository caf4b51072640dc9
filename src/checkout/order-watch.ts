/**
 * An order asked for again until it is settled. Nothing in the page's address or in the gateway's answer changes it: `paid`
 * stands here only if the server said so. Loaded with what shows an order.
 */
import type { OrderAccess, OrdersApi } from '../api/orders.js';
import type { Order } from '../api/types.js';
import type { Env } from '../env.js';
import { isStoreError, StoreError } from '../errors.js';
import { observable, type Observable } from '../observable.js';
import { isSettled } from './order.js';

export interface OrderSnapshot {
  readonly access: OrderAccess;
  readonly order: Order | undefined;
  /** loading: no answer yet. waiting: may still change by itself. settled: will not. missing: no such order. */
  readonly status: 'loading' | 'waiting' | 'settled' | 'missing';
  /** It takes longer than usual; say so, and keep asking. */
  readonly slow: boolean;
  /** The last failure to ask; asking goes on. */
  readonly error: StoreError | undefined;
}

export interface OrderWatch extends Observable<OrderSnapshot> {
  /** Asks now instead of at the next turn, and goes on after a pause. */
  refresh(): void;
  /** Nobody looks: asks no more until `refresh`. */
  pause(): void;
}

/** ms between asks: quick while the callback is on its way, patient after. */
const PACE = [400, 600, 800, 1000, 1000, 1500, 2000, 3000, 5000];
const PATIENT = 10_000;
/** ms: no answer makes the page wait for longer. */
const MOST = 60_000;
/** ms until the page admits that it takes long. */
const SLOW = 15_000;

export function watchOrder(env: Env, api: OrdersApi, access: OrderAccess, signal: AbortSignal): OrderWatch {
  const state = observable<OrderSnapshot>(
    Object.freeze({ access, order: undefined, status: 'loading', slow: false, error: undefined }),
  );
  const commit = (patch: Partial<OrderSnapshot>): void =>
    state.set(Object.freeze({ ...state.get(), ...patch }));
  let hurry = new AbortController();
  let paused = false;

  async function ask(): Promise<boolean> {
    try {
      const order = await api.order(access, signal);
      const settled = isSettled(order);
      const before = state.get();
      if (before.order && sameOrder(before.order, order) && !before.error) return settled;
      commit({ order, status: settled ? 'settled' : 'waiting', error: undefined });
      return settled;
    } catch (cause) {
      if (signal.aborted) return true;
      const error = isStoreError(cause) ? cause : new StoreError('server_failed', undefined, { cause });
      const missing = error.code === 'order_not_found';
      commit({ error, ...(missing && { status: 'missing' }) });
      return missing;
    }
  }

  async function watch(): Promise<void> {
    const since = env.now();
    for (let turn = 0; !signal.aborted; turn++) {
      if (await ask()) return;
      if (!state.get().slow && env.now() - since > SLOW) commit({ slow: true });
      // A busy server says for how long it wants to be left alone.
      const asked = Number(state.get().error?.info['retryAfter'] ?? 0) * 1000;
      const rest = Math.max(PACE[turn] ?? PATIENT, Math.min(asked || 0, MOST));
      // Both ends of the pause are wanted: the shopper's impatience asks again, leaving the page stops.
      const either = AbortSignal.any([hurry.signal, signal]);
      await env.wait(rest, either).catch(() => undefined);
      if (paused && !either.aborted)
        await new Promise((go) => either.addEventListener('abort', go, { once: true }));
      if (hurry.signal.aborted) hurry = new AbortController();
    }
  }
  void watch();

  return {
    get: state.get,
    subscribe: state.subscribe,
    refresh() {
      paused = false;
      hurry.abort();
    },
    pause() {
      paused = true;
    },
  };
}

const sameOrder = (a: Order, b: Order): boolean =>
  a.paymentStatus === b.paymentStatus &&
  a.status === b.status &&
  a.payments.length === b.payments.length &&
  a.payments.at(-1)?.status === b.payments.at(-1)?.status;
