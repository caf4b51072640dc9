// React with Stripe's own wrapper, on a Stripe.js double that puts one frame where the card goes.
import { CardElement, Elements, useStripe } from '@stripe/react-stripe-js';
import { createElement as h } from 'react';
import { createRoot } from 'react-dom/client';

const element = () => {
  const heard = {};
  return {
    mount(node) {
      const frame = document.createElement('iframe');
      frame.src = `${globalThis.FRAMES}/blank`;
      frame.onload = () => heard.ready?.();
      node.append(frame);
      this.node = node;
    },
    destroy() {
      this.node?.replaceChildren();
    },
    unmount() {
      this.node?.replaceChildren();
    },
    update() {},
    on(name, handler) {
      heard[name] = handler;
      return this;
    },
    off() {},
  };
};
const elements = () => ({ create: element, getElement: () => null, update() {} });
const stripe = {
  elements,
  createToken() {},
  createPaymentMethod() {},
  confirmCardPayment() {},
  registerAppInfo() {},
  _registerWrapper() {},
};

function Form() {
  useStripe();
  const fields = ['email', 'name', 'address-line1', 'address-level2', 'postal-code', 'country'];
  return h(
    'form',
    null,
    fields.map((name) => h('label', { key: name }, name, h('input', { autoComplete: name }))),
    h(CardElement),
    h('button', null, 'Pay'),
  );
}
let root;
globalThis.mount = () => {
  root = createRoot(document.querySelector('#here'));
  root.render(h(Elements, { stripe }, h(Form)));
};
globalThis.unmount = () => root.unmount();
globalThis.mount();
