// SureCart's cart lines (Stencil), given their data as properties: no request of theirs is in the figure.
import { defineCustomElement } from '@surecart/components/dist/components/sc-product-line-item.js';
import { lines } from './kit.js';

defineCustomElement();
globalThis.mount = () => {
  document.querySelector('#here').replaceChildren(
    ...Array.from({ length: lines() }, (_, n) =>
      Object.assign(document.createElement('sc-product-line-item'), {
        name: `Product ${n}`,
        quantity: 1,
        amount: 2000 + n,
        currency: 'usd',
        editable: true,
        removable: true,
      }),
    ),
  );
};
globalThis.unmount = () => document.querySelector('#here').replaceChildren();
document
  .querySelector('#here')
  .addEventListener('scUpdateQuantity', ({ target, detail }) => (target.quantity = detail));
globalThis.mount();
