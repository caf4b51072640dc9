// JustiFi's checkout (Stencil), all of it in one file; their service is answered from memory and their frames are blank pages.
import { defineCustomElement } from '@justifi/webcomponents/dist/module/justifi-checkout.js';

const checkout = {
  ...{ id: 'cho_bench', account_id: 'acc_bench', status: 'created', mode: 'test', description: 'Bench' },
  ...{ payment_amount: 1000, total_amount: 1000, payment_currency: 'USD', payment_description: 'Bench' },
  ...{ payment_methods: [], payment_settings: { credit_card_payments: true, ach_payments: false } },
};
const real = globalThis.fetch;
globalThis.fetch = async (address, init) =>
  /justifi/.test(String(address?.url ?? address))
    ? new Response(JSON.stringify({ data: checkout }), { headers: { 'content-type': 'application/json' } })
    : real(address, init);

defineCustomElement();
globalThis.mount = () => {
  const form = document.createElement('justifi-checkout');
  form.setAttribute('auth-token', 'bench');
  form.setAttribute('checkout-id', checkout.id);
  document.querySelector('#here').replaceChildren(form);
};
globalThis.unmount = () => document.querySelector('#here').replaceChildren();
globalThis.mount();
