/** How a shopper came to this page: what its address says of an order, read once and taken out where it must not stay. */
import { readArrival } from '../../src/api/arrival.js';
import type { OrderAccess } from '../../src/api/orders.js';
import type { KnownOrders } from '../../src/checkout/known-orders.js';

export interface Arrived {
  /** By the link of an e-mail or of another page of the shop, not from a gateway. */
  readonly linked: boolean;
  /** Undefined when this browser has no token for the order. */
  readonly access: OrderAccess | undefined;
}

/** Where the browser keeps nothing, the entry of its history does: over a reload and Back, and out of the address. */
const NOTE = 'storeElements';

/** Undefined when the address names no order. */
export function arrive(orders: KnownOrders): Arrived | undefined {
  const arrival = readArrival(location.href);
  if (!arrival) return undefined;
  const { id, clean } = arrival;
  const state = history.state as unknown;
  const noted = (isRecord(state) ? state[NOTE] : undefined) as OrderAccess | undefined;
  const found = orders.find(id)?.token ?? (noted?.id === id ? noted.token : undefined);
  const token = arrival.token ?? found;
  const access = token ? { id, token } : undefined;
  const note = !access || orders.keep(access) ? state : { ...(isRecord(state) && state), [NOTE]: access };
  if (note !== state || clean !== location.href) history.replaceState(note, '', clean);
  return { linked: clean.includes('#order='), access };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
