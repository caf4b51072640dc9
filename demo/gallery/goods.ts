/** What the gallery's shop sells, and an order of it: fixtures by the wire types. */
import type {
  WireImage,
  WireLine,
  WireOrder,
  WirePayment,
  WireProduct,
  WireVariant,
} from '../../src/api/wire.js';

export const picture = (name: string, alt: string): WireImage => ({
  url: `/pictures/${name}.svg`,
  alt,
  width: 800,
  height: 1000,
});

type About = Pick<WireProduct, 'id' | 'title' | 'description' | 'image'> & Partial<WireProduct>;

const product = (
  about: About,
  option: string,
  variants: readonly (readonly [
    value: string,
    price: number,
    available: boolean,
    more?: Partial<WireVariant>,
  ])[],
): WireProduct => ({
  ...about,
  currency: 'USD',
  options: option ? [{ name: option, values: variants.map(([value]) => value) }] : [],
  variants: variants.map(([value, price, available, more]) => ({
    sku: `${about.id}-${value.toLowerCase().replace(/\W+/g, '-')}`,
    title: value,
    options: option ? { [option]: value } : {},
    price,
    available,
    ...more,
  })),
});

/** A product of one variant, with nothing to tell about it. */
const plain = (id: string, title: string, category: string, price: number, before?: number): WireProduct =>
  product({ id, title, category, description: '', image: picture(id, `${title}.`) }, '', [
    ['One', price, true, before ? { compare_at_price: before } : {}],
  ]);

export const PRODUCTS: readonly WireProduct[] = [
  product(
    {
      id: 'tea-bowl',
      title: 'Tea bowl',
      category: 'Bowls and cups',
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
      category: 'Pots',
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
      category: 'Jars',
      description: 'Two bowls, joined at their widest.',
      image: picture('moon-jar', 'Round white jar.'),
    },
    '',
    [['One', 48000, false]],
  ),
  mug(),
  plain('hojicha', 'Hojicha, dark roast', 'Tea', 1600),
  plain('sencha', 'Sencha, first pick', 'Tea', 2400, 2900),
  plain('tea-cloth', 'Tea cloth', 'Cloth', 2200),
  plain('pine-bowl', 'Pine bowl', 'Bowls and cups', 5200),
];

/** With two options, one combination sold out and one that is not made, few left, a price before, and several pictures. */
function mug(): WireProduct {
  const cut = { compare_at_price: 3600 };
  const variant = (glaze: string, size: string, price: number, more: Partial<WireVariant>): WireVariant => ({
    sku: `mug-${glaze}-${size}`.toLowerCase().replace(/\W+/g, '-'),
    title: `${glaze}, ${size}`,
    options: { Glaze: glaze, Size: size },
    price,
    available: true,
    ...more,
  });
  return {
    ...{ id: 'mug', title: 'Workshop mug', currency: 'USD', category: 'Bowls and cups' },
    description:
      'The mug we drink from ourselves: straight sides, a handle that takes three fingers, and a foot that does not mark the table.\n\nDishwashers are fine. So are falls, now and then.',
    image: picture('mug', 'Two straight-sided mugs, a tall one and a small one.'),
    images: [
      picture('mug', 'Two straight-sided mugs, a tall one and a small one.'),
      picture('tea-cups', 'Two cups in another light.'),
      picture('pair', 'A pair of bowls from above.'),
    ],
    options: [
      { name: 'Glaze', values: ['Chalk', 'Persimmon', 'Slate'] },
      { name: 'Size', values: ['8 oz', '12 oz'] },
    ],
    variants: [
      variant('Chalk', '8 oz', 3200, { ...cut, left: 3 }),
      variant('Chalk', '12 oz', 3600, {}),
      variant('Persimmon', '8 oz', 3200, { available: false }),
      variant('Persimmon', '12 oz', 3600, { available: false }),
      variant('Slate', '12 oz', 3900, {}),
    ],
  };
}

/** What a shelf sells, by sku. */
export type Items = Readonly<Record<string, WireLine['item']>>;

export const itemsOf = (products: readonly WireProduct[]): Items =>
  Object.fromEntries(
    products.flatMap(({ id, title, image, options, variants }) =>
      variants.map(({ sku, title: variant, price: asked }) => [
        sku,
        { id: sku, product_id: id, title, variant: options.length ? variant : '', price: asked ?? 0, image },
      ]),
    ),
  );

export const lineOf = (items: Items, sku: string, quantity: number, max = 12): WireLine[] => {
  const item = items[sku];
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

const ITEMS = itemsOf(PRODUCTS);

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
  line_items: [...lineOf(ITEMS, 'tea-bowl-ash', 2), ...lineOf(ITEMS, 'teapot-one', 1)],
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
