/**
 * That the gateway contract fits Stripe, Square, a redirect gateway and an offline method, proved by the compiler with the
 * official SDKs' own types. These are sketches, never run: they leave out what a real adapter adds (loader, errors, theme).
 */
import type { Stripe } from '@stripe/stripe-js';
import type { Payments } from '@square/web-payments-sdk-types';
import type { ConfirmResult, LoadedGateway, PaymentForm } from '../../src/gateways/gateway.js';
import type { GatewayEvent, ServerGateway } from '../../src/gateways/gateway-server.js';
import { money, toDecimal } from '../../src/money.js';

/** Stripe: deferred elements, Payment Element, confirm with the client secret of the attempt. */
export const stripeFits = (stripe: Stripe): LoadedGateway => ({
  methods: () => Promise.resolve([{ id: 'all', needsForm: true }]),
  async mount(target, { amount, locale, onChange }) {
    const elements = stripe.elements({
      mode: 'payment',
      amount: amount.amount,
      currency: amount.currency.toLowerCase(),
      locale: locale as 'auto',
    });
    const payment = elements.create('payment', { layout: 'accordion' });
    payment.on('change', ({ complete, empty }) => onChange({ complete, empty }));
    const ready = new Promise<void>((resolve, reject) => {
      payment.on('ready', () => resolve());
      payment.on('loaderror', ({ error }) => reject(new Error(error.message)));
    });
    payment.mount(target);
    await ready;
    return {
      async update(change) {
        if (change.amount) await elements.update({ amount: change.amount.amount });
      },
      async validate() {
        const { error } = await elements.submit();
        return error ? { valid: false, ...(error.message && { message: error.message }) } : { valid: true };
      },
      focus: () => payment.focus(),
      async confirm({ client, returnUrl, billing }): Promise<ConfirmResult> {
        const { error, paymentIntent } = await stripe.confirmPayment({
          elements,
          clientSecret: client['client_secret'] ?? '',
          confirmParams: {
            return_url: returnUrl,
            payment_method_data: { billing_details: { name: billing.fullName, email: billing.email } },
          },
          redirect: 'if_required',
        });
        if (error) return { kind: 'declined', code: error.decline_code ?? 'card_declined' };
        return { kind: paymentIntent.status === 'processing' ? 'processing' : 'submitted' };
      },
      destroy: () => payment.destroy(),
    };
  },
});

/** Square: attach, tokenize with verification details, and the server charges the token under the attempt's key. */
export const squareFits = (payments: Payments): LoadedGateway => ({
  methods: () => Promise.resolve([{ id: 'card', needsForm: true }]),
  async mount(target): Promise<PaymentForm> {
    const card = await payments.card();
    await card.attach(target);
    return {
      update: () => Promise.resolve(),
      validate: () => Promise.resolve({ valid: true }),
      focus: () => void card.focus('cardNumber'),
      async confirm({ amount, billing, submit }): Promise<ConfirmResult> {
        const result = await card.tokenize({
          amount: toDecimal(amount),
          currencyCode: amount.currency,
          intent: 'CHARGE',
          customerInitiated: true,
          sellerKeyedIn: false,
          billingContact: {
            givenName: billing.fullName,
            email: billing.email,
            addressLines: [...billing.lines],
            countryCode: billing.country,
          },
        });
        return result.status === 'OK' && result.token ? submit(result.token) : { kind: 'invalid' };
      },
      destroy: () => void card.destroy(),
    };
  },
});

const nothing: readonly GatewayEvent[] = [];

/** A redirect gateway: no browser half; the server half says where to go. */
export const redirectFits: ServerGateway = {
  name: 'redirect',
  mode: 'live',
  describe: () => ({
    name: 'redirect',
    kind: 'redirect',
    mode: 'live',
    frame_origins: [],
    redirect_hosts: ['pay.example'],
    settings: {},
  }),
  start: (attempt) =>
    Promise.resolve({
      gatewayPaymentId: attempt.paymentId,
      next: {
        type: 'redirect',
        method: 'POST',
        url: 'https://pay.example/start',
        fields: { reference: attempt.paymentId, back: attempt.returnUrl },
      },
      report: undefined,
    }),
  retrieve: (attempt) =>
    Promise.resolve({
      gatewayPaymentId: attempt.paymentId,
      reference: attempt.paymentId,
      status: 'paid',
      amount: money(100, 'EUR'),
      account: 'shop-1',
      mode: 'live',
      declineCode: null,
      refunded: null,
    }),
  verifyCallback: () => [...nothing],
};

/** An offline method: the order waits until the merchant marks it paid. */
export const offlineFits: ServerGateway = {
  name: 'bank-transfer',
  mode: 'live',
  describe: () => ({
    name: 'bank-transfer',
    kind: 'offline',
    mode: 'live',
    frame_origins: [],
    redirect_hosts: [],
    settings: {},
  }),
  start: () => Promise.resolve({ gatewayPaymentId: null, next: { type: 'wait' }, report: undefined }),
  retrieve: () => Promise.resolve(undefined),
  verifyCallback: () => [...nothing],
};
