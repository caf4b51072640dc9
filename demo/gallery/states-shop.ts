/** What is for sale: the catalogue, a product, the button that buys it. */
import { HOSTILE_PRODUCTS } from './hostile.js';
import { made, state, types, type State } from './state.js';

const SHELF = { limit: '6', expect: '6', without: 'address', 'product-href': '/product.html?id={id}' };
const FULL = { full: '', 'variant-param': '' };

export const SHOP_STATES: readonly State[] = [
  state('store-catalog/shelf', 'article', { attributes: SHELF }),
  state('store-catalog/loading', '.skeleton', { attributes: SHELF, script: { silent: ['/products'] } }),
  state('store-catalog/none-yet', '.message', {
    attributes: SHELF,
    script: { products: [] },
  }),
  state('store-catalog/nothing-found', '.message .button', {
    attributes: SHELF,
    then: async (_element, _store, seen) => {
      const field = await seen('[type=search]');
      types(field, 'kettle');
      field.closest('form')?.requestSubmit();
    },
  }),
  state('store-catalog/failed', '.notice', {
    attributes: SHELF,
    script: { failing: ['/products'] },
    inside: () => made('a', 'Tea bowl', { href: '/about.html' }),
  }),
  state('store-catalog/not-sold', 'a.button', {
    attributes: { ...SHELF, 'enquiry-href': 'mailto:hello@shop.example?subject={title}' },
    script: { catalogMode: { prices: false } },
  }),
  state('store-catalog/hostile', 'article', {
    attributes: SHELF,
    script: { products: HOSTILE_PRODUCTS },
  }),
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
  state('store-product/full', '.thumbs', { attributes: { product: 'mug', ...FULL } }),
  state('store-product/full-sold-out', ':disabled', {
    attributes: { product: 'mug', ...FULL },
    then: async (_element, _store, seen) => (await seen('[value=Persimmon]')).click(),
  }),
  state('store-product/full-loading', '.skeleton', {
    attributes: { product: 'mug', ...FULL },
    script: { silent: ['/products'] },
  }),
  state('store-product/full-unknown', '[part=notice]', { attributes: { product: 'kettle', ...FULL } }),
  state('store-product/full-not-sold', 'a.button', {
    attributes: { product: 'mug', ...FULL, 'enquiry-href': 'mailto:hello@shop.example?subject={title}' },
    script: { catalogMode: { prices: true } },
  }),
  state('store-product/hostile', '[part=price]', {
    attributes: { product: 'hostile-options' },
    script: { products: HOSTILE_PRODUCTS },
  }),
  state('store-product/full-hostile', '[part=price]', {
    attributes: { product: 'hostile-options', ...FULL },
    script: { products: HOSTILE_PRODUCTS },
  }),
  state('store-add-to-cart/ours', '[part=button-primary]', { attributes: { sku: 'teapot-one' } }),
  state('store-add-to-cart/disabled', ':disabled', { attributes: { sku: 'teapot-one', disabled: '' } }),
  state('store-add-to-cart/merchants-own', 'slot', {
    attributes: { sku: 'teapot-one' },
    inside: () => made('button', 'Buy this teapot', { class: 'own' }),
  }),
];
