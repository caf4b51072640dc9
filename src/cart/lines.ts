/** The cart's own content: which sku, how many. Pure; prices are the server's (quote). */

export interface CartLine {
  readonly sku: string;
  /** 1…999 */
  readonly quantity: number;
}

export type CartLines = readonly CartLine[];

/** Per line; the server holds the same bound. */
export const MAX_QUANTITY = 999;
/** The server refuses more. */
export const MAX_LINES = 100;
const MAX_SKU = 100;

const clamp = (quantity: number): number => Math.min(quantity, MAX_QUANTITY);

/** Adds pieces to the line of that sku, or a line: at the end, or at that place. */
export function addLine(lines: CartLines, sku: string, quantity: number, at = lines.length): CartLines {
  const found = lines.find((l) => l.sku === sku);
  if (found) return setQuantity(lines, sku, found.quantity + quantity);
  return lines.length >= MAX_LINES
    ? lines
    : freeze(lines.toSpliced(at, 0, { sku, quantity: clamp(quantity) }));
}

/** Sets the quantity; 0 removes the line, an unknown sku changes nothing. */
export function setQuantity(lines: CartLines, sku: string, quantity: number): CartLines {
  return freeze(
    lines.flatMap((l) => (l.sku !== sku ? [l] : quantity > 0 ? [{ sku, quantity: clamp(quantity) }] : [])),
  );
}

/** Takes out what was ordered and leaves what was put in since, in this tab or another. */
export function takeOrdered(lines: CartLines, ordered: CartLines): CartLines {
  return ordered.reduce<CartLines>((rest, { sku, quantity }) => {
    const line = rest.find((l) => l.sku === sku);
    return line ? setQuantity(rest, sku, line.quantity - quantity) : rest;
  }, lines);
}

/** How many pieces there are. */
export const countPieces = (lines: CartLines): number => lines.reduce((sum, l) => sum + l.quantity, 0);

/** Reads lines from storage or another tab, where anything may stand: what is no line is left out. */
export function readLines(value: unknown): CartLines {
  if (!Array.isArray(value)) return freeze([]);
  return value.slice(0, MAX_LINES).reduce<CartLines>((lines, each: unknown) => {
    if (typeof each !== 'object' || each === null) return lines;
    const { sku, quantity } = each as Record<string, unknown>;
    const fits = typeof sku === 'string' && sku.length > 0 && sku.length <= MAX_SKU && isQuantity(quantity);
    return fits ? addLine(lines, sku, quantity) : lines;
  }, freeze([]));
}

/** Whether it is a whole number of pieces that a line can have. */
export const isQuantity = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= MAX_QUANTITY;

const freeze = (lines: CartLine[]): CartLines => Object.freeze(lines.map((l) => Object.freeze(l)));
