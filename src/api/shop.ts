/** Prices: what the cart's pages ask of our server. */
import type { Ask } from './client.js';
import { parseQuote } from './parse.js';
import type { Quote, QuoteRequest } from './types.js';
import type { WireQuoteRequest } from './wire.js';

export interface ShopApi {
  quote(request: QuoteRequest, signal?: AbortSignal): Promise<Quote>;
}

type Parcel = NonNullable<WireQuoteRequest['fulfillment']>;

export const createShopApi = (ask: Ask): ShopApi => ({
  quote: (request, signal) => ask('/quotes', parseQuote, { body: quoteBody(request), signal }),
});

export const lineItems = (lines: QuoteRequest['lines']): WireQuoteRequest['line_items'] =>
  lines.map(({ sku, quantity }) => ({ item: { id: sku }, quantity }));

/** Of a coupon, what every request says. */
export const discountsOf = (code: string | undefined): Pick<WireQuoteRequest, 'discounts'> =>
  code ? { discounts: { codes: [code] } } : {};

/** What is undefined is not sent. */
function quoteBody({ lines, coupon, country, region, postalCode, optionId }: QuoteRequest): WireQuoteRequest {
  const fulfillment = { country, region, postal_code: postalCode, option_id: optionId } as Parcel;
  return { line_items: lineItems(lines), ...discountsOf(coupon), fulfillment };
}
