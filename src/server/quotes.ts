/** Quotes: the server says what a cart costs. Nothing is kept; the hash lets an order name what the shopper saw. */
import type { WireLineRequest, WireQuote } from '../api/wire.js';
import { readItems } from './catalog.js';
import type { Db } from './db/database.js';
import { readJson } from './json.js';
import { priceCart, type CartLine } from './pricing.js';
import { json } from './problems.js';
import { check } from './schemas.js';
import type { Handler, World } from './world.js';

export const postQuote: Handler = async (world, { request }) => {
  const wish = check(world.schemas.quote, await readJson(request));
  const { country, option_id: optionId } = wish.fulfillment ?? {};
  return json(await quoteFor(world, world.db, { lines: wish.line_items, country, optionId }));
};

/** Prices a cart by the catalogue as `db` sees it: inside a transaction, by what cannot change before its end. */
export async function quoteFor(
  world: World,
  db: Db,
  wish: {
    readonly lines: readonly WireLineRequest[];
    readonly country: string | undefined;
    readonly optionId: string | undefined;
  },
): Promise<WireQuote> {
  const { currency, countries, delivery, tax } = world.settings;
  const lines = merge(wish.lines);
  const skus = lines.map(({ sku }) => sku);
  const items = await readItems(db, skus);
  const country = wish.country ?? countries[0];
  return priceCart({ currency, items, lines, country, optionId: wish.optionId, delivery, tax });
}

/** One line per sku, at the place of its first mention. */
function merge(lines: readonly WireLineRequest[]): CartLine[] {
  const merged = new Map<string, CartLine>();
  for (const [index, { item, quantity }] of lines.entries()) {
    const before = merged.get(item.id);
    merged.set(item.id, {
      sku: item.id,
      quantity: quantity + (before?.quantity ?? 0),
      index: before?.index ?? index,
    });
  }
  return [...merged.values()];
}
