/** Answers to shoppers' pages before there is an order: the store, its products, a priced cart. */
import { z } from 'zod';
import { amount, currency, image, list, mode, picture, texts } from './basics.js';

export const config = z.object({
  name: z.string(),
  currency,
  mode,
  countries: texts.describe('ISO 3166-1 alpha-2; where the store delivers to. The first is the default.'),
  consents: list(
    z.object({
      id: z.string(),
      required: z.boolean().describe('Nobody orders without it.'),
      text: z.string().describe('Plain text; words in [brackets] lead to `link`.'),
      link: z.string().nullable(),
      translations: z
        .record(z.string(), z.object({ text: z.string(), link: z.string().nullable() }))
        .describe('The same in other languages, by BCP 47 tag.'),
    }),
  ).exactOptional(),
  order_note: z.literal(true).exactOptional().describe('Shoppers may write a note to their order.'),
  prices_by: list(z.enum(['region', 'postal_code']))
    .exactOptional()
    .describe('What of an address prices depend on beside the country.'),
  gateways: list(
    z.object({
      name: z.string(),
      kind: z.enum(['frame', 'redirect', 'offline']),
      mode,
      frame_origins: texts.describe('Origins the gateway’s frames may have.'),
      redirect_hosts: texts.describe('Hosts the shopper may be sent to.'),
      settings: z.record(z.string(), z.string()).describe('Publishable settings; never a secret.'),
      claims: list(
        z.object({
          subject: z.string(),
          claim: z.string(),
          source_url: z.string(),
          checked_on: z.string().regex(/^\d{4}-\d\d-\d\d$/),
        }),
      )
        .exactOptional()
        .describe('What the gateway says of itself; absent unless the store wants it shown.'),
    }),
  ),
  catalog_mode: z
    .object({ prices: z.boolean() })
    .exactOptional()
    .describe('The store shows its products and sells none.'),
});

export const product = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  currency,
  image,
  options: list(z.object({ name: z.string(), values: texts })),
  variants: list(
    z.object({
      sku: z.string(),
      title: z.string(),
      options: z.record(z.string(), z.string()).describe('Option name → value.'),
      price: amount.nullable().describe('null: the store shows no prices.'),
      available: z.boolean(),
      compare_at_price: amount.nullable().exactOptional().describe('What it cost before.'),
      image: image.exactOptional(),
      left: z.int().exactOptional().describe('How many can still be ordered; only told when they are few.'),
    }),
  ),
  category: z.string().nullable().exactOptional(),
  images: list(picture).exactOptional(),
  catalog_only: z.boolean().exactOptional().describe('It can be looked at and not be bought here.'),
});

export const productList = z.object({
  products: list(product),
  total: z.int().describe('Products on all pages.'),
  page: z.int(),
  pages: z.int(),
  categories: list(z.object({ name: z.string(), count: z.int() })),
});

export const totals = list(
  z.object({
    type: z.enum(['subtotal', 'discount', 'fulfillment', 'tax', 'total']),
    amount,
    included: z
      .literal(true)
      .exactOptional()
      .describe('Only on tax: it is inside the other amounts already, and not added to the total.'),
  }),
);

export const discounts = z
  .object({
    codes: texts.describe('What the request named; a message says why one is not applied.'),
    applied: list(z.object({ code: z.string(), title: z.string(), amount })),
  })
  .exactOptional()
  .describe('Absent: the store takes no codes.');

export const lines = list(
  z.object({
    id: z.string().describe('The sku: one line per sku.'),
    item: z.object({
      id: z.string(),
      product_id: z.string(),
      title: z.string(),
      variant: z.string().describe('The chosen options in words.'),
      price: amount,
      image,
    }),
    quantity: z.int(),
    quantity_max: z.int().describe('The most that can be ordered now; 0 means sold out.'),
    totals,
  }),
);

export const fulfillment = z.object({
  country: z.string().nullable(),
  options: list(
    z.object({
      id: z.string(),
      title: z.string(),
      description: z.string(),
      amount,
      free_from: z.int().exactOptional().describe('From goods of this amount on it costs nothing.'),
    }),
  ),
  option_id: z.string().nullable(),
});

export const quote = z.object({
  status: z.enum(['incomplete', 'ready_for_complete']),
  hash: z.string().describe('Binds lines, prices, currency, delivery and tax; an order names it.'),
  currency,
  line_items: lines,
  totals,
  discounts,
  fulfillment,
  messages: list(
    z.object({
      type: z.enum(['error', 'warning', 'info']),
      code: z.string(),
      path: z.string().exactOptional().describe('JSONPath of what it is about, in the request.'),
      sku: z.string().exactOptional(),
      amount: z.int().exactOptional().describe('Minor units it speaks of.'),
      content: z.string(),
    }),
  ),
});
