// Foxy's items form, from their own modules in one file (their CDN sends many), with its lines in the page's HTML.
import '@foxy.io/elements/dist/elements/public/ItemsForm/index.js';
import { lines } from './kit.js';

const item = (n) =>
  Object.assign(document.createElement('foxy-item'), {
    ...{ name: `Product ${n}`, code: `sku-${n}`, price: 20 + n / 100, quantity: 1, currency: 'usd' },
  });
globalThis.mount = () => {
  const form = document.createElement('foxy-items-form');
  form.setAttribute('store', 'bench.foxycart.com');
  form.setAttribute('currency', 'usd');
  form.append(...Array.from({ length: lines() }, (_, n) => item(n)));
  document.querySelector('#here').replaceChildren(form);
};
globalThis.unmount = () => document.querySelector('#here').replaceChildren();
globalThis.mount();
