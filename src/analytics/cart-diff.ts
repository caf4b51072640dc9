/** What the shopper put into the cart and took out, from one snapshot to the next. No DOM. */
import type { Line } from '../api/types.js';
import type { CartSnapshot } from '../cart/cart.js';
import type { CartLines } from '../cart/lines.js';
import { cartChange, type Ga4Event } from './ga4.js';

export interface CartDiff {
  /** `own`: the change was made in this tab (all tabs see it), and may be told. */
  see(cart: CartSnapshot, own: boolean): void;
  /** An order took these out of the cart, or is about to: nobody removed them. */
  ordered(lines: CartLines): void;
  /** What can be told by now; what prices are still asked for waits. */
  take(): Ga4Event[];
}

/** `before`: the lines the page began with; undefined if they are not known, then the first snapshot is where it begins. */
export function createCartDiff(before: CartLines | undefined): CartDiff {
  let last = before;
  const known = new Map<string, Line>();
  const changed = new Map<string, number>();
  const ordered = new Map<string, number>();
  let settled = false;

  return {
    see({ lines, quote, status }, own) {
      for (const line of quote?.lines ?? []) known.set(line.sku, line);
      settled = status !== 'pending';
      const was = piecesOf(last ?? lines);
      const is = piecesOf(lines);
      last = lines;
      if (!own) return;
      for (const sku of new Set([...was.keys(), ...is.keys()])) {
        const delta = (is.get(sku) ?? 0) - (was.get(sku) ?? 0);
        if (delta) changed.set(sku, (changed.get(sku) ?? 0) + delta);
      }
    },
    ordered(lines) {
      for (const { sku, quantity } of lines) ordered.set(sku, quantity);
    },
    take() {
      if (!settled) return [];
      const added: [Line, number][] = [];
      const removed: [Line, number][] = [];
      for (const [sku, delta] of changed) {
        const line = known.get(sku);
        if (line && delta > 0) added.push([line, delta]);
        if (delta >= 0) continue;
        const taken = Math.min(-delta, ordered.get(sku) ?? 0);
        if (line && -delta > taken) removed.push([line, -delta - taken]);
      }
      changed.clear();
      ordered.clear();
      return [cartChange('add_to_cart', added), cartChange('remove_from_cart', removed)].filter(
        (event) => event !== undefined,
      );
    },
  };
}

const piecesOf = (lines: CartLines): Map<string, number> =>
  new Map(lines.map(({ sku, quantity }) => [sku, quantity]));
