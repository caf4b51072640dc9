// Adyen's Card alone, tree-shaken as their documentation shows; their frames' pages are blank ones of another origin.
import { AdyenCheckout, Card } from '@adyen/adyen-web';
import '@adyen/adyen-web/styles/adyen.css';

let card;
globalThis.mount = async () => {
  const checkout = await AdyenCheckout({
    clientKey: 'test_BENCHBENCHBENCHBENCHBENCHBENCHBE',
    environment: 'test',
    countryCode: 'US',
    locale: 'en-US',
    amount: { value: 1000, currency: 'USD' },
    analytics: { enabled: false },
    paymentMethodsResponse: { paymentMethods: [{ type: 'scheme', name: 'Cards', brands: ['visa', 'mc'] }] },
  });
  card = new Card(checkout, { hasHolderName: true, billingAddressRequired: true }).mount('#here');
};
globalThis.unmount = () => card.unmount();
globalThis.mount();
