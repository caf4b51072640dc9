/**
 * Payment attempts. The row and its key are in the database before the gateway hears of the attempt, so whatever is lost
 * after that (the gateway's answer, ours, the process), repeating the request comes to the same payment.
 */
import { StoreError } from '../errors.js';
import type { StartedPayment } from '../gateways/gateway-server.js';
import type { WireAddress, WireAttempt, WireQuote } from '../api/wire.js';
import type { Transaction } from 'kysely';
import type { Db } from './db/database.js';
import type { OrderRow, PaymentRow, Tables } from './db/tables.js';
import { idempotencyKey, openOrder } from './access.js';
import { admitToOrder } from './admission.js';
import { closeAttempt, tryToAsk } from './asking.js';
import { attemptOf, callGateway } from './gateway-call.js';
import { canonical, sha256, type OrderId, type PaymentId } from './ids.js';
import { readJson } from './json.js';
import { lockOrder, recordReport, settleOrder } from './order-book.js';
import { isActive, isOpenOrder, isPending } from './order-status.js';
import { amountDue, isHeld } from './part-plan.js';
import { trySettleParts } from './parts.js';
import { nextStep, orderView, paymentView, waitsForShopper } from './order-view.js';
import { json } from './problems.js';
import { placeIn, quoteFor } from './quotes.js';
import { rulesOf } from './rule-answers.js';
import { firstAsk } from './schedule.js';
import { check } from './schemas.js';
import { holdAgain } from './stock.js';
import { inTransaction } from './transaction.js';
import type { Handler, World } from './world.js';

/**
 * A further attempt after a definite decline; or the attempt that is still open, to be confirmed again. An open attempt is
 * one payment at the gateway, which is charged at most once however often it is confirmed.
 */
export const postPayment: Handler = async (world, { request, params }) => {
  const order = await openOrder(world, request, params['id']);
  const key = idempotencyKey(request);
  const wish = check(world.schemas.payment, await readJson(request));
  requireGateway(world, wish.gateway);
  await admitToOrder(world, order.id);
  const open = await stillOpen(world, order.id, wish.gateway);
  if (open) return json(await startAttempt(world, open));
  const request_key_hash = sha256(key);
  const request_hash = sha256(canonical(wish));
  const id = await inTransaction(world, async (trx, world) => {
    await lockOrder(trx, order.id);
    const before = await trx.selectFrom('payments').selectAll().where('order_id', '=', order.id).execute();
    const same = before.find((payment) => payment.request_key_hash === request_key_hash);
    if (same && same.request_hash !== request_hash) throw new StoreError('key_reused');
    if (same) return same.id;
    const now = await readOrder(trx, order.id);
    if (!isOpenOrder(now.payment_status)) throw new StoreError('order_closed');
    requireFewDeclines(world, before);
    const held = before.filter(isHeld);
    const taken = now.payment_status === 'processing';
    if (taken || before.some(({ status }) => isActive(status))) throw new StoreError('payment_in_progress');
    // All parts are taken together, so they must be at one gateway.
    if (held.some((part) => part.gateway !== wish.gateway)) throw new StoreError('payment_in_progress');
    await requireStock(world, trx, now);
    const number = 1 + Math.max(0, ...before.map((payment) => payment.number));
    const made = await addAttempt(world, trx, now, {
      number,
      amount: amountDue(now.payment_status, before, now.total),
      part: held.length > 0 ? 'rest' : null,
      gateway: wish.gateway,
      locale: wish.locale ?? now.locale,
      request_key_hash,
      request_hash,
    });
    await settleOrder(world, trx, order.id);
    return made;
  });
  return json(await startAttempt(world, id), 201);
};

/**
 * The attempt that waits for the shopper. The gateway is asked first: its callback about a decline may still be on the way
 * while the shopper tries again. What it can't say now, the attempt's own row still says. An attempt at another gateway, or
 * one that is to be closed, is closed first: two at once could both be charged.
 */
async function stillOpen(world: World, id: OrderId, gateway: string): Promise<PaymentId | undefined> {
  const active = (await paymentsOf(world, id)).find(({ status }) => isActive(status));
  if (!active) return undefined;
  await tryToAsk(world, active);
  const { order, payment } = await load(world, active.id);
  if (!isActive(payment.status) || !isOpenOrder(order.payment_status)) return undefined;
  if (waitsForShopper(payment) && payment.gateway === gateway) return payment.id;
  if (payment.status !== 'processing') await closeAttempt(world, payment.id);
  return undefined;
}

/**
 * The shopper leaves: nothing of this order shall be charged. The gateway makes sure of it first.
 * @throws StoreError `payment_in_progress` if money may be on its way or the gateway can't cancel, `order_closed` if it
 *   has been paid, `gateway_…` if that can't be found out now.
 */
export const postCancel: Handler = async (world, { request, params }) => {
  const { id } = await openOrder(world, request, params['id']);
  await admitToOrder(world, id);
  await cancelOrder(world, id);
  return json(orderView(await readOrder(world.db, id), await paymentsOf(world, id)));
};

/** Gives an order up, once the gateway has made sure. @throws StoreError as `postCancel`. */
export async function cancelOrder(world: World, id: OrderId): Promise<void> {
  const pending = (await paymentsOf(world, id)).filter(({ status }) => isPending(status));
  for (const payment of pending) await closeAttempt(world, payment.id);
  await inTransaction(world, async (trx, world) => {
    await lockOrder(trx, id);
    const { payment_status: state } = await readOrder(trx, id);
    if (state === 'canceled' || state === 'expired') return;
    if (!isOpenOrder(state)) throw new StoreError('order_closed');
    const held = await trx
      .selectFrom('payments')
      .select('id')
      .where('order_id', '=', id)
      .where('status', '=', 'held')
      .executeTakeFirst();
    if (state === 'processing' || held) throw new StoreError('payment_in_progress');
    await trx.updateTable('orders').set({ canceled_at: world.now() }).where('id', '=', id).execute();
    await settleOrder(world, trx, id);
  });
}

/** Hands a single-use token to a gateway that charges by token. Once it is charged, repeating changes nothing. */
export const postSubmit: Handler = async (world, { request, params }) => {
  const order = await openOrder(world, request, params['id']);
  const { token, partial = false } = check(world.schemas.submit, await readJson(request));
  await admitToOrder(world, order.id);
  const payment = await world.db
    .selectFrom('payments')
    .selectAll()
    .where('order_id', '=', order.id)
    .where('id', '=', (params['payment_id'] ?? '') as PaymentId)
    .executeTakeFirst();
  if (!payment) throw new StoreError('order_not_found');
  if (world.gateways.get(payment.gateway)?.submit === undefined)
    throw new StoreError('request_invalid', 'This way to pay takes no token.');
  const charging = await markCharging(world, payment, partial);
  if (charging) {
    const started = await callGateway(world, payment.gateway, async (gateway, signal) =>
      gateway.submit?.(attemptOf(world, charging, order.email), token, signal),
    );
    if (started) await keep(world, payment, started, 'anew');
  }
  await trySettleParts(world, order.id);
  return json(await answer(world, payment.id));
};

/**
 * While a token is on its way the attempt can't be closed, and once it is to be closed no token leaves: a gateway that has
 * not heard of the payment yet could say that there is nothing to cancel, and be charged after. That an attempt takes less
 * than it was made for is written down as well before anything can be charged. The attempt, if its token may leave.
 */
const markCharging = (world: World, payment: PaymentRow, partial: boolean): Promise<PaymentRow | undefined> =>
  inTransaction(world, async (trx, world) => {
    await lockOrder(trx, payment.order_id);
    const mine = trx.selectFrom('payments').selectAll().where('id', '=', payment.id);
    const now = await mine.executeTakeFirstOrThrow();
    if (!waitsForShopper(now)) return undefined;
    await handOut(world, trx, payment);
    const part =
      now.part ?? (partial && world.gateways.get(payment.gateway)?.parts === true ? ('some' as const) : null);
    const charging_until = world.now() + 2 * world.settings.gatewayTimeout;
    await trx.updateTable('payments').set({ charging_until, part }).where('id', '=', payment.id).execute();
    return { ...now, part };
  });

/**
 * The shopper is about to pay an attempt that is open: nobody shall pay for what is gone, and there will be news soon.
 * @throws StoreError `order_closed`, `quote_blocked`
 */
async function handOut(
  world: World,
  trx: Transaction<Tables>,
  { id, order_id, gateway }: PaymentRow,
): Promise<void> {
  await lockOrder(trx, order_id);
  const order = await readOrder(trx, order_id);
  if (!isOpenOrder(order.payment_status)) throw new StoreError('order_closed');
  await requireStock(world, trx, order);
  await trx
    .updateTable('payments')
    .set({ news_at: world.now(), ask_at: firstAsk(world, gateway) })
    .where('id', '=', id)
    .where('status', 'in', ['open', 'requires_action'])
    .execute();
  await settleOrder(world, trx, order_id);
}

/**
 * Starts the attempt at the gateway, unless what it answered is already known or there is nothing left to start.
 * @throws StoreError `gateway_…`; the attempt stays as it is and can be started again.
 */
export async function startAttempt(world: World, id: PaymentId): Promise<WireAttempt> {
  const { order, payment } = await load(world, id);
  const waiting = waitsForShopper(payment) && isOpenOrder(order.payment_status);
  if (waiting && (payment.next !== null || order.stock === 'released'))
    await inTransaction(world, (trx, world) => handOut(world, trx, payment));
  if (waiting && payment.next === null) {
    const started = await callGateway(world, payment.gateway, (gateway, signal) =>
      gateway.start(attemptOf(world, payment, order.email), signal),
    );
    await keep(world, payment, started, 'first');
  }
  return answer(world, id);
}

/** Writes the row of an attempt. Two under way at once are refused by the database itself. */
export async function addAttempt(
  world: World,
  trx: Transaction<Tables>,
  order: Pick<OrderRow, 'id' | 'currency' | 'mode'>,
  attempt: Pick<
    PaymentRow,
    'number' | 'gateway' | 'locale' | 'amount' | 'part' | 'request_key_hash' | 'request_hash'
  >,
): Promise<PaymentId> {
  const id = world.ids.payment();
  await trx
    .insertInto('payments')
    .values({
      ...attempt,
      id,
      order_id: order.id,
      mode: order.mode,
      currency: order.currency,
      key: world.ids.attemptKey(),
      gateway_payment_id: null,
      next: null,
      created_at: world.now(),
      status: 'open',
      decline_code: null,
      refunded: 0,
      news_at: world.now(),
      ask_at: firstAsk(world, attempt.gateway),
      ask_failures: 0,
      quiet_until: null,
      charging_until: null,
      closing_at: null,
      closed_at: null,
      covered: null,
      undone_at: null,
    })
    .execute();
  return id;
}

/** @throws StoreError `gateway_unknown` if the store does not offer it. */
export function requireGateway(world: World, name: string): void {
  if (!world.gateways.has(name))
    throw new StoreError('gateway_unknown', undefined, { info: { status: 422 } });
}

/**
 * Keeps what the gateway answered. Of two answers to the same start the first stays, since its `next` may be in use; what
 * comes of a token is always news.
 */
async function keep(
  world: World,
  payment: PaymentRow,
  started: StartedPayment,
  mode: 'first' | 'anew',
): Promise<void> {
  await inTransaction(world, async (trx, world) => {
    await lockOrder(trx, payment.order_id);
    const update = trx
      .updateTable('payments')
      .set((eb) => ({
        next: JSON.stringify(started.next),
        gateway_payment_id: eb.fn.coalesce('gateway_payment_id', eb.val(started.gatewayPaymentId)),
        // As long as a charge may come to light, the attempt can't be closed either.
        charging_until: started.ended === 'unclear' ? eb.ref('charging_until') : null,
        ...(started.ended === 'unclear' && { closing_at: world.now() }),
        ...(started.ended === 'closed' && { closed_at: world.now() }),
      }))
      .where('id', '=', payment.id);
    await (mode === 'first' ? update.where('next', 'is', null) : update).execute();
    const row = await trx
      .selectFrom('payments')
      .selectAll()
      .where('id', '=', payment.id)
      .executeTakeFirstOrThrow();
    if (started.report) await recordReport(world, trx, row, started.report);
    // Events that came before the gateway's id was known find their payment now; of a payment that is over, `next` goes.
    await settleOrder(world, trx, payment.order_id);
  });
}

async function answer(world: World, id: PaymentId): Promise<WireAttempt> {
  const { order, payment, payments } = await load(world, id);
  return { order: orderView(order, payments), payment: paymentView(payment), next: nextStep(order, payment) };
}

async function load(
  world: World,
  id: PaymentId,
): Promise<{ order: OrderRow; payment: PaymentRow; payments: PaymentRow[] }> {
  const payment = await world.db
    .selectFrom('payments')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const [order, payments] = await Promise.all([
    world.db.selectFrom('orders').selectAll().where('id', '=', payment.order_id).executeTakeFirstOrThrow(),
    paymentsOf(world, payment.order_id),
  ]);
  return { order, payment, payments };
}

/** An order's attempts, first to last. */
export const paymentsOf = (world: World, id: OrderId): Promise<PaymentRow[]> =>
  world.db.selectFrom('payments').selectAll().where('order_id', '=', id).orderBy('number').execute();

const readOrder = (db: Db, id: OrderId): Promise<OrderRow> =>
  db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

/** Whoever tries card after card does it at the price of a new order each time (security notes T-19). */
function requireFewDeclines({ settings }: World, payments: readonly PaymentRow[]): void {
  const declined = payments.filter(({ status }) => status === 'declined').length;
  if (declined >= (settings.limits?.declines ?? Infinity))
    throw new StoreError('order_closed', 'Too many payments were declined: place a new order.');
}

/**
 * What a lapsed order no longer holds may have been sold to others meanwhile: it takes it anew, before anything is charged.
 * The order must be locked.
 * @throws StoreError `quote_blocked` with the quote that says what is gone.
 */
async function requireStock(world: World, trx: Transaction<Tables>, order: OrderRow): Promise<void> {
  if (await holdAgain(trx, order)) return;
  const lines = await trx.selectFrom('order_lines').selectAll().where('order_id', '=', order.id).execute();
  const agreed = JSON.parse(order.quote) as WireQuote;
  const { fulfillment } = agreed;
  const cart = {
    lines: lines.map(({ sku, quantity }) => ({ item: { id: sku }, quantity })),
    country: fulfillment.country ?? undefined,
    ...placeIn(JSON.parse(order.address) as WireAddress),
    optionId: fulfillment.option_id ?? undefined,
    coupon: order.coupon ?? undefined,
    client: undefined,
    email: order.email,
  };
  const quote = await quoteFor(world, trx, cart, rulesOf(agreed));
  throw new StoreError('quote_blocked', 'Part of it has been sold out since.', { info: { quote } });
}
