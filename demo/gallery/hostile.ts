/**
 * What a shop may have typed, or somebody who means it no good: words without an end, texts that want to be code, marks that turn
 * the direction and are never closed, signs made of many, prices of nothing and of nine digits.
 */
import type { WireConsent, WireOrder, WireProduct, WireVariant } from '../../src/api/wire.js';
import type { WireEvidence } from '../../src/api/wire-evidence.js';
import type { WireReport } from '../../src/api/wire-reports.js';
import { FINDINGS } from './findings.js';
import { itemsOf, lineOf, payment, picture } from './goods.js';
import { REPORT } from './report.js';
import { CARD, OFFLINE, REDIRECT, type Script } from './shop.js';
import { types, type Then } from './state.js';

const WORD =
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsteekannenuntersetzer';
const CODE = '<script>gallery.broken = true</script><img src=x onerror="gallery.broken = true">';
/** An override that is never closed, between words of both directions. */
const TURNED = 'Teapot \u202Eelttek\u2067 קומקום 2 liters, إبريق شاي';
const EMOJI = '👩‍👩‍👧‍👦🏳️‍🌈🫖🇪🇪'.repeat(9);
const STACKED = 'Z̸̧̛̤͔̫a̵l̷̢̛̮̥g̶̡̪o̴̧͎ '.repeat(6);
const WIDE = '𒐫﷽ﷺ'.repeat(7);
const TEXTS = [WORD, CODE, TURNED, EMOJI, STACKED, WIDE];

const NOTHING = 0;
const NINE_DIGITS = 98_765_432_199;

const variant = (sku: string, price: number, more: Partial<WireVariant> = {}): WireVariant => ({
  ...{ sku, title: 'One', options: {}, price, available: true },
  ...more,
});

const product = (id: string, title: string, variants: readonly WireVariant[]): WireProduct => ({
  ...{ id, title, currency: 'USD', options: [], variants },
  category: title,
  description: `${title}\n\n${TEXTS.join('\n')}\n${WORD.repeat(8)}`,
  image: picture(id.length % 2 ? 'mug' : 'no-such-picture', title),
});

const VALUES = ['S', WORD, CODE, TURNED, '👩‍👩‍👧‍👦', '0'];

export const HOSTILE_PRODUCTS: readonly WireProduct[] = [
  product('hostile-word', WORD, [variant('word', NINE_DIGITS, { compare_at_price: NINE_DIGITS + 1 })]),
  product('hostile-code', CODE, [variant('code', NOTHING)]),
  product('hostile-turn', TURNED, [variant('turn', 1, { available: false })]),
  product('hostile-signs', EMOJI, [variant('signs', NINE_DIGITS)]),
  {
    ...product(
      'hostile-options',
      STACKED + WIDE,
      VALUES.map((value, at) =>
        variant(`option-${at}`, at % 2 ? NINE_DIGITS : NOTHING, {
          options: { [WORD]: value, [TURNED]: value },
          compare_at_price: NINE_DIGITS + 1,
          available: at !== 2,
          left: 999_999_999,
        }),
      ),
    ),
    options: [
      { name: WORD, values: VALUES },
      { name: TURNED, values: [...VALUES, ...Array.from({ length: 12 }, (_, at) => `${WORD} ${at}`)] },
    ],
    images: Array.from({ length: 9 }, (_, at) => picture(`no-such-picture-${at}`, WORD)),
  },
  { ...product('hostile-image', '0', [variant('image', NINE_DIGITS)]), image: null },
];

/** The server's own bound of a code. */
export const HOSTILE_CODE = 'W'.repeat(40);
export const HOSTILE_COUPONS = { [HOSTILE_CODE]: `${WORD} ${TURNED}` };
export const HOSTILE_CART = { word: 999, code: 1, turn: 3, signs: 12, 'option-1': 1 };

const consent = (id: string, required: boolean, text: string): WireConsent => ({
  ...{ id, required, text, link: '/terms.html', translations: {} },
});

export const CONSENTS: readonly WireConsent[] = [
  consent('terms', true, 'I have read the [terms of sale] and agree to them.'),
  consent('letter', false, 'Write to me when there are new pots. Four times a year.'),
];

const DELIVERY = TEXTS.map((text, at) => ({
  ...{ id: `way-${at}`, title: text, description: `${text} ${WORD}`, amount: at % 2 ? NINE_DIGITS : NOTHING },
}));

export const HOSTILE_SHOP: Script = {
  products: HOSTILE_PRODUCTS,
  coupons: HOSTILE_COUPONS,
  delivery: DELIVERY,
  consents: [...TEXTS.map((text, at) => consent(`consent-${at}`, true, `${text} [${text}] ${text}`))],
  gateways: [
    { ...CARD, settings: { title: WORD } },
    { ...REDIRECT, settings: { title: CODE }, redirect_hosts: [`${'very-long-name-'.repeat(8)}.example`] },
    { ...OFFLINE, settings: { title: TURNED } },
  ],
};

const ITEMS = itemsOf(HOSTILE_PRODUCTS);

export const HOSTILE_ORDER: Partial<WireOrder> = {
  number: WORD.slice(0, 64),
  line_items: Object.entries(HOSTILE_CART).flatMap(([sku, quantity]) => lineOf(ITEMS, sku, quantity, 999)),
  totals: [
    { type: 'subtotal', amount: NINE_DIGITS * 9 },
    { type: 'discount', amount: -NINE_DIGITS },
    { type: 'fulfillment', amount: NOTHING },
    { type: 'tax', amount: NINE_DIGITS, included: true },
    { type: 'total', amount: NINE_DIGITS * 8 },
  ],
  discounts: { codes: [HOSTILE_CODE], applied: [{ code: HOSTILE_CODE, title: WORD, amount: NINE_DIGITS }] },
  fulfillment: { country: 'US', options: DELIVERY, option_id: 'way-0' },
  gift_note: TEXTS.join('\n'),
  buyer: { email_hint: `a…@${'long-domain-'.repeat(12)}.example` },
  payments: [payment('open', { gateway: 'invoice', instructions: `${TEXTS.join('\n')}\n{total} {number}` })],
};

const money = (currency: string, amount: number) => ({
  ...{ currency, taken: amount, refunded: amount * 2, lost: amount, revenue: -2 * amount },
  ...{ paid_orders: 999_999_999, average: amount },
});
const CURRENCIES = ['USD', 'JPY', 'KWD'];

export const HOSTILE_REPORT: WireReport = {
  ...REPORT,
  time_zone: 'America/Argentina/ComodRivadavia',
  totals: {
    ...{ visits: 987_654_321, carts: 987_654_321, checkouts: 987_654_321, orders: 987_654_321 },
    ...{
      paid_orders: 987_654_321,
      conversion: 12.3456,
      money: CURRENCIES.map((each) => money(each, NINE_DIGITS)),
    },
  },
  before: { ...REPORT.before, money: CURRENCIES.map((each) => money(each, 1)) },
  intervals: REPORT.intervals.map((each, at) => ({
    ...each,
    revenue: [{ currency: 'USD', amount: at % 3 ? NINE_DIGITS : -NINE_DIGITS }],
  })),
  products: TEXTS.map((title) => ({
    ...{ sku: WORD, title, variant: WORD, quantity: 999_999_999, currency: 'USD', amount: NINE_DIGITS },
  })),
  coupons: [{ code: HOSTILE_CODE, currency: 'USD', paid_orders: 999_999_999, taken: NINE_DIGITS }],
  gateways: TEXTS.map((gateway) => ({ ...money('USD', NINE_DIGITS), gateway })),
};

export const HOSTILE_FINDINGS: WireEvidence = {
  ...FINDINGS,
  findings: TEXTS.flatMap((text, at) =>
    FINDINGS.findings.slice(0, 1).map((finding) => ({
      ...finding,
      id: `hostile-${at}`,
      page: `/${WORD}/${text}`,
      subject: `https://${'sub.'.repeat(30)}example/${text}`,
      detail: text,
      times: 999_999_999,
    })),
  ),
};

const KEYS = ['cart.add', 'cart.title', 'cart.empty', 'cart.remove', 'checkout.pay', 'total.total'];

/** A merchant's own words; the first is left alone, or the page's other buttons would say it. */
export const HOSTILE_LABELS: Readonly<Record<string, string>> = Object.fromEntries(
  TEXTS.map((text, at) => [KEYS[at] ?? '', `${text} {nothing}`]),
);

/** A sheet from somewhere: names without an end and values that want out. */
export const HOSTILE_THEME: Then = async (_element, _store, seen) => {
  const field = await seen('#import');
  (field.closest('details') as HTMLDetailsElement).open = true;
  types(
    field,
    `:root { --store-radius: 999px; --store-font: ${WORD}; --store-${WORD.toLowerCase().replace('ä', 'a')}: 1;
    --store-color-accent: url(javascript:alert(1)); --store-color-text: ${CODE}; --store-gap: calc(1px * 1e9) }`,
  );
  field.closest('form')?.requestSubmit();
};
