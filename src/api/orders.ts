/** Configuration, orders and payments: what the checkout and the order page ask of our server. */
import type { Ask } from './client.js';
import { parseAttempt, parseConfig, parseOrder, parsePlaced } from './parse-order.js';
import { discountsOf, lineItems } from './shop.js';
import type { Order, OrderRequest, PlacedOrder, StartedAttempt, StoreConfig } from './types.js';
import type { WireOrderRequest, WirePaymentRequest, WireSubmitRequest } from './wire.js';

/** How an order is addressed and opened. */
export interface OrderAccess {
  readonly id: string;
  readonly token: string;
}

export interface OrdersApi {
  config(signal?: AbortSignal): Promise<StoreConfig>;
  /** Safe to repeat with the same key and request: it comes to the same order. */
  placeOrder(request: OrderRequest, key: string, signal?: AbortSignal): Promise<PlacedOrder>;
  order(access: OrderAccess, signal?: AbortSignal): Promise<Order>;
  /** A further attempt after a definite decline, or the open one again. Safe to repeat with the same key. */
  startPayment(
    access: OrderAccess,
    gateway: string,
    key: string,
    signal?: AbortSignal,
  ): Promise<StartedAttempt>;
  /**
   * Gives the order up, once the gateway has made sure that it can't be charged any more.
   * @throws StoreError `order_closed` if it is paid, `payment_in_progress` if it may still be.
   */
  cancelOrder(access: OrderAccess, signal?: AbortSignal): Promise<Order>;
  submitToken(
    access: OrderAccess,
    paymentId: string,
    request: WireSubmitRequest,
    signal?: AbortSignal,
  ): Promise<StartedAttempt>;
}

export function createOrdersApi(ask: Ask): OrdersApi {
  const at = (access: OrderAccess): string => `/orders/${encodeURIComponent(access.id)}`;
  return {
    config: (signal) => ask('/config', parseConfig, { signal }),
    placeOrder: (request, key, signal) =>
      ask('/orders', parsePlaced, { body: orderBody(request), key, signal }),
    order: (access, signal) => ask(at(access), parseOrder, { token: access.token, signal }),
    startPayment: (access, gateway, key, signal) =>
      ask(`${at(access)}/payments`, parseAttempt, {
        body: { gateway } satisfies WirePaymentRequest,
        key,
        token: access.token,
        signal,
      }),
    cancelOrder: (access, signal) =>
      ask(`${at(access)}/cancel`, parseOrder, { body: {}, token: access.token, signal }),
    submitToken: (access, paymentId, request, signal) =>
      ask(`${at(access)}/payments/${encodeURIComponent(paymentId)}/submit`, parseAttempt, {
        body: request,
        token: access.token,
        signal,
      }),
  };
}

const orderBody = (request: OrderRequest): WireOrderRequest => ({
  line_items: lineItems(request.lines),
  ...discountsOf(request.coupon),
  ...(request.giftNote && { gift_note: request.giftNote }),
  fulfillment: { country: request.country, option_id: request.optionId },
  quote_hash: request.quoteHash,
  buyer: request.buyer,
  shipping_address: request.address,
  ...(request.billing && { billing_address: request.billing }),
  ...(request.note && { note: request.note }),
  ...(request.consents && { consents: request.consents }),
  gateway: request.gateway,
  locale: request.locale,
});
