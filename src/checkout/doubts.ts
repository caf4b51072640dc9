/** What may be wrong with what was typed, and is left to the shopper: it comes with what is known of addresses. */
import { doubtsIn } from '../address/doubts.js';
import type { PlaceName } from '../address/form.js';
import { placeOf, type Asked, type FieldDoubts, type FieldName, type Fields } from './fields.js';
import type { Doubt } from '../address/form.js';

/** The addresses of an order: what their fields' names begin with. */
const ADDRESSES = [
  ['shipping', ''],
  ['billing', 'billing-'],
] as const;

/** What may be wrong with the addresses. */
export function doubtFields(fields: Fields, { addresses, ownBilling }: Asked): FieldDoubts {
  const doubts: Partial<Record<FieldName, Doubt>> = {};
  for (const [which, prefix] of ADDRESSES) {
    if (which === 'billing' && !ownBilling) continue;
    const found = doubtsIn(addresses[which], placeOf(fields, prefix));
    for (const [name, doubt] of Object.entries(found)) doubts[`${prefix}${name as PlaceName}`] = doubt;
  }
  return Object.freeze(doubts);
}
