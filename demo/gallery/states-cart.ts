/** The cart, and the button that leads to it. */
import { HOSTILE_CART, HOSTILE_CODE, HOSTILE_COUPONS, HOSTILE_PRODUCTS } from './hostile.js';
import { SOME, state, types, type State, type Then } from './state.js';

const WAY = { 'checkout-href': '/checkout.html' };

const opensDrawer: Then = (element) => {
  (element as HTMLElement & { open(): void }).open();
  return Promise.resolve();
};

const opensExtras: Then = async (_element, _store, seen) => {
  await seen('.extras details');
  for (const each of (await seen('.extras')).querySelectorAll('details')) each.open = true;
};

/** Types a code and sends it. */
const triesCode =
  (code: string): Then =>
  async (_element, _store, seen) => {
    const field = await seen('#coupon');
    (field.closest('details') as HTMLDetailsElement).open = true;
    types(field, code);
    field.closest('form')?.requestSubmit();
  };

const HOSTILE = {
  cart: HOSTILE_CART,
  script: { products: HOSTILE_PRODUCTS, coupons: HOSTILE_COUPONS },
  then: (async (element, store, seen) => {
    if (element.getAttribute('mode') === 'drawer') await opensDrawer(element, store, seen);
    store.cart.setCoupon(HOSTILE_CODE);
  }) satisfies Then,
};

export const CART_STATES: readonly State[] = [
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
    attributes: WAY,
  }),
  state('store-cart/problems', '[part=error]', {
    cart: { ...SOME, 'moon-jar-one': 1 },
    script: { stock: { 'tea-bowl-ash': 1, 'moon-jar-one': 0 } },
    attributes: WAY,
  }),
  state('store-cart/summary', '[part~=line-price]', { cart: SOME, attributes: { readonly: '' } }),
  state('store-cart/extras', '.extras details', {
    cart: SOME,
    script: { extras: true },
    attributes: { ...WAY, 'gift-note': '', estimate: '' },
    then: opensExtras,
  }),
  state('store-cart/coupon', '.tag', {
    cart: SOME,
    script: { extras: true },
    then: triesCode('SPRING10'),
  }),
  state('store-cart/coupon-refused', '.coupon .problem:not(:empty)', {
    cart: SOME,
    script: { coupons: {} },
    then: triesCode('SPRNG10'),
  }),
  state('store-cart/coupon-later', '.tag', {
    cart: SOME,
    script: { coupons: { SPRING10: 'coupon_minimum' } },
    then: triesCode('SPRING10'),
  }),
  state('store-cart/hostile', '.tag', { ...HOSTILE, attributes: WAY }),
  state('store-cart/drawer-hostile', 'dialog[open] .tag', {
    ...HOSTILE,
    alone: true,
    attributes: { ...WAY, mode: 'drawer' },
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
    attributes: { ...WAY, mode: 'drawer' },
    then: opensDrawer,
  }),
  state('store-cart/drawer-empty', 'dialog[open] .empty', {
    alone: true,
    attributes: { mode: 'drawer' },
    then: opensDrawer,
  }),
  state('store-cart/failed', '[part=notice]', { cart: SOME, script: { failing: ['/quotes'] } }),
];
