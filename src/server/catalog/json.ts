/** The catalogue as the merchant writes it (a JSON or YAML file, a function's answer, the admin API), and what it must be like. */
import { z } from 'zod';
import { isCurrencyCode } from '../../money.js';
import type { WireImage } from '../../api/wire.js';
import { hasCardNumber } from '../card-data.js';
import { PRICE_LIMIT } from '../option-checks.js';
import { jsonPath } from '../json-path.js';

/** The catalogue. Whatever it comes from, its prices are the only ones: nothing a browser sends is ever taken for a price. */
export interface CatalogJson {
  readonly currency: string;
  readonly products: readonly ProductJson[];
}

export interface ProductJson {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  /** One; shoppers filter by it. */
  readonly category?: string | null;
  /** The picture that stands for it. Default: the first of `images`. */
  readonly image?: WireImage | null;
  /** All its pictures, or those beside `image`. */
  readonly images?: readonly WireImage[];
  /** When it came, as a date such as `2026-11-23`, for what is newest. Default: when the store first heard of it. */
  readonly added?: string;
  readonly options?: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly variants: readonly VariantJson[];
}

/** What can be bought. `options` names a value for every option of its product. */
export interface VariantJson {
  readonly sku: string;
  /** Default: the option values in words, or the product's title. */
  readonly title?: string;
  readonly options?: Readonly<Record<string, string>>;
  /** Minor units. */
  readonly price: number;
  /** What it cost before, in minor units: more than `price`. */
  readonly compare_at_price?: number | null;
  /** Pieces owned, those ordered here included; null or left out: never runs out. */
  readonly stock?: number | null;
  readonly image?: WireImage | null;
}

/** As above, complete. */
export type Product = z.output<typeof productSchema>;
export interface Catalog {
  readonly currency: string;
  readonly products: readonly Product[];
}

/** @throws CatalogError that names the first place at fault and the cure. */
export function checkCatalog(value: unknown): Catalog {
  const parsed = catalogSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CatalogError(issue?.path ?? [], issue?.message ?? 'is not a catalogue');
}

/** What is wrong with a catalogue, and where. */
export class CatalogError extends TypeError {
  readonly path: readonly PropertyKey[];

  constructor(path: readonly PropertyKey[], reason: string) {
    super(`${jsonPath(path)}: ${reason}`);
    this.path = path;
  }
}

export const productId = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/,
    'Must be letters, digits, dots, colons and dashes, at most 64.',
  );
const title = z.string().trim().min(1).max(200);
export const amount = z.number().int().min(0).max(PRICE_LIMIT);
const address = z
  .string()
  .max(2000)
  .refine(
    (url) => /^https?:$/.test(URL.parse(url, 'https://store.invalid/')?.protocol ?? ''),
    'Must be an http(s) address or a path.',
  );
const pixels = z.number().int().positive().max(100_000);
const picture = z
  .strictObject({
    url: address,
    alt: z.string().max(500),
    width: pixels,
    height: pixels,
    sources: z
      .array(z.strictObject({ url: address, width: pixels }).readonly())
      .max(12)
      .refine((all) => unique(all.map(({ width }) => String(width))), 'Two sources have the same width.')
      .readonly()
      .exactOptional(),
  })
  .readonly();

const variantSchema = z
  .strictObject({
    // Shoppers' requests name it, and those are refused when they seem to hold a card number.
    sku: productId.refine(
      (sku) => !hasCardNumber(sku, 'opaque'),
      'Looks like a card number: put a letter before it, "E4006…".',
    ),
    title: title.exactOptional(),
    options: z.record(z.string(), z.string()).default({}),
    price: amount,
    compare_at_price: amount.nullable().default(null),
    stock: amount.nullable().default(null),
    image: picture.nullable().default(null),
  })
  // A price before that is not higher is a false promise to the shopper.
  .refine(({ price, compare_at_price: before }) => before === null || before > price, {
    path: ['compare_at_price'],
    message: 'Must be more than the price.',
  });

export const productSchema = z
  .strictObject({
    id: productId,
    title,
    description: z.string().max(10_000).default(''),
    category: title.nullable().default(null),
    image: picture.nullable().default(null),
    images: z.array(picture).max(30).readonly().default([]),
    added: z.iso.date('Must be a date such as "2026-11-23".').exactOptional(),
    options: z
      .array(z.strictObject({ name: title, values: z.array(title).min(1).max(100) }))
      .max(5)
      .refine((options) => unique(options.map(({ name }) => name)), 'Two options have the same name.')
      .default([]),
    variants: z.array(variantSchema).min(1).max(250),
  })
  .refine(
    ({ options, variants }) =>
      variants.every(
        (variant) =>
          Object.keys(variant.options).length === options.length &&
          options.every(({ name, values }) =>
            values.includes(new Map(Object.entries(variant.options)).get(name) ?? ''),
          ),
      ),
    'Every variant must name one of the values for each option, and nothing else.',
  )
  .transform(({ image, images, variants, ...product }) => {
    const all = image && !images.some(({ url }) => url === image.url) ? [image, ...images] : images;
    const [first = null] = all;
    return {
      ...product,
      image: image ?? first,
      images: all,
      variants: variants.map((variant) => ({
        ...variant,
        title:
          variant.title ??
          (product.options.map(({ name }) => variant.options[name] ?? '').join(' / ') || product.title),
      })),
    };
  });

/** What one store can hold: all of it is in the memory of each process, for the search. */
const PRODUCT_LIMIT = 20_000;

const catalogSchema = z.strictObject({
  currency: z.string().refine(isCurrencyCode, 'Must be an ISO 4217 code such as "USD".'),
  products: z
    .array(productSchema)
    .max(PRODUCT_LIMIT, `Must be at most ${PRODUCT_LIMIT}.`)
    .refine((products) => unique(products.map((product) => product.id)), 'Two products have the same id.')
    .refine(
      (products) => unique(products.flatMap(({ variants }) => variants.map(({ sku }) => sku))),
      'Two variants have the same sku.',
    ),
});

function unique(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
