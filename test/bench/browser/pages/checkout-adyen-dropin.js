// Adyen's Drop-in with the card in it, as their documentation shows; their frames' pages are blank ones of another origin.
import { Card, Dropin } from '@adyen/adyen-web';
import { startCheckout } from './adyen.js';

let dropin;
globalThis.mount = async () => {
  const checkout = await startCheckout();
  dropin = new Dropin(checkout, {
    paymentMethodComponents: [Card],
    paymentMethodsConfiguration: { card: { hasHolderName: true, billingAddressRequired: true } },
  }).mount('#here');
};
globalThis.unmount = () => dropin.unmount();
globalThis.mount();
