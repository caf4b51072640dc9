/**
 * Placing and paying an order under the right keys. One key per order request and one per attempt: the same wish, sent
 * again after a lost answer, a reload or a second click, comes to the same order and the same payment.
 */
import type { OrderAccess, OrdersApi } from '../api/orders.js';
import type { Order, OrderDetails, OrderRequest, PlacedOrder, StartedAttempt } from '../api/types.js';
import type { Cart } from '../cart/cart.js';
import type { Env } from '../env.js';
import { isStoreError, StoreError } from '../errors.js';
import type { Observable } from '../observable.js';
import { fingerprintOf, type AttemptKeep } from './attempt.js';
import { isOpenToPay, lastDecline } from './order.js';

/** An order the server has, and how to open it. */
export interface ResumedOrder {
  readonly access: OrderAccess;
  readonly order: Order;
}

export interface Placing {
  /** The order this browser has under way, if it still fits the cart, is asked for by its link, or its money may be on the way. */
  find(): Promise<ResumedOrder | undefined>;
  /** The order this browser placed last, wherever it stands. */
  known(): Promise<ResumedOrder | undefined>;
  place(details: OrderDetails, gateway: string): Promise<PlacedOrder>;
  /** The open payment of a placed order again, or the next one after a decline. */
  resume(resumed: ResumedOrder, gateway: string): Promise<StartedAttempt>;
  /** The gateway is about to be asked to charge. */
  sending(): void;
  /** Whether it was, and has not said no. */
  wasSent(): boolean;
  /** The gateway said a definite no, or the shopper did; after a decline the next try is a new payment. */
  refused(kind: 'declined' | 'canceled'): void;
  /** Gives up the order placed before. @throws StoreError `order_closed`, `payment_in_progress` if it is paid or may be. */
  abandon(): Promise<void>;
}

export function createPlacing(parts: {
  readonly env: Env;
  readonly api: OrdersApi;
  readonly cart: Cart;
  readonly attempts: AttemptKeep;
  readonly language: Observable<{ readonly locale: string }>;
  readonly signal: AbortSignal;
}): Placing {
  const { env, api, cart, attempts, signal } = parts;

  async function find(): Promise<ResumedOrder | undefined> {
    const found = await known();
    if (!found) return undefined;
    const { order } = found;
    const over = order.status === 'canceled' || order.paymentStatus === 'paid';
    if (over) settleOrder(cart, attempts, order);
    const asked = attempts.load()?.fingerprint === order.id;
    return !over && (asked || !isOpenToPay(order) || fitsCart(order)) ? found : undefined;
  }

  async function known(): Promise<ResumedOrder | undefined> {
    const access = attempts.load()?.order;
    if (!access) return undefined;
    try {
      return { access, order: await api.order(access, signal) };
    } catch (error) {
      if (!isStoreError(error) || error.code !== 'order_not_found') throw error;
      attempts.clear();
      return undefined;
    }
  }

  const fitsCart = (order: Order): boolean => {
    const { lines, coupon } = cart.get();
    return (
      order.discounts?.[0]?.code === coupon &&
      lines.length === order.lines.length &&
      lines.every((l) => order.lines.some((o) => o.sku === l.sku && o.quantity === l.quantity))
    );
  };

  async function place(details: OrderDetails, gateway: string): Promise<PlacedOrder> {
    const request = await orderRequest(details, gateway);
    const fingerprint = await fingerprintOf(request);
    const kept = attempts.load();
    const same = kept?.fingerprint === fingerprint ? kept : undefined;
    // A declined order that still says the same is paid again under its own id; the answer has no token, we have it.
    if (same?.order)
      return {
        ...(await api.startPayment(same.order, gateway, same.paymentKey, signal)),
        token: same.order.token,
      };
    // The cart has changed since: another order, and the one before must not be charged beside it.
    if (!same) await abandon();
    const attempt = same ?? {
      key: env.randomId(),
      fingerprint,
      order: undefined,
      paymentKey: env.randomId(),
      sent: false,
    };
    attempts.save(attempt);
    const placed = await api.placeOrder(request, attempt.key, signal);
    attempts.save({ ...attempt, order: { id: placed.order.id, token: placed.token } });
    return placed;
  }

  async function abandon(): Promise<void> {
    const access = attempts.load()?.order;
    try {
      if (access) await api.cancelOrder(access, signal);
    } catch (error) {
      if (!isStoreError(error) || error.code !== 'order_not_found') throw error;
    }
    attempts.clear();
  }

  async function orderRequest(details: OrderDetails, gateway: string): Promise<OrderRequest> {
    const seen = cart.get().quote?.total.amount;
    if (cart.get().status !== 'priced') await cart.refresh();
    const { quote, lines, coupon, giftNote, error, delivery } = cart.get();
    if (error) throw error;
    const optionId = quote?.delivery.optionId;
    if (!quote?.ready || !optionId) throw new StoreError('quote_blocked', undefined, { info: { quote } });
    // The shopper agreed to what stood there.
    if (quote.total.amount !== seen) throw new StoreError('quote_changed', undefined, { info: { quote } });
    return {
      lines,
      coupon,
      giftNote,
      country: delivery.country ?? details.address.address_country,
      optionId,
      quoteHash: quote.hash,
      ...details,
      gateway,
      locale: parts.language.get().locale,
    };
  }

  function refused(kind: 'declined' | 'canceled'): void {
    const kept = attempts.load();
    if (!kept) return;
    attempts.save({ ...kept, sent: false, ...(kind === 'declined' && { paymentKey: env.randomId() }) });
  }

  return {
    find,
    known,
    place,
    resume(resumed, gateway) {
      // The key of an attempt that is over comes to that attempt again.
      if (lastDecline(resumed.order)) refused('declined');
      const key = attempts.load()?.paymentKey ?? env.randomId();
      // Each try has its own key, also when the refusal of the one before was heard on another page.
      const name = `${key}-${resumed.order.payments.length}-${gateway}`;
      return api.startPayment(resumed.access, gateway, name, signal);
    },
    sending() {
      const kept = attempts.load();
      if (kept) attempts.save({ ...kept, sent: true });
    },
    wasSent: () => attempts.load()?.sent ?? false,
    refused,
    abandon,
  };
}

/** A paid order leaves the cart, once: only while this browser still keeps it as its own, and only what it took. */
export function settleOrder(cart: Cart, attempts: AttemptKeep, order: Order): void {
  if (attempts.load()?.order?.id !== order.id) return;
  attempts.clear();
  if (order.paymentStatus === 'paid') cart.takeOrdered(order.lines);
}
