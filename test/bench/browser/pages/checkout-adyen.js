// Adyen's Card alone, tree-shaken as their documentation shows; their frames' pages are blank ones of another origin.
import { Card } from '@adyen/adyen-web';
import { startCheckout } from './adyen.js';

let card;
globalThis.mount = async () => {
  const checkout = await startCheckout();
  card = new Card(checkout, { hasHolderName: true, billingAddressRequired: true }).mount('#here');
};
globalThis.unmount = () => card.unmount();
globalThis.mount();
