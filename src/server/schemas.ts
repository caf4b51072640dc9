/**
 * What requests must look like. Unknown keys are refused, so that a price in a request is an error and not a surprise.
 * The types at the end hold the schemas and wire.ts together in both directions.
 */
import { z } from 'zod';
import { StoreError } from '../errors.js';
import type {
  WireOrderRequest,
  WirePaymentRequest,
  WireProblem,
  WireQuoteRequest,
  WireSubmitRequest,
} from '../api/wire.js';
import type { WireDecisionRequest } from '../api/wire-evidence.js';
import type { WireVisit } from '../api/wire-reports.js';
import { isTime } from './coupon-options.js';
import type {
  WireCouponRequest,
  WirePaidRequest,
  WireRefundRequest,
  WireVariantRequest,
} from '../api/wire-admin.js';
import { amount, productSchema } from './catalog/json.js';
import { DECISIONS } from './evidence/kinds.js';
import { jsonPath } from './json-path.js';
import type { Settings } from './options.js';
import { QUANTITY_LIMIT } from './pricing.js';
import { VISIT_KINDS } from './reports/kinds.js';

/** Characters of a gift note: what fits on a card. */
const GIFT_NOTE_LIMIT = 300;

/** Lines per cart. */
const LINE_LIMIT = 100;

/** Control characters, line separators, and marks that turn the direction of text around. */
const CONTROLS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u;

export type Schemas = ReturnType<typeof createSchemas>;

export function createSchemas({ countries, orderNote }: Pick<Settings, 'countries' | 'orderNote'>) {
  const text = (max: number) =>
    z
      .string()
      .trim()
      .min(1, 'Must not be empty.')
      .max(max, `Must have at most ${max} characters.`)
      .refine((value) => !CONTROLS.test(value), 'Must not hold control characters.');
  /** With line breaks, however the browser writes them. */
  const lined = (max: number) =>
    z
      .string()
      .transform((value) => value.replace(/\r\n?/g, '\n').trim())
      .refine((value) => value.length >= 1 && value.length <= max, `Must have 1 to ${max} characters.`)
      .refine((value) => !CONTROLS.test(value.replaceAll('\n', ' ')), 'Must not hold control characters.');
  const id = text(64);
  const country = z
    .string()
    .refine((code) => countries.includes(code), 'The store does not deliver to this country.')
    .meta({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2, one of those in `GET /config`.' });
  const locale = z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}$/, 'Must be a language tag such as "de-CH".');
  const lines = z
    .array(
      z
        .strictObject({
          item: z.strictObject({ id }).readonly(),
          quantity: z.number().int().min(1).max(QUANTITY_LIMIT),
        })
        .readonly(),
    )
    .max(LINE_LIMIT);
  const discounts = z
    .strictObject({ codes: z.array(text(64)).max(1, 'One code per order.').readonly() })
    .readonly()
    .exactOptional();
  /** Several lines; else as `text`. */
  const prose = (max: number) =>
    z
      .string()
      .trim()
      .min(1, 'Must not be empty.')
      .max(max, `Must have at most ${max} characters.`)
      .refine((value) => !CONTROLS.test(value.replaceAll('\n', ' ')), 'Must not hold control characters.');
  const email = text(254)
    .refine(isEmail, 'Must be an e-mail address.')
    .meta({ description: 'E-mail address.' });

  // What is usual where is the page's matter: no true address may be refused here.
  const address = {
    full_name: text(120),
    street_address: text(200),
    extended_address: text(200).exactOptional(),
    address_locality: text(120).exactOptional(),
    address_region: text(120).exactOptional(),
    postal_code: text(20).exactOptional(),
    address_country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'Must be a country code such as "DE".')
      .meta({ description: 'ISO 3166-1 alpha-2.' }),
  };
  const note = orderNote ? lined(1000) : lined(1000).refine(() => false, 'The store takes no notes.');

  const quote = z.strictObject({
    line_items: lines.readonly(),
    discounts,
    fulfillment: z
      .strictObject({
        country: country.exactOptional(),
        region: address.address_region,
        postal_code: address.postal_code,
        option_id: id.exactOptional(),
      })
      .readonly()
      .exactOptional(),
  }) satisfies z.ZodType<WireQuoteRequest>;

  const order = z
    .strictObject({
      line_items: lines.min(1).readonly(),
      fulfillment: z.strictObject({ country, option_id: id }).readonly(),
      discounts,
      gift_note: prose(GIFT_NOTE_LIMIT).exactOptional(),
      quote_hash: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'Must be the hash of a quote.'),
      buyer: z.strictObject({ email, phone: text(32).exactOptional() }).readonly(),
      shipping_address: z.strictObject({ ...address, address_country: country }).readonly(),
      billing_address: z.strictObject(address).readonly().exactOptional(),
      note: note.exactOptional(),
      consents: z
        .array(z.strictObject({ id, text: text(1000) }).readonly())
        .max(20)
        .readonly()
        .exactOptional(),
      gateway: text(32),
      locale: locale.exactOptional(),
    })
    .refine((request) => request.shipping_address.address_country === request.fulfillment.country, {
      path: ['shipping_address', 'address_country'],
      message: 'Must be the country the quote was made for.',
    }) satisfies z.ZodType<WireOrderRequest>;

  const payment = z.strictObject({
    gateway: text(32),
    locale: locale.exactOptional(),
  }) satisfies z.ZodType<WirePaymentRequest>;

  const submit = z.strictObject({
    token: z.string().regex(/^[\x21-\x7e]{1,1024}$/, 'Must be the token the gateway gave.'),
    partial: z.boolean().exactOptional(),
  }) satisfies z.ZodType<WireSubmitRequest>;

  const refund = z.strictObject({
    amount: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).exactOptional(),
    currency: text(3).exactOptional(),
    reason: text(500).exactOptional(),
    restock: z.boolean().exactOptional(),
  }) satisfies z.ZodType<WireRefundRequest>;

  const paid = z.strictObject({ note: text(500).exactOptional() }) satisfies z.ZodType<WirePaidRequest>;

  const some = z.array(id).min(1).max(LINE_LIMIT).readonly().exactOptional();
  const units = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).exactOptional();
  const time = text(40).refine(isTime, 'Must be a time such as "2026-12-01T00:00:00Z".').exactOptional();
  const coupon = z.strictObject({
    ...{ code: text(32), title: text(80).exactOptional(), rate: units, amount: units, minimum: units },
    ...{ starts_at: time, ends_at: time, max_uses: units, skus: some, products: some },
    categories: z.array(text(120)).min(1).max(LINE_LIMIT).readonly().exactOptional(),
    exclude_sale: z.boolean().exactOptional(),
    once_per_customer: z.boolean().exactOptional(),
  }) satisfies z.ZodType<WireCouponRequest>;

  const decision = z.strictObject({
    decision: z.enum(DECISIONS),
    reason: text(500),
    by: text(120),
  }) satisfies z.ZodType<WireDecisionRequest>;

  const visit = z.strictObject({ kind: z.enum(VISIT_KINDS) }) satisfies z.ZodType<WireVisit>;

  const variant = z.strictObject({
    price: amount.exactOptional(),
    compare_at_price: amount.nullable().exactOptional(),
    stock: amount.nullable().exactOptional(),
  }) satisfies z.ZodType<WireVariantRequest>;

  const nothing = z.strictObject({});

  return {
    quote,
    order,
    payment,
    submit,
    refund,
    paid,
    coupon,
    decision,
    visit,
    product: productSchema,
    variant,
    nothing,
  };
}

/** @throws StoreError `request_invalid` with a path and a reason for every field at fault (the first 20). */
export function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, 20).map(({ path, message }) => ({
    path: jsonPath(path),
    message: message.slice(0, 200),
  })) satisfies WireProblem['errors'];
  throw new StoreError('request_invalid', undefined, { info: { errors } });
}

/** One pass, no backtracking: a local part, one @, and a domain of at least two labels. */
function isEmail(address: string): boolean {
  const [local = '', domain = '', ...more] = address.split('@');
  const labels = domain.split('.');
  return (
    more.length === 0 &&
    /^[^\s"(),:;<>[\\\]]{1,64}$/.test(local) &&
    labels.length > 1 &&
    labels.every(
      (label) => /^[\p{L}\p{N}-]{1,63}$/u.test(label) && !label.startsWith('-') && !label.endsWith('-'),
    )
  );
}

type Same<A, B> = [A, B] extends [B, A] ? true : false;
type Must<T extends true> = T;
type Read<K extends keyof Schemas> = z.output<Schemas[K]>;

/** Does not compile when a schema lets through less or more than wire.ts says. */
export type WireIsSchema = [
  Must<Same<Read<'quote'>, WireQuoteRequest>>,
  Must<Same<Read<'order'>, WireOrderRequest>>,
  Must<Same<Read<'payment'>, WirePaymentRequest>>,
  Must<Same<Read<'submit'>, WireSubmitRequest>>,
  Must<Same<Read<'refund'>, WireRefundRequest>>,
  Must<Same<Read<'paid'>, WirePaidRequest>>,
  Must<Same<Read<'coupon'>, WireCouponRequest>>,
  Must<Same<Read<'decision'>, WireDecisionRequest>>,
  Must<Same<Read<'visit'>, WireVisit>>,
  Must<Same<Read<'variant'>, WireVariantRequest>>,
];
