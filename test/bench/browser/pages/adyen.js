// What Adyen's checkout is told, the same for all of its parts; nothing is sent to them.
import { AdyenCheckout } from '@adyen/adyen-web';
import '@adyen/adyen-web/styles/adyen.css';

export const startCheckout = () =>
  AdyenCheckout({
    clientKey: 'test_BENCHBENCHBENCHBENCHBENCHBENCHBE',
    environment: 'test',
    countryCode: 'US',
    locale: 'en-US',
    amount: { value: 1000, currency: 'USD' },
    analytics: { enabled: false },
    paymentMethodsResponse: { paymentMethods: [{ type: 'scheme', name: 'Cards', brands: ['visa', 'mc'] }] },
  });
