/**
 * Writes messages into the outbox: always inside the transaction that makes true what they say, so that there is no order
 * paid without its message and no message about what never came to be.
 */
import type { Transaction } from 'kysely';
import { returnUrl } from '../../api/arrival.js';
import type { WireAddress, WirePaymentState } from '../../api/wire.js';
import type { KeptConsent } from '../consents.js';
import type { OrderRow, PaymentRow, Tables } from '../db/tables.js';
import type { OrderId } from '../ids.js';
import { orderView, paymentView } from '../order-view.js';
import type { World } from '../world.js';
import type { MessageOrder, MessageType, OrderMessage } from './message.js';

/** Where an order stands, as far as messages go. */
export interface Standing {
  readonly state: WirePaymentState;
  /** Minor units given back so far. */
  readonly refunded: number;
}

/** Writes the message a change calls for, if there was one. The order must be locked. */
export async function announceChange(
  world: World,
  trx: Transaction<Tables>,
  id: OrderId,
  before: Standing,
  after: Standing,
): Promise<void> {
  if (before.state === after.state && before.refunded === after.refunded) return;
  await announce(world, trx, id, `order.${after.state}`);
}

/** Writes a message about the order as it stands now, for everybody who wants it. The order must be locked, or new. */
export async function announce(
  world: World,
  trx: Transaction<Tables>,
  id: OrderId,
  wish: MessageType,
): Promise<void> {
  if (world.settings.targets.length === 0) return;
  const order = await trx.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const payments = await trx
    .selectFrom('payments')
    .selectAll()
    .where('order_id', '=', id)
    .orderBy('number')
    .execute();
  const before = await trx.selectFrom('messages').select('type').where('order_id', '=', id).execute();
  // Whoever fulfils at "paid" must not do it twice (security notes I4).
  const again = wish === 'order.paid' && before.some((message) => message.type === wish);
  const type = again ? 'order.reinstated' : wish;
  const wanting = world.settings.targets.filter(({ wants }) => wants(type));
  const now = world.now();
  const sequence = before.length + 1;
  const message: OrderMessage = {
    id: world.ids.message(),
    type,
    timestamp: new Date(now).toISOString(),
    data: { sequence, order: messageOrder(order, payments, world.settings.orderPageUrl) },
  };
  await trx
    .insertInto('messages')
    .values({
      id: message.id,
      order_id: id,
      sequence,
      type,
      occurred_at: now,
      body: wanting.length > 0 ? JSON.stringify(message) : null, // it names the buyer, and nobody would take it away
    })
    .execute();
  for (const target of wanting) {
    await trx
      .insertInto('deliveries')
      .values({
        id: world.ids.delivery(),
        message_id: message.id,
        target: target.id,
        status: 'pending',
        attempts: 0,
        next_at: now,
        last_error: null,
      })
      .execute();
  }
}

export const refundedOf = (payments: readonly Pick<PaymentRow, 'refunded'>[]): number =>
  payments.reduce((sum, { refunded }) => sum + refunded, 0);

/** Agreed to with the click that placed the order. */
const consentsKept = ({ consents, placed_at }: OrderRow): MessageOrder['consents'] =>
  (JSON.parse(consents ?? '[]') as KeptConsent[]).map((consent) => ({
    ...consent,
    agreed_at: new Date(placed_at).toISOString(),
  }));

export function messageOrder(
  order: OrderRow,
  payments: readonly PaymentRow[],
  orderPageUrl: string,
): MessageOrder {
  return {
    ...orderView(order, payments),
    total: order.total,
    refunded: refundedOf(payments),
    buyer: { email: order.email, ...(order.phone !== null && { phone: order.phone }) },
    shipping_address: JSON.parse(order.address) as WireAddress,
    billing_address:
      order.billing_address === null ? null : (JSON.parse(order.billing_address) as WireAddress),
    note: order.note,
    consents: consentsKept(order),
    locale: order.locale,
    url: returnUrl(orderPageUrl, order.id),
    payments: payments.map((payment) => ({
      ...paymentView(payment),
      gateway_payment_id: payment.gateway_payment_id,
    })),
  };
}
