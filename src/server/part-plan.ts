/** What is to be done with the parts of an order's total: a pure function of where its payments stand. */
import type { WirePaymentState } from '../api/wire.js';
import type { PaymentRow } from './db/tables.js';
import { isActive } from './order-status.js';

export type PartPlan =
  /** The held parts come to the total: take them all. */
  | 'take'
  /** A part was taken, and the rest is not to be had: give it back. */
  | 'undo'
  /** The rest was refused: let go of what is held. */
  | 'release'
  /** There are no parts, or it is the shopper's turn. */
  | 'none';

export type Part = Pick<
  PaymentRow,
  'status' | 'amount' | 'covered' | 'part' | 'number' | 'closing_at' | 'undone_at'
>;

export function partPlan(payments: readonly Part[], total: number): PartPlan {
  const undone = payments.some(({ status, undone_at }) => status === 'paid' && undone_at !== null);
  if (undone) return 'undo';
  const held = payments.filter(isHeld);
  const taken = payments.filter(({ status, part }) => status === 'paid' && part !== null);
  const leaving = payments.some(({ status, closing_at }) => status === 'held' && closing_at !== null);
  if (payments.some(({ status }) => isActive(status))) return 'none';
  const sum = sumOf([...held, ...taken]);
  if (sum === total && held.length > 0) return 'take';
  if (sum >= total) return 'none';
  if (taken.length > 0) return 'undo';
  const last = payments.toSorted((a, b) => a.number - b.number).at(-1);
  const refused = held.length > 0 && last?.part === 'rest' && last.status !== 'held';
  return refused || leaving ? 'release' : 'none';
}

/** Set aside, and still wanted. */
export const isHeld = ({ status, closing_at }: Pick<Part, 'status' | 'closing_at'>): boolean =>
  status === 'held' && closing_at === null;

/** What the payment comes to: minor units. */
export const worth = ({ amount, covered }: Pick<Part, 'amount' | 'covered'>): number => covered ?? amount;

const sumOf = (payments: readonly Part[]): number => payments.reduce((sum, each) => sum + worth(each), 0);

/** What a further payment would be for; 0 once none is wanted. */
export const amountDue = (state: WirePaymentState, payments: readonly Part[], total: number): number =>
  state === 'unpaid' || state === 'processing' ? Math.max(0, total - sumOf(payments.filter(isHeld))) : 0;
