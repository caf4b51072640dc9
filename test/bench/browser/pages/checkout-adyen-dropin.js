// Adyen's Drop-in with the card in it, as their documentation shows; their frames' pages are blank ones of another origin.
import { AdyenCheckout, Card, Dropin } from '@adyen/adyen-web';
import '@adyen/adyen-web/styles/adyen.css';

let dropin;
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
  dropin = new Dropin(checkout, {
    paymentMethodComponents: [Card],
    paymentMethodsConfiguration: { card: { hasHolderName: true, billingAddressRequired: true } },
  }).mount('#here');
};
globalThis.unmount = () => dropin.unmount();
globalThis.mount();
