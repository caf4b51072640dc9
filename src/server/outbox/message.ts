/**
 * What the merchant is told: one message whenever an order comes to stand somewhere else, with the order as it then was.
 * Messages may come twice and in any order; `id` tells that one has been seen, `sequence` which of two is newer.
 */
import type { WireAgreed } from '../../api/wire-admin.js';
import type { WireAddress, WireBuyer, WireOrder, WirePayment, WirePaymentState } from '../../api/wire.js';
import type { MessageId } from '../ids.js';

/** `order.placed`, and `order.` with the payment status the order has come to. */
export type MessageType = 'order.placed' | 'order.reinstated' | `order.${WirePaymentState}`;

/** When each is sent. The closed list. */
export const MESSAGE_TYPES: Readonly<Record<MessageType, string>> = Object.freeze({
  'order.placed': 'An order was placed; its first payment attempt is open.',
  'order.processing': 'A further payment attempt is under way after one that came to nothing.',
  'order.unpaid': 'The payment attempt came to nothing (declined or canceled); the shopper may try again.',
  'order.paid':
    'The gateway confirmed the payment of exactly the frozen amount: fulfil. At most once per order.',
  'order.reinstated': 'The order is paid again after it was not, for instance after a dispute was won.',
  'order.partially_refunded': 'Part of the money was given back; sent again for every further part.',
  'order.refunded': 'All of the money was given back.',
  'order.disputed': 'The shopper had the payment charged back; it is not decided yet.',
  'order.lost': 'The dispute was lost: the money is gone.',
  'order.canceled': 'The shopper or the shop canceled the order; nothing was charged.',
  'order.expired': 'The order was given up because its payment never came.',
  'order.review': 'What the gateway said does not fit the order: a person has to look at it.',
});

/** Body of a webhook, and what the `onOrder` hook gets. A key may be added one day; none is taken away. */
export interface OrderMessage {
  /** The same at every repetition; also the header `webhook-id`. */
  readonly id: MessageId;
  readonly type: MessageType;
  /** When it happened; RFC 3339, UTC. */
  readonly timestamp: string;
  readonly data: {
    /** 1 for the order's first message; a message with a lower one is older. */
    readonly sequence: number;
    readonly order: MessageOrder;
  };
}

/** The order as `GET /orders/{id}` shows it, and what the merchant needs to fulfil it. Opens nothing, holds no secret. */
export interface MessageOrder extends Omit<WireOrder, 'buyer' | 'payments'> {
  /** Minor units of `currency`. */
  readonly total: number;
  /** Minor units given back so far. */
  readonly refunded: number;
  readonly buyer: WireBuyer;
  readonly shipping_address: WireAddress;
  /** null: the bill goes where the goods go. */
  readonly billing_address: WireAddress | null;
  /** The shopper's words, with line breaks. */
  readonly note: string | null;
  readonly consents: readonly WireAgreed[];
  /** BCP 47, as the shopper's page said. */
  readonly locale: string | null;
  /** The shop's order page for this order. It shows the order where it was placed; elsewhere it asks for the whole link. */
  readonly url: string;
  /** With the gateway's own id, to find the payment there. */
  readonly payments: readonly (WirePayment & { readonly gateway_payment_id: string | null })[];
}
