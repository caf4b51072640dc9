/** The cart permalink: a GET that changes nothing here and leads to the shop's own cart page, never anywhere else (T-16). */
import { buyLink, readBuyCoupon, readBuyLines, type BuyLine } from '../api/buy.js';
import { couponCode } from './coupon-options.js';
import type { Handler } from './world.js';

/** A link that can't be read leads there as well: the page tells the shopper, in the shop's own words. */
export const getBuy: Handler = ({ settings }, { request, params }) => {
  const { searchParams } = new URL(request.url);
  const lines = withQuantity(readBuyLines(params['items'] ?? '') ?? [], searchParams.get('quantity'));
  const coupon = readBuyCoupon(couponCode(searchParams.get('coupon') ?? '') ?? null);
  const location = buyLink(settings.cartPageUrl, { lines, coupon });
  return Promise.resolve(new Response(null, { status: 303, headers: { location } }));
};

/** A plain form for one item asks how many: `<form action="…/buy/mug:1"><input name="quantity">`. */
function withQuantity(lines: readonly BuyLine[], asked: string | null): readonly BuyLine[] {
  const [line, ...more] = lines;
  if (!line || more.length > 0 || asked === null) return lines;
  return readBuyLines(`${line.sku}:${asked}`) ?? [];
}
