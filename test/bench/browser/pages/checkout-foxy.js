// Foxy's card form: their element around their frame, whose page is a blank one of another origin.
import '@foxy.io/elements/dist/elements/public/PaymentCardEmbed/index.js';

globalThis.mount = () => {
  const form = document.createElement('foxy-payment-card-embed');
  form.setAttribute('url', `${globalThis.FRAMES}/?demo=default`);
  document.querySelector('#here').replaceChildren(form);
};
globalThis.unmount = () => document.querySelector('#here').replaceChildren();
globalThis.mount();
