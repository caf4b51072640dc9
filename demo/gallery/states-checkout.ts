/** The checkout with what belongs to it: wallets, the security message. */
import type { FieldName } from '../../src/checkout/fields.js';
import { CONSENTS, HOSTILE_CART, HOSTILE_SHOP } from './hostile.js';
import { BLOCKED, CARD, OFFLINE, REDIRECT, WALLETS } from './shop.js';
import { SOME, state, type State, type Then } from './state.js';

const ANA: Readonly<Partial<Record<FieldName, string>>> = {
  email: 'ana.reyes@example.com',
  fullName: 'Ana Reyes',
  street: '12 Harbour Street',
  city: 'Portland',
  postalCode: '97204',
  region: 'OR',
};

/** Fills everything in, but for what is said otherwise, and presses Pay. */
const paysWith =
  (change: Readonly<Partial<Record<FieldName, string>>>): Then =>
  async (_element, store, seen) => {
    const checkout = await store.checkout();
    // The fields are those of the country, and what is pressed reads what stands in them.
    await seen('select[name=region]');
    for (const [name, value] of Object.entries({ ...ANA, ...change }))
      checkout.setField(name as FieldName, value);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    (await seen('[part=button-primary][aria-disabled=false]')).click();
  };
const pays = paysWith({});

/** Presses Pay with nothing filled in. */
const hurries: Then = async (_element, _store, seen) =>
  (await seen('[part=button-primary][aria-disabled=false]')).click();

/** Wants the bill sent elsewhere. */
const billsElsewhere: Then = async (_element, store, seen) => {
  await seen('.form');
  (await store.checkout()).setOwnBilling(true);
};

const checkout = (name: string, shows: string, more: Omit<State, 'id' | 'shows'> = {}): State =>
  state(`store-checkout/${name}`, shows, { cart: SOME, ...more });

export const CHECKOUT_STATES: readonly State[] = [
  checkout('empty', '.empty', { cart: {} }),
  checkout('loading', '.skeleton', { script: { silent: ['/config'] } }),
  checkout('form', '.frame.ready'),
  checkout('form-loading', '.frame', { script: { silent: ['/quotes'] } }),
  checkout('problems', '.field [aria-invalid=true]', { then: hurries }),
  checkout('everything', '.consent', {
    script: { consents: CONSENTS, orderNote: true, extras: true, gateways: [CARD, REDIRECT, OFFLINE] },
    then: async (element, store, seen) => {
      store.cart.setCoupon('SPRING10');
      await billsElsewhere(element, store, seen);
      for (const each of ['[name=billing-street]', '.discount', '.frame.ready']) await seen(each);
    },
  }),
  checkout('summary', '.summary a[href="#consent-terms"]', {
    script: { consents: CONSENTS, orderNote: true },
    then: async (element, store, seen) => {
      await billsElsewhere(element, store, seen);
      await seen('.consent');
      await hurries(element, store, seen);
    },
  }),
  checkout('doubts', '.summary', {
    then: paysWith({ email: 'ana.reyes@gmial.com', postalCode: '972' }),
  }),
  checkout('hostile', '.consent', { cart: HOSTILE_CART, script: HOSTILE_SHOP }),
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
];
