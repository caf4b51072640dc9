/**
 * What errors say in English to those who program with them. Nobody reads it on a script tag's pages: their build has
 * error-texts-short.ts in this file's place (rollup.config.mjs), with the same exports.
 */

/** By code: what happened. */
const SUMMARIES = Object.freeze({
  insecure_context: 'The page is not served over HTTPS.',
  endpoint_missing: 'No store endpoint is configured on this page.',
  mount_failed: 'The card form could not be placed.',
  framed: 'Another website frames the page, which the shop does not allow.',
  frame_origin: 'The card form does not come from the payment provider.',
  network_offline: 'The device is offline.',
  network_failed: 'The store could not be reached.',
  network_timeout: 'The store did not answer in time.',
  payment_unknown: 'It is not known yet whether the payment went through.',
  server_failed: 'The store could not handle the request.',
  server_answer: 'The answer of the store is not readable.',
  request_invalid: 'The store refused the request.',
  card_data_refused: 'The request held what looks like card data.',
  insecure_request: 'The store takes requests over HTTPS only.',
  origin_refused: 'The store does not serve this website.',
  too_large: 'The request is too large.',
  not_found: 'There is nothing at this address.',
  rate_limited: 'Too many requests.',
  product_unknown: 'The store does not sell this.',
  not_selling: 'The store shows its products and takes no orders.',
  catalog_failed: 'The store could not read its products.',
  quote_changed: 'A price or the stock has changed since the shopper saw it.',
  quote_blocked: 'The cart cannot be ordered as it is.',
  consent_missing: 'The shopper has to agree to something first.',
  order_not_found: 'No such order, or an incomplete link.',
  key_reused: 'The idempotency key belongs to another request.',
  order_closed: 'The order takes no further payment.',
  access_refused: 'This needs the store\'s admin key.',
  refund_refused: 'This cannot be refunded.',
  payment_in_progress: 'A payment is already in progress.',
  callback_refused: 'Not a valid callback of the payment provider.',
  gateway_unknown: 'The store has no such way to pay.',
  gateway_blocked: 'The payment form was blocked.',
  gateway_timeout: 'The payment provider did not answer in time.',
  gateway_failed: 'The payment provider refused to work.',
  gateway_settings: 'The payment provider does not accept the store\'s settings.',
} as const); // prettier-ignore

/** A caller's mistakes, each with its cure. */
const MISTAKES = Object.freeze({
  amount: (amount: unknown) =>
    `money(${String(amount)}): the amount must be a whole number of minor units below 2^53.`,
  currency: (currency: unknown) => `money(): "${String(currency)}" is not an ISO 4217 code such as "USD".`,
  currencies: (one: string, other: string) => `Cannot mix ${one} and ${other} in one sum.`,
  pieces: (quantity: unknown) => `times(): quantity ${String(quantity)} is not a whole number.`,
  weight: (weight: unknown) => `allocate(): weight ${String(weight)} is not a whole number ≥ 0.`,
  weights: () => 'allocate(): the weights must not all be 0.',
  decimal: (text: string, currency: string, decimals: number) =>
    `fromDecimal(): "${text}" is not an amount of ${currency} with at most ${decimals} decimals.`,
  sku: () => 'cart.add(): the sku must be a text, such as "tea-bowl-ash".',
  quantity: (call: string, most: number, quantity: unknown) =>
    `cart.${call}(): the quantity must be a whole number from 1 to ${most}, not ${String(quantity)}.`,
  endpoint: (endpoint: unknown) =>
    `createStore(): the endpoint must be the address of your store server, such as "/store", not ${JSON.stringify(endpoint)}.`,
});

export const summaryOf = (code: keyof typeof SUMMARIES): string => SUMMARIES[code];

export const mistake = <What extends keyof typeof MISTAKES>(
  what: What,
  ...given: Parameters<(typeof MISTAKES)[What]>
): string => (MISTAKES[what] as (...given: unknown[]) => string)(...given);
