/** The merchant's view of orders: a list that can be paged through while orders come in, and one order with all that is known. */
import { StoreError } from '../../errors.js';
import type { WireAdminOrder, WireAdminOrderList, WirePaymentState } from '../../api/wire-admin.js';
import type { OrderRow } from '../db/tables.js';
import { isOrderId, type OrderId } from '../ids.js';
import { messageOrder, refundedOf } from '../outbox/announce.js';
import { paymentsOf } from '../payments.js';
import { json } from '../problems.js';
import { readQuery, refused } from '../query.js';
import { refundsOf } from '../refunds.js';
import type { Handler, World } from '../world.js';
import { refundView } from './view.js';

const PAGE = 25;
const PAGE_LIMIT = 100;
const NUMBER_LIMIT = 999_999_999_999_999;

const STATES: readonly WirePaymentState[] = [
  ...(['unpaid', 'processing', 'paid', 'partially_refunded', 'refunded'] as const),
  ...(['disputed', 'lost', 'canceled', 'expired', 'review'] as const),
];

/** What can be asked for, as JSON Schema; `queryOf` reads it. */
export const ORDERS_QUERY = {
  state: { enum: STATES, description: 'Only orders that stand there.' },
  email: { type: 'string', description: 'The buyer’s, exactly as they gave it.' },
  number: { type: 'integer', minimum: 1, maximum: NUMBER_LIMIT, description: 'The order’s number.' },
  limit: { type: 'integer', minimum: 1, maximum: PAGE_LIMIT, default: PAGE, description: 'Orders per page.' },
  cursor: { type: 'string', description: '`next_cursor` of the page before.' },
} as const;

/** Newest first. A cursor stands for an order, so pages stay whole while others come in. */
export const getOrders: Handler = async (world, { request }) => {
  const { state, email, number, limit, before } = queryOf(request);
  const rows = await world.db
    .selectFrom('orders')
    .selectAll()
    .$if(state !== undefined, (query) => query.where('payment_status', '=', state as WirePaymentState))
    .$if(email !== undefined, (query) => query.where('email', '=', email ?? ''))
    .$if(number !== undefined, (query) => query.where('number', '=', number ?? 0))
    .$if(before !== undefined, (query) => query.where('number', '<', before ?? 0))
    .orderBy('number', 'desc')
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const ids = page.map(({ id }) => id);
  const payments =
    ids.length > 0
      ? await world.db.selectFrom('payments').selectAll().where('order_id', 'in', ids).execute()
      : [];
  const last = page.at(-1);
  return json({
    orders: page.map((order) => ({
      id: order.id,
      number: String(order.number),
      payment_status: order.payment_status,
      mode: order.mode,
      placed_at: new Date(order.placed_at).toISOString(),
      currency: order.currency,
      total: order.total,
      refunded: refundedOf(payments.filter((payment) => payment.order_id === order.id)),
      email: order.email,
    })),
    next_cursor: rows.length > limit && last ? cursorOf(last.number) : null,
  } satisfies WireAdminOrderList);
};

/** One order: what the shopper sees, who they are, and all that was said about its payments. */
export const getAdminOrder: Handler = async (world, { params }) =>
  json(await adminOrder(world, (await findOrder(world, params['id'])).id));

/** @throws StoreError `order_not_found` */
export async function findOrder(world: World, id = ''): Promise<OrderRow> {
  const order = isOrderId(id)
    ? await world.db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirst()
    : undefined;
  if (!order) throw new StoreError('order_not_found');
  return order;
}

export async function adminOrder(world: World, id: OrderId): Promise<WireAdminOrder> {
  const order = await findOrder(world, id);
  const payments = await paymentsOf(world, id);
  const events = await world.db
    .selectFrom('payment_events')
    .selectAll()
    // Also what came before it could be told whose it was: it counts (payment-events.ts).
    .where((eb) => {
      const ids = payments.map((payment) => payment.id);
      return eb.or([
        eb('payment_id', 'in', ids),
        eb.and([eb('payment_id', 'is', null), eb('reference', 'in', ids)]),
      ]);
    })
    .orderBy('received_at')
    .orderBy('id')
    .execute();
  const alerts = await world.db
    .selectFrom('alerts')
    .selectAll()
    .where('order_id', '=', id)
    .orderBy('at')
    .execute();
  return {
    ...messageOrder(order, payments, world.settings.orderPageUrl),
    refunds: (await refundsOf(world, order)).map(refundView),
    events: events.map((event) => ({
      payment_id: event.payment_id ?? event.reference ?? '',
      type: event.type,
      via: event.via,
      note: event.note,
      occurred_at: new Date(event.occurred_at).toISOString(),
      received_at: new Date(event.received_at).toISOString(),
      status: event.status,
      amount: event.amount,
      currency: event.currency,
      verdict: event.verdict,
      reasons: event.reasons === '' ? [] : event.reasons.split(','),
    })),
    alerts: alerts.map(({ code, at, resolved_at }) => ({
      code,
      at: new Date(at).toISOString(),
      resolved: resolved_at !== null,
    })),
  };
}

interface Query {
  readonly state: string | undefined;
  readonly email: string | undefined;
  readonly number: number | undefined;
  readonly limit: number;
  readonly before: number | undefined;
}

/** @throws StoreError `request_invalid` that names the parameter. */
function queryOf(request: Request): Query {
  const { text, whole, oneOf } = readQuery(request);
  const cursor = text('cursor');
  const before =
    cursor === undefined ? undefined : Number(/^n(\d{1,15})$/.exec(fromBase64(cursor))?.[1] ?? NaN);
  if (Number.isNaN(before)) throw refused('cursor', 'Must be the next_cursor of an answer.');
  return {
    state: oneOf('state', STATES),
    email: text('email'),
    number: whole('number', NUMBER_LIMIT),
    limit: whole('limit', PAGE_LIMIT) ?? PAGE,
    before,
  };
}

const cursorOf = (number: number): string => Buffer.from(`n${number}`).toString('base64url');
const fromBase64 = (text: string): string => Buffer.from(text, 'base64url').toString();
