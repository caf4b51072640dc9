/**
 * When something is done about an order though nobody says anything: pure functions from where it stands to due times.
 * Due times are columns, so any number of processes share them and none is lost with a process.
 */
import type { WirePaymentState, WirePaymentStatus } from '../api/wire.js';
import type { OrderRow, PaymentRow } from './db/tables.js';
import { isActive, isOpenOrder, isPaidOrder, isPending } from './order-status.js';
import { partPlan, type Part } from './part-plan.js';
import type { World } from './world.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** ms after the last news at which the gateway is asked about an attempt (security notes REC-1). */
export const ASK_AFTER = [
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  HOUR,
  6 * HOUR,
  24 * HOUR,
  72 * HOUR,
] as const;

/** ms between asks once that is through, as long as money may be on its way. */
export const ASK_ON = 72 * HOUR;

/** The next time to ask after `now`; undefined when the last one is over. */
export function nextAsk(news: number, now: number): number | undefined {
  const after = ASK_AFTER.find((each) => news + each > now);
  return after === undefined ? undefined : news + after;
}

/** ms to wait after the `failures`th failure in a row: 30 s doubling up to an hour. */
export const backoff = (failures: number): number => Math.min(HOUR, 30 * SECOND * 2 ** (failures - 1));

type Timed = Part & Pick<PaymentRow, 'gateway' | 'news_at'>;
type Asked = Pick<PaymentRow, 'news_at' | 'ask_at' | 'ask_failures'>;

/** What a change of status does to the times the gateway is asked. No change, no news. */
export function askedAfter(world: World, payment: PaymentRow, status: WirePaymentStatus): Partial<Asked> {
  if (status === payment.status) return {};
  // What we closed ourselves says nothing of the shopper, and prolongs nothing.
  const news_at = status === 'canceled' && payment.closing_at !== null ? payment.news_at : world.now();
  const ask_at = isPending(status) ? firstAsk(world, payment.gateway) : null;
  return { news_at, ask_at, ask_failures: 0 };
}

/** When to ask about an attempt that has just begun; null where nobody can be asked. */
export const firstAsk = (world: World, gateway: string): number | null =>
  isOffline(world, gateway) ? null : world.now() + ASK_AFTER[0];

/** Its money comes by hand: the clock decides nothing, and there is nobody to ask. */
export const isOffline = (world: World, gateway: string): boolean =>
  world.gateways.get(gateway)?.describe().kind === 'offline';

/** Whether it can be made sure there that an open attempt is never charged. */
export const canCancel = (world: World, gateway: string): boolean =>
  isOffline(world, gateway) || world.gateways.get(gateway)?.cancel !== undefined;

/** When an order's reservation or the order itself lapses; null: not by the clock. */
export function dueAt(
  world: World,
  order: Pick<OrderRow, 'payment_status' | 'stock' | 'total'>,
  payments: readonly Timed[],
): number | null {
  // A paid order wants no other attempt that could be charged as well.
  const spare = payments.some(
    ({ status, gateway }) => isPending(status) && status !== 'processing' && canCancel(world, gateway),
  );
  if (isPaidOrder(order.payment_status) && spare) return world.now();
  if (!isOpenOrder(order.payment_status)) return null;
  if (partPlan(payments, order.total) !== 'none') return world.now();
  if (payments.some(({ status }) => status === 'processing')) return null;
  const { reservation, order: wholly } = patience(world, payments);
  const wait = order.stock === 'held' ? Math.min(reservation, wholly) : wholly;
  return wait === Infinity ? null : lastNews(payments) + wait;
}

/** ms after the last news at which an order no longer holds its pieces, and at which it is given up. */
function patience(
  world: World,
  payments: readonly Timed[],
): { readonly reservation: number; readonly order: number } {
  const { reservationTime, orderExpiry } = world.settings;
  const active = payments.find(({ status }) => isActive(status));
  const gateway = active && world.gateways.get(active.gateway);
  // Where money takes days, nobody else gets the pieces meanwhile.
  const own =
    gateway?.expiry ??
    (gateway?.expiry === null || isOffline(world, active?.gateway ?? '') ? Infinity : undefined);
  return own === undefined
    ? { reservation: reservationTime, order: orderExpiry }
    : { reservation: own, order: own };
}

/** Whether the order's own time, or only that of its reservation, is over. */
export const lapsed = (
  world: World,
  state: WirePaymentState,
  payments: readonly Timed[],
): { readonly reservation: boolean; readonly order: boolean } => {
  const quiet = world.now() - lastNews(payments);
  const { reservation, order } = patience(world, payments);
  return { reservation: quiet >= reservation, order: isOpenOrder(state) && quiet >= order };
};

const lastNews = (payments: readonly Timed[]): number =>
  Math.max(0, ...payments.map(({ news_at }) => news_at));
