/**
 * The orders this browser can open. Their tokens stay with the tab, and with the payment that is under way; in a browser that
 * keeps nothing they live as long as the page does.
 */
import type { OrderAccess, OrdersApi } from '../api/orders.js';
import type { Cart } from '../cart/cart.js';
import type { Env } from '../env.js';
import type { AttemptKeep } from './attempt.js';
import type { OrderWatch } from './order-watch.js';
import { settleOrder } from './placing.js';

export interface KnownOrders {
  /** Asks about an order until it is settled or `signal` aborts. Rejects if the code for it can't be loaded. */
  watch(access: OrderAccess, signal: AbortSignal): Promise<OrderWatch>;
  /** Keeps how an order is opened for this tab, so that its token need not stay in the address. Whether it can be kept. */
  keep(access: OrderAccess): boolean;
  find(id: string): OrderAccess | undefined;
  /** Makes it the order that the checkout goes on with. */
  resume(access: OrderAccess): void;
}

export function createKnownOrders(parts: {
  readonly env: Env;
  readonly api: OrdersApi;
  readonly cart: Cart;
  readonly attempts: AttemptKeep;
  readonly signal: AbortSignal;
}): KnownOrders {
  const { env, api, cart, attempts } = parts;
  const opened = new Map<string, string>();
  const nameOf = (id: string): string => `store-elements:order:${id}`;
  return {
    async watch(access, signal) {
      const { watchOrder } = await import('./order-watch.js');
      const stop = AbortSignal.any([signal, parts.signal]);
      const watch = watchOrder(env, api, access, stop);
      watch.subscribe(({ order }) => {
        if (order && (order.paymentStatus === 'paid' || order.status === 'canceled'))
          settleOrder(cart, attempts, order);
      }, stop);
      return watch;
    },
    keep({ id, token }) {
      opened.set(id, token);
      try {
        env.session?.setItem(nameOf(id), token);
        return env.session !== undefined;
      } catch {
        return false;
      }
    },
    find(id) {
      // A bank's app opens the way back in a tab of its own, which knows of the payment under way.
      const underWay = attempts.load()?.order;
      const kept = opened.get(id) ?? env.session?.getItem(nameOf(id));
      const token = kept ?? (underWay?.id === id ? underWay.token : undefined);
      return token ? { id, token } : undefined;
    },
    resume(access) {
      const kept = attempts.load();
      const same = kept?.order?.id === access.id ? kept : undefined;
      const fresh = { key: env.randomId(), order: access, paymentKey: env.randomId(), sent: false };
      // Fits no request: what is paid for is the order as it was placed.
      attempts.save({ ...(same ?? fresh), fingerprint: access.id });
    },
  };
}
