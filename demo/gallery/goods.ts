/** What the gallery's shop sells, and an order of it: fixtures by the wire types. */
import type { WireImage, WireLine, WireOrder, WirePayment, WireProduct } from '../../src/api/wire.js';

const picture = (name: string, alt: string): WireImage => ({
  url: `/pictures/${name}.svg`,
  alt,
  width: 800,
  height: 1000,
});

const product = (
  about: Pick<WireProduct, 'id' | 'title' | 'description' | 'image'>,
  option: string,
  variants: readonly (readonly [value: string, price: number, available: boolean])[],
): WireProduct => ({
  ...about,
  currency: 'USD',
  options: option ? [{ name: option, values: variants.map(([value]) => value) }] : [],
  variants: variants.map(([value, price, available]) => ({
    sku: `${about.id}-${value.toLowerCase().replace(/\W+/g, '-')}`,
    title: value,
    options: option ? { [option]: value } : {},
    price,
    available,
  })),
});

export const PRODUCTS: readonly WireProduct[] = [
  product(
    {
      id: 'tea-bowl',
      title: 'Tea bowl',
      description: 'A wide bowl for both hands, thrown thin at the rim and left bare at the foot.',
      image: picture('tea-bowl', 'Tea bowl in pale ash glaze.'),
    },
    'Glaze',
    [
      ['Ash', 3400, true],
      ['Indigo', 3600, false],
    ],
  ),
  product(
    {
      id: 'teapot',
      title: 'Side-handled teapot for three cups, with a strainer that was drilled by hand',
      description: 'Pours without a drop.',
      image: picture('teapot', 'Indigo teapot with a handle at its side.'),
    },
    '',
    [['One', 12800, true]],
  ),
  product(
    {
      id: 'moon-jar',
      title: 'Moon jar',
      description: 'Two bowls, joined at their widest.',
      image: picture('moon-jar', 'Round white jar.'),
    },
    '',
    [['One', 48000, false]],
  ),
];

/** By sku. */
export const ITEMS: Readonly<Record<string, WireLine['item']>> = Object.fromEntries(
  PRODUCTS.flatMap(({ id, title, image, options, variants }) =>
    variants.map(({ sku, title: variant, price: asked }) => [
      sku,
      { id: sku, product_id: id, title, variant: options.length ? variant : '', price: asked ?? 0, image },
    ]),
  ),
);

export const lineOf = (sku: string, quantity: number, max = 12): WireLine[] => {
  const item = ITEMS[sku];
  return item
    ? [
        {
          id: sku,
          item,
          quantity,
          quantity_max: max,
          totals: [{ type: 'subtotal', amount: item.price * quantity }],
        },
      ]
    : [];
};

export const payment = (status: WirePayment['status'], more: Partial<WirePayment> = {}): WirePayment => ({
  id: 'pay_1',
  number: 1,
  gateway: 'gallery',
  status,
  amount: 20200,
  currency: 'USD',
  decline_code: null,
  ...more,
});

export const orderOf = (change: Partial<WireOrder> = {}): WireOrder => ({
  id: 'order_1042',
  number: '1042',
  status: 'complete_in_progress',
  payment_status: 'processing',
  mode: 'test',
  placed_at: '2026-11-20T10:00:00Z',
  currency: 'USD',
  line_items: [...lineOf('tea-bowl-ash', 2), ...lineOf('teapot-one', 1)],
  totals: [
    { type: 'subtotal', amount: 19600 },
    { type: 'fulfillment', amount: 600 },
    { type: 'tax', amount: 1568, included: true },
    { type: 'total', amount: 20200 },
  ],
  fulfillment: {
    country: 'US',
    options: [{ id: 'post', title: 'Post', description: '3 to 5 working days', amount: 600 }],
    option_id: 'post',
  },
  quote_hash: 'hash',
  buyer: { email_hint: 'a…@example.com' },
  amount_due: 20200,
  payments: [payment('processing')],
  ...change,
});
