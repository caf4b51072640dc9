/** An order, wherever its payment stands. */
import { payment } from './goods.js';
import { HOSTILE_ORDER } from './hostile.js';
import type { Script } from './shop.js';
import { state, type State } from './state.js';

const ORDER = { order: 'order_1042', token: 'token_1042', 'checkout-href': '/checkout.html' };

const order = (name: string, change: Script['order'], more: Script = {}): State =>
  state(`store-order/${name}`, '.order [part~=total]', {
    attributes: ORDER,
    script: { order: change ?? {}, ...more },
  });

export const ORDER_STATES: readonly State[] = [
  state('store-order/loading', '.skeleton', { attributes: ORDER, script: { silent: ['/orders'] } }),
  order('processing', {}),
  order('waiting', { payments: [payment('open')] }),
  order('unfinished', { payments: [payment('open')] }, { late: 60_000 }),
  order('invoice', {
    payments: [
      payment('open', {
        gateway: 'invoice',
        instructions: 'Please send {total} to\nUS12 3456 7890\nwith the words “order {number}”.',
      }),
    ],
  }),
  order('paid', { status: 'completed', payment_status: 'paid', amount_due: 0, payments: [payment('paid')] }),
  order('declined', {
    payment_status: 'unpaid',
    payments: [payment('declined', { decline_code: 'insufficient_funds' })],
  }),
  order('part-held', {
    payment_status: 'unpaid',
    amount_due: 10200,
    payments: [payment('held', { amount: 10000 })],
  }),
  order('canceled', {
    status: 'canceled',
    payment_status: 'canceled',
    amount_due: 0,
    payments: [payment('canceled')],
  }),
  order('refunded', {
    status: 'completed',
    payment_status: 'partially_refunded',
    amount_due: 0,
    payments: [payment('paid')],
  }),
  order('disputed', {
    status: 'completed',
    payment_status: 'disputed',
    amount_due: 0,
    payments: [payment('paid')],
  }),
  state('store-order/missing', '[part=notice]', { attributes: ORDER, script: { noOrder: true } }),
  order('hostile', HOSTILE_ORDER),
];
