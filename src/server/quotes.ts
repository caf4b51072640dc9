/** Quotes: the server says what a cart costs. Nothing is kept; the hash lets an order name what the shopper saw. */
import type { WireLineRequest, WireQuote, WireQuoteRequest } from '../api/wire.js';
import { readItems } from './catalog.js';
import { askCoupon, takesCoupons } from './coupons.js';
import type { Db } from './db/database.js';
import { readJson } from './json.js';
import { priceCart, type CartLine } from './pricing.js';
import { json } from './problems.js';
import { check } from './schemas.js';
import type { Handler, World } from './world.js';

export const postQuote: Handler = async (world, { request, client }) => {
  const wish = check(world.schemas.quote, await readJson(request));
  const { country, option_id: optionId } = wish.fulfillment ?? {};
  return json(await quoteFor(world, world.db, { ...cartOf(wish), country, optionId, client }));
};

/** What a request says of the cart itself. */
export const cartOf = ({
  line_items: lines,
  discounts,
}: WireQuoteRequest): Pick<CartWish, 'lines' | 'coupon'> => ({ lines, coupon: discounts?.codes[0] });

export interface CartWish {
  readonly lines: readonly WireLineRequest[];
  readonly coupon: string | undefined;
  readonly country: string | undefined;
  readonly optionId: string | undefined;
  /** Who asks, so that codes can't be guessed. */
  readonly client: string | undefined;
}

/** Prices a cart by the catalogue as `db` sees it: inside a transaction, by what cannot change before its end. */
export async function quoteFor(world: World, db: Db, wish: CartWish): Promise<WireQuote> {
  const { currency, countries, delivery, tax } = world.settings;
  const lines = merge(wish.lines);
  const skus = lines.map(({ sku }) => sku);
  const items = await readItems(db, skus);
  const country = wish.country ?? countries[0];
  const coupon = wish.coupon === undefined ? undefined : await askCoupon(world, db, wish.coupon, wish.client);
  return priceCart({
    ...{ currency, items, lines, country, optionId: wish.optionId, delivery, tax, coupon },
    coupons: coupon?.rule !== undefined || (await takesCoupons(world, db)),
  });
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
