/** Every element in every state there is to look at. What a state needs of the world stands beside it. */
import type { FieldName } from '../../src/checkout/fields.js';
import type { Store } from '../../src/store.js';
import { payment } from './goods.js';
import { FINDINGS } from './findings.js';
import { REPORT } from './report.js';
import { BLOCKED, CARD, OFFLINE, REDIRECT, WALLETS, type Script } from './shop.js';

export interface State {
  /** `store-cart/full` */
  readonly id: string;
  /** Covers the page: shown alone only. */
  readonly alone?: true;
  readonly script?: Script;
  /** Pieces in the cart, by sku. */
  readonly cart?: Readonly<Record<string, number>>;
  readonly attributes?: Readonly<Record<string, string>>;
  /** What a merchant's page has inside. */
  readonly inside?: () => Node;
  /** Stands in the element's shadow root once the state is reached. */
  readonly shows: string;
  /** What a shopper did to get there; `seen` waits for what stands in the element. */
  readonly then?: (
    element: HTMLElement,
    store: Store,
    seen: (selector: string) => Promise<HTMLElement>,
  ) => Promise<void>;
}

const SOME = { 'tea-bowl-ash': 2, 'teapot-one': 1 };
const ORDER = { order: 'order_1042', token: 'token_1042', 'checkout-href': '/checkout.html' };

const made = (tag: string, text: string, attributes: Readonly<Record<string, string>> = {}): HTMLElement => {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

const state = (id: string, shows: string, more: Omit<State, 'id' | 'shows'> = {}): State => ({
  id,
  shows,
  ...more,
});

const ANA: Readonly<Partial<Record<FieldName, string>>> = {
  email: 'ana.reyes@example.com',
  fullName: 'Ana Reyes',
  street: '12 Harbour Street',
  city: 'Portland',
  postalCode: '97204',
  region: 'OR',
};

/** Fills everything in and presses Pay. */
const pays: State['then'] = async (_element, store, seen) => {
  const checkout = await store.checkout();
  for (const [name, value] of Object.entries(ANA)) checkout.setField(name as FieldName, value);
  (await seen('[part=button-primary][aria-disabled=false]')).click();
};

/** Presses Pay with nothing filled in. */
const hurries: State['then'] = async (_element, _store, seen) =>
  (await seen('[part=button-primary][aria-disabled=false]')).click();

const opensDrawer: State['then'] = (element) => {
  (element as HTMLElement & { open(): void }).open();
  return Promise.resolve();
};

/** As the merchant, with a key. */
const opens: State['then'] = async (element, _store, seen) => {
  (element as HTMLElement & { adminKey?: string }).adminKey = 'gallery';
  await seen('table');
};

const checkout = (name: string, shows: string, more: Omit<State, 'id' | 'shows'> = {}): State =>
  state(`store-checkout/${name}`, shows, { cart: SOME, ...more });

const order = (name: string, change: Script['order'], more: Script = {}): State =>
  state(`store-order/${name}`, '.order [part~=total]', {
    attributes: ORDER,
    script: { order: change ?? {}, ...more },
  });

export const STATES: readonly State[] = [
  state('store-product/ready', '[part=price]', { attributes: { product: 'tea-bowl' } }),
  state('store-product/long-title', '[part=price]', { attributes: { product: 'teapot' } }),
  state('store-product/sold-out', '[part=price]', { attributes: { product: 'moon-jar' } }),
  state('store-product/loading', '.skeleton', {
    attributes: { product: 'tea-bowl' },
    script: { silent: ['/products'] },
  }),
  state('store-product/fallback', 'slot', {
    attributes: { product: 'tea-bowl' },
    script: { silent: ['/products'] },
    inside: () => made('a', 'Tea bowl', { href: '/about.html' }),
  }),
  state('store-product/failed', '[part=notice]', {
    attributes: { product: 'tea-bowl' },
    script: { failing: ['/products'] },
    inside: () => made('a', 'Tea bowl', { href: '/about.html' }),
  }),
  state('store-add-to-cart/ours', '[part=button-primary]', { attributes: { sku: 'teapot-one' } }),
  state('store-add-to-cart/disabled', ':disabled', { attributes: { sku: 'teapot-one', disabled: '' } }),
  state('store-add-to-cart/merchants-own', 'slot', {
    attributes: { sku: 'teapot-one' },
    inside: () => made('button', 'Buy this teapot', { class: 'own' }),
  }),
  state('store-cart-button/empty', '.count.none'),
  state('store-cart-button/three', '.count:not(.none)', { cart: SOME, attributes: { href: '/cart.html' } }),
  state('store-cart-button/many-with-words', '.count:not(.none)', {
    cart: { 'tea-bowl-ash': 120 },
    inside: () => document.createTextNode('Cart'),
  }),
  state('store-cart/empty', '.empty'),
  state('store-cart/loading', '.skeleton', { cart: SOME, script: { silent: ['/quotes'] } }),
  state('store-cart/full', '[part~=line-price]', {
    cart: SOME,
    attributes: { 'checkout-href': '/checkout.html' },
  }),
  state('store-cart/problems', '[part=error]', {
    cart: { ...SOME, 'moon-jar-one': 1 },
    script: { stock: { 'tea-bowl-ash': 1, 'moon-jar-one': 0 } },
    attributes: { 'checkout-href': '/checkout.html' },
  }),
  state('store-cart/summary', '[part~=line-price]', { cart: SOME, attributes: { readonly: '' } }),
  state('store-cart/extras', '.extras details', {
    cart: SOME,
    script: { extras: true },
    attributes: { 'checkout-href': '/checkout.html', 'gift-note': '', estimate: '' },
    then: async (_element, _store, seen) => {
      await seen('.extras details');
      for (const each of (await seen('.extras')).querySelectorAll('details')) each.open = true;
    },
  }),
  state('store-cart/coupon', '.tag', {
    cart: SOME,
    script: { extras: true },
    then: (_element, store) => {
      store.cart.setCoupon('SPRING10');
      return Promise.resolve();
    },
  }),
  state('store-cart/removed', '.totals:not(.stale)', {
    cart: SOME,
    then: async (_element, _store, seen) => {
      (await seen('.controls .link')).click();
      await seen('.gone');
    },
  }),
  state('store-cart/drawer', 'dialog[open] [part~=line-price]', {
    alone: true,
    cart: SOME,
    script: { extras: true },
    attributes: { mode: 'drawer', 'checkout-href': '/checkout.html' },
    then: opensDrawer,
  }),
  state('store-cart/drawer-empty', 'dialog[open] .empty', {
    alone: true,
    attributes: { mode: 'drawer' },
    then: opensDrawer,
  }),
  state('store-cart/failed', '[part=notice]', { cart: SOME, script: { failing: ['/quotes'] } }),
  checkout('empty', '.empty', { cart: {} }),
  checkout('loading', '.skeleton', { script: { silent: ['/config'] } }),
  checkout('form', '.frame.ready'),
  checkout('form-loading', '.frame', { script: { silent: ['/quotes'] } }),
  checkout('problems', '.field [aria-invalid=true]', { then: hurries }),
  checkout('gateways', '.frame.ready', { script: { gateways: [CARD, REDIRECT, OFFLINE] } }),
  checkout('redirect', '.pay', { script: { gateways: [REDIRECT] } }),
  checkout('offline', '.pay', { script: { gateways: [OFFLINE] } }),
  checkout('form-blocked', '[part=notice][role=alert]', { script: { gateways: [BLOCKED] } }),
  checkout('placing', '.pay[aria-disabled=true]', { script: { silent: ['/orders'] }, then: pays }),
  checkout('not-placed', '.foot [part=notice]', { script: { failing: ['/orders'] }, then: pays }),
  checkout('leaving', '[part=notice]', {
    script: { gateways: [REDIRECT] },
    attributes: { 'confirm-redirect': '' },
    then: async (element, store, seen) => {
      await pays(element, store, seen);
      await seen('[part=button-secondary]');
    },
  }),
  checkout('not-secure', '.secure.refused', {
    script: { page: { href: 'http://shop.example/checkout', secureContext: false } },
  }),
  checkout('framed', '.secure.refused', {
    script: { page: { framed: true, ancestors: ['https://elsewhere.example'] } },
  }),
  checkout('failed', '[part=notice]', { script: { failing: ['/config'] } }),
  state('store-express-checkout/wallets', '.express:not([hidden]) slot', {
    cart: SOME,
    script: { gateways: [WALLETS] },
  }),
  state('store-secure-message/before', '.secure', { cart: SOME }),
  state('store-secure-message/redirect', '.secure.redirect, .secure.test', {
    script: { gateways: [REDIRECT] },
    then: async (_element, store) => void (await store.checkout()),
  }),
  state('store-order/loading', '.skeleton', { attributes: ORDER, script: { silent: ['/orders'] } }),
  order('processing', {}),
  order('waiting', { payments: [payment('open')] }),
  order('unfinished', { payments: [payment('open')] }, { late: 60_000 }),
  order('invoice', {
    payments: [
      payment('open', {
        gateway: 'invoice',
        instructions: 'Please send {total} to\nUS12 3456 7890\nwith the words “order {number}”.',
      }),
    ],
  }),
  order('paid', { status: 'completed', payment_status: 'paid', amount_due: 0, payments: [payment('paid')] }),
  order('declined', {
    payment_status: 'unpaid',
    payments: [payment('declined', { decline_code: 'insufficient_funds' })],
  }),
  order('part-held', {
    payment_status: 'unpaid',
    amount_due: 10200,
    payments: [payment('held', { amount: 10000 })],
  }),
  order('canceled', {
    status: 'canceled',
    payment_status: 'canceled',
    amount_due: 0,
    payments: [payment('canceled')],
  }),
  order('refunded', {
    status: 'completed',
    payment_status: 'partially_refunded',
    amount_due: 0,
    payments: [payment('paid')],
  }),
  order('disputed', {
    status: 'completed',
    payment_status: 'disputed',
    amount_due: 0,
    payments: [payment('paid')],
  }),
  state('store-order/missing', '[part=notice]', { attributes: ORDER, script: { noOrder: true } }),
  state('store-theme-editor/page', '.notice.success'),
  state('store-theme-editor/too-close', '.notice.error .button', {
    then: async (_element, _store, seen) => {
      const field = (await seen('.code')) as HTMLInputElement;
      const muted = field.getRootNode() as ShadowRoot;
      for (const [id, color] of [
        ['muted', '#b5b5b5'],
        ['on-accent', '#7d93e0'],
      ] as const) {
        const picker = muted.querySelector<HTMLInputElement>(`#${id}`);
        if (!picker) continue;
        picker.value = color;
        picker.dispatchEvent(new Event('input'));
      }
    },
  }),
  state('store-evidence/locked', 'form'),
  state('store-evidence/findings', 'table', {
    script: { admin: { '/admin/evidence': FINDINGS } },
    then: opens,
  }),
  state('store-reports/locked', 'form'),
  state('store-reports/month', 'svg', { script: { admin: { '/admin/reports': REPORT } }, then: opens }),
];
