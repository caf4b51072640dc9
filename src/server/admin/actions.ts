/** What the merchant does with an order: give money back, take authorized money, say that it came by hand, give the order up. */
import { StoreError } from '../../errors.js';
import { idempotencyKey } from '../access.js';
import { attemptOf, callGateway } from '../gateway-call.js';
import { canonical, sha256 } from '../ids.js';
import { readJson } from '../json.js';
import { lockOrder, recordReport } from '../order-book.js';
import { isActive, isOpenOrder } from '../order-status.js';
import { cancelOrder, paymentsOf } from '../payments.js';
import { json } from '../problems.js';
import { byHand } from '../refund-outcome.js';
import { refundOrder } from '../refunds.js';
import { isOffline } from '../schedule.js';
import { check } from '../schemas.js';
import { inTransaction } from '../transaction.js';
import type { Handler } from '../world.js';
import { adminOrder, findOrder } from './orders.js';
import { refundView } from './view.js';

export const postRefund: Handler = async (world, { request, params }) => {
  const { id, currency } = await findOrder(world, params['id']);
  const key = idempotencyKey(request);
  const wish = check(world.schemas.refund, await readJson(request));
  if (wish.currency !== undefined && wish.currency !== currency)
    throw new StoreError('refund_refused', `The order is in ${currency}.`);
  const [refund, ...more] = await refundOrder(world, id, {
    amount: wish.amount,
    reason: wish.reason,
    restock: wish.restock ?? false,
    request_key_hash: sha256(key),
    request_hash: sha256(canonical(wish)),
  });
  return json({ ...refundView(refund), ...(more.length > 0 && { more: more.map(refundView) }) }, 201);
};

/** Gives an order up that is not paid; an authorization is let go. @throws as the shopper's own cancelation. */
export const postAdminCancel: Handler = async (world, { request, params }) => {
  const { id } = await findOrder(world, params['id']);
  check(world.schemas.nothing, await readJson(request));
  await cancelOrder(world, id);
  return json(await adminOrder(world, id));
};

/** Takes the money of a payment that was only authorized. Repeating it changes nothing. */
export const postCapture: Handler = async (world, { request, params }) => {
  const { id } = await findOrder(world, params['id']);
  check(world.schemas.nothing, await readJson(request));
  const payments = await paymentsOf(world, id);
  const payment = payments.find(({ status }) => status === 'processing');
  if (!payment) {
    if (payments.some(({ status }) => status === 'paid')) return json(await adminOrder(world, id));
    throw new StoreError('order_closed', 'No authorized payment waits.');
  }
  const report = await callGateway(world, payment.gateway, async (gateway, signal) =>
    gateway.capture?.(attemptOf(world, payment), signal),
  );
  if (!report) throw new StoreError('order_closed', `"${payment.gateway}" captures by itself.`);
  await inTransaction(world, (trx, world) => recordReport(world, trx, payment, report));
  return json(await adminOrder(world, id));
};

/** The money of an offline order has come; the body may say who saw it where. Repeating it changes nothing; other kinds of gateways speak for themselves. */
export const postPaid: Handler = async (world, { request, params }) => {
  const { id } = await findOrder(world, params['id']);
  const { note } = check(world.schemas.paid, await readJson(request));
  await inTransaction(world, async (trx, world) => {
    await lockOrder(trx, id);
    const order = await trx.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const payments = await trx.selectFrom('payments').selectAll().where('order_id', '=', id).execute();
    const offline = payments.filter(({ gateway }) => isOffline(world, gateway));
    if (offline.some(({ status }) => status === 'paid')) return;
    const waiting = offline.find(({ status }) => isActive(status));
    if (!waiting || !isOpenOrder(order.payment_status))
      throw new StoreError('order_closed', 'It waits for no money that comes by hand.');
    await recordReport(world, trx, waiting, byHand(world, waiting), { via: 'merchant', note: note ?? null });
  });
  return json(await adminOrder(world, id));
};
