/** Quotes: the server says what a cart costs. Nothing is kept; the hash lets an order name what the shopper saw. */
import type { WireAddress, WireLineRequest, WireQuote, WireQuoteRequest } from '../api/wire.js';
import { askCoupon, takesCoupons } from './coupons.js';
import { readItems } from './catalog/read.js';
import { requireSelling } from './catalog/routes.js';
import type { Db } from './db/database.js';
import { readJson } from './json.js';
import { placeOf } from './places.js';
import { priceCart, type CartLine } from './pricing.js';
import { json } from './problems.js';
import { createAnswers, untilAnswered, type RuleAnswers, type Trouble } from './rule-answers.js';
import { check } from './schemas.js';
import type { Handler, World } from './world.js';

export const postQuote: Handler = async (world, { request, client }) => {
  const wish = check(world.schemas.quote, await readJson(request));
  requireSelling(world);
  await world.catalog.freshItems(skusOf(wish.line_items));
  const { country, region, postal_code: postalCode, option_id: optionId } = wish.fulfillment ?? {};
  const cart = { ...cartOf(wish), country, region, postalCode, optionId, client };
  return json(await quoteFor(world, world.db, cart, createAnswers(world)));
};

/** What a request says of the cart itself. */
export const cartOf = ({
  line_items: lines,
  discounts,
}: WireQuoteRequest): Pick<CartWish, 'lines' | 'coupon'> => ({ lines, coupon: discounts?.codes[0] });

/** What an address adds to its country. */
export const placeIn = (address: WireAddress): Pick<CartWish, 'region' | 'postalCode'> => ({
  region: address.address_region,
  postalCode: address.postal_code,
});

export interface CartWish {
  readonly lines: readonly WireLineRequest[];
  readonly coupon: string | undefined;
  readonly country: string | undefined;
  readonly region: string | undefined;
  readonly postalCode: string | undefined;
  readonly optionId: string | undefined;
  /** Who asks, so that codes can't be guessed. */
  readonly client: string | undefined;
  /** Of an order: a code may be for each customer once. */
  readonly email?: string;
}

/**
 * Prices a cart by the catalogue as `db` sees it: inside a transaction, by what cannot change before its end. What the
 * merchant's functions have to be asked is asked outside of one only: see rule-answers.ts.
 */
export async function quoteFor(
  world: World,
  db: Db,
  wish: CartWish,
  answers: RuleAnswers,
): Promise<WireQuote> {
  const { currency, countries } = world.settings;
  const { delivery, tax } = await world.rules();
  const lines = merge(wish.lines);
  const skus = lines.map(({ sku }) => sku);
  const items = await readItems(db, skus);
  const place = await placeOf(wish.country ?? countries[0], wish.region, wish.postalCode);
  const coupon =
    wish.coupon === undefined
      ? undefined
      : await askCoupon(world, db, wish.coupon, { client: wish.client, email: wish.email });
  const facts = {
    ...{ currency, items, lines, ...place, optionId: wish.optionId, coupon },
    coupons: coupon?.rule !== undefined || (await takesCoupons(world, db)),
    delivery: typeof delivery === 'function' ? answers.delivery : delivery,
    tax: typeof tax === 'function' ? answers.tax : tax,
  };
  const price = (): WireQuote => {
    answers.trouble.clear();
    return withTrouble(priceCart(facts), answers.trouble);
  };
  return db === world.db ? untilAnswered(price) : price();
}

const TROUBLE: Readonly<Record<Trouble, string>> = {
  delivery_unavailable: 'What delivery costs can’t be worked out right now.',
  tax_unavailable: 'The tax can’t be worked out right now.',
};

/** It can be seen, and not be ordered. */
function withTrouble(quote: WireQuote, trouble: ReadonlySet<Trouble>): WireQuote {
  if (trouble.size === 0) return quote;
  const messages = [...trouble].map((code) => ({ type: 'error', code, content: TROUBLE[code] }) as const);
  return { ...quote, status: 'incomplete', messages: [...quote.messages, ...messages] };
}

export const skusOf = (lines: readonly WireLineRequest[]): string[] => [
  ...new Set(lines.map(({ item }) => item.id)),
];

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
