/**
 * Shoppers that buy over HTTP and do not give up: whatever gets lost (the connection, the answer, the store) they send the
 * same request again under the same key, as the browser half does.
 */
import { randomBytes } from 'node:crypto';
import type {
  WireAttempt,
  WireOrder,
  WireOrderRequest,
  WirePlacedOrder,
  WireQuote,
} from '../../src/api/wire.js';
import type { LiveGateways } from './live-gateways.js';
import { ADDRESS, lineItems, type Lines } from './server.js';

const SHOP = 'https://shop.test';

export interface Answered<T> {
  readonly status: number;
  readonly body: T;
}

export interface Purchase {
  readonly id: string;
  readonly number: string;
  readonly token: string;
  readonly payment: string;
}

/** What a shopper who has left the page was in the middle of. */
export class Left extends Error {}

/**
 * `store` says where a store takes requests, when there is one. `leaves` is asked each time an answer got lost: whether the
 * shopper closes the page now.
 */
export function createBuyer(
  store: () => string | Promise<string>,
  gateways: LiveGateways,
  leaves: () => boolean = () => false,
) {
  /** One try; rejects if no answer comes. */
  async function send<T>(
    method: string,
    path: string,
    { body, key, token }: { body?: unknown; key?: string; token?: string } = {},
  ): Promise<Answered<T>> {
    const headers: Record<string, string> = { origin: SHOP, 'content-type': 'application/json' };
    if (key !== undefined) headers['idempotency-key'] = key;
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
    const init: RequestInit = { method, headers };
    if (body !== undefined) init.body = JSON.stringify(body);
    const response = await fetch(`${await store()}/store${path}`, init);
    return { status: response.status, body: (await response.json()) as T };
  }

  /** Until there is an answer that is no 5xx. */
  async function insist<T>(...request: Parameters<typeof send>): Promise<Answered<T>> {
    for (;;) {
      try {
        const answer = await send<T>(...request);
        if (answer.status < 500) return answer;
      } catch {
        // Lost on the way; `store` waits until there is one again.
        if (leaves()) throw new Left();
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async function wish(lines: Lines, gateway: string): Promise<WireOrderRequest> {
    const fulfillment = { country: 'DE', option_id: 'post' };
    const body = { line_items: lineItems(lines), fulfillment };
    const { body: quote } = await insist<WireQuote>('POST', '/quotes', { body });
    return {
      ...body,
      quote_hash: quote.hash,
      buyer: { email: 'aiko@example.com' },
      shipping_address: ADDRESS,
      gateway,
    };
  }

  const place = (body: WireOrderRequest, key: string): Promise<Answered<WirePlacedOrder>> =>
    insist('POST', '/orders', { body, key });

  /** Does what the page does with the next step: in the card frame, or by handing over a token. */
  async function pay({ order, payment, next, token }: WirePlacedOrder): Promise<void> {
    if (next.type !== 'confirm') return;
    const secret = next.client['client_secret'];
    if (secret !== undefined) await gateways.confirm(secret);
    else {
      const path = `/orders/${order.id}/payments/${payment.id}/submit`;
      await insist<WireAttempt>('POST', path, { body: { token: 'tok_of_a_test' }, token });
    }
  }

  return {
    send,
    insist,
    wish,
    place,
    pay,
    /** From cart to payment. undefined: it could not be ordered. */
    async buy(
      gateway: 'sandbox' | 'till',
      lines: Lines,
      onPlaced?: (purchase: Purchase) => void,
    ): Promise<Purchase | undefined> {
      const { status, body } = await place(await wish(lines, gateway), newKey());
      if (status !== 201) return undefined;
      const { order, payment, token } = body;
      const purchase = { id: order.id, number: order.number, token, payment: payment.id };
      onPlaced?.(purchase);
      await pay(body);
      return purchase;
    },
    async order({ id, token }: Pick<Purchase, 'id' | 'token'>): Promise<WireOrder> {
      const { status, body } = await insist<WireOrder>('GET', `/orders/${id}`, { token });
      if (status !== 200) throw new Error(`the order ${id} was not shown: ${status}`);
      return body;
    },
  };
}

const newKey = (): string => randomBytes(20).toString('hex');
