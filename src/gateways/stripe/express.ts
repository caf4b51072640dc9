/**
 * The Express Checkout Element: wallets' buttons and sheets (docs.stripe.com/elements/express-checkout-element). What a sheet
 * shows is priced by our server; a payment is confirmed like the form's, and never for another amount than the sheet showed.
 */
import type {
  AvailablePaymentMethods,
  ClickResolveDetails,
  StripeElements,
  StripeExpressCheckoutElement,
  StripeExpressCheckoutElementConfirmEvent,
  StripeExpressCheckoutElementReadyEvent,
} from '@stripe/stripe-js';
import type {
  BillingContact,
  ConfirmResult,
  ConfirmStep,
  ExpressButtons,
  ExpressContext,
  ExpressPrice,
} from '../gateway.js';
import { toStripeAmount } from './amounts.js';
import { stripeAppearance, stripeLocale } from './appearance.js';
import { byElements, confirmPayment } from './confirm.js';
import type { FormParts } from './form.js';
import { failed, failure, whenReady } from './ready.js';

/** px, of one row: what the page keeps free for it (Stripe allows 40 to 55). */
const BUTTON_HEIGHT = 48;

/** @throws StoreError `mount_failed`, `gateway_timeout`, `gateway_settings`, `gateway_failed`. */
export async function mountExpress(
  parts: FormParts,
  target: HTMLElement,
  context: ExpressContext,
): Promise<ExpressButtons> {
  const { elements, element } = create(parts, context);
  let gone = false;
  const destroy = (): void => {
    if (gone) return;
    gone = true;
    element.destroy();
    target.replaceChildren();
  };
  try {
    serve(parts, elements, element, context);
    const { availablePaymentMethods } = await whenReady<StripeExpressCheckoutElementReadyEvent>(
      element,
      target,
      parts.world,
      context.signal,
    );
    element.on('loaderror', ({ error }) => context.onError(failure(error)));
    return {
      wallets: walletsOf(availablePaymentMethods),
      async update(change) {
        try {
          await elements.update({
            ...(change.amount && toStripeAmount(change.amount)),
            ...(change.locale !== undefined && { locale: stripeLocale(change.locale) }),
            ...(change.appearance && { appearance: stripeAppearance(change.appearance) }),
          });
        } catch (cause) {
          if (!gone) context.onError(failed(cause));
        }
      },
      destroy,
    };
  } catch (error) {
    destroy();
    throw error;
  }
}

function create(
  { stripe, values }: FormParts,
  context: ExpressContext,
): { elements: StripeElements; element: StripeExpressCheckoutElement } {
  try {
    const elements = stripe.elements({
      mode: 'payment',
      ...toStripeAmount(context.amount),
      locale: stripeLocale(context.locale),
      appearance: stripeAppearance(context.appearance),
      ...(values['capture'] === 'manual' && { captureMethod: 'manual' }),
    });
    const dark = context.appearance.scheme === 'dark';
    const element = elements.create('expressCheckout', {
      buttonHeight: BUTTON_HEIGHT,
      emailRequired: true,
      billingAddressRequired: true,
      shippingAddressRequired: true,
      allowedShippingCountries: [...context.countries],
      // Dark buttons on a dark page would not be seen; the wallets' own rules allow these.
      buttonTheme: { applePay: dark ? 'white' : 'black', googlePay: dark ? 'white' : 'black' },
    });
    return { elements, element };
  } catch (cause) {
    throw failed(cause);
  }
}

/** Answers what the sheet asks. */
function serve(
  parts: FormParts,
  elements: StripeElements,
  element: StripeExpressCheckoutElement,
  context: ExpressContext,
): void {
  /** As the sheet shows it. */
  let shown: ExpressPrice | undefined;

  async function show(
    price: ExpressPrice,
  ): Promise<Pick<ClickResolveDetails, 'lineItems' | 'shippingRates'>> {
    await elements.update(toStripeAmount(price.amount));
    shown = price;
    return sheetOf(price);
  }

  element.on('click', ({ resolve, reject }) => {
    const price = context.open();
    if (!price) return reject();
    // Stripe gives this answer a second: the amount is told beside it.
    void show(price).catch((cause: unknown) => context.onError(failed(cause)));
    resolve(sheetOf(price));
  });
  element.on('shippingaddresschange', ({ address, resolve, reject }) => {
    const { country, state: region, postal_code: postalCode } = address;
    const place = { country, ...(region && { region }), ...(postalCode && { postalCode }) };
    void context.reprice(place).then(show).then(resolve, reject);
  });
  element.on('shippingratechange', ({ shippingRate: { id }, resolve, reject }) => {
    void context.reprice({ optionId: id }).then(show).then(resolve, reject);
  });
  element.on('cancel', () => context.onResult({ kind: 'canceled' }));
  element.on('confirm', (event) => void pay(parts, elements, event, context, () => shown?.amount));
}

async function pay(
  parts: FormParts,
  elements: StripeElements,
  event: StripeExpressCheckoutElementConfirmEvent,
  context: ExpressContext,
  shown: () => ExpressPrice['amount'] | undefined,
): Promise<void> {
  const { error } = await elements.submit();
  if (error) {
    event.paymentFailed({ reason: 'invalid_payment_data' });
    return context.onResult({
      kind: 'invalid',
      ...(error.message !== undefined && { message: error.message }),
    });
  }
  let step: ConfirmStep;
  try {
    step = await context.place(contactOf(event));
  } catch {
    // The page says why; the sheet only has to close.
    return event.paymentFailed({ reason: 'fail' });
  }
  const same = step.amount.amount === shown()?.amount;
  const result: ConfirmResult = same
    ? await confirmPayment(parts, byElements(parts.stripe, elements, step), step, context.signal)
    : { kind: 'invalid' };
  if (['declined', 'canceled', 'invalid'].includes(result.kind))
    event.paymentFailed({ reason: result.kind === 'declined' ? 'invalid_payment_data' : 'fail' });
  context.onResult(result);
}

/** The sheet's rows; the first way of delivery counts as chosen. */
const sheetOf = ({
  lines,
  delivery,
}: ExpressPrice): Required<Pick<ClickResolveDetails, 'lineItems' | 'shippingRates'>> => ({
  lineItems: lines.map(({ label, amount }) => ({ name: label, amount: toStripeAmount(amount).amount })),
  shippingRates: delivery.map(({ id, label, amount }) => ({
    id,
    displayName: label,
    amount: toStripeAmount(amount).amount,
  })),
});

/** Whom it is sent to. @throws StoreError `request_invalid` from the store, where something is missing. */
function contactOf({
  billingDetails,
  shippingAddress,
}: StripeExpressCheckoutElementConfirmEvent): BillingContact {
  const { name = '', address } = shippingAddress ?? billingDetails ?? {};
  return {
    email: billingDetails?.email ?? '',
    ...(billingDetails?.phone && { phone: billingDetails.phone }),
    fullName: name || (billingDetails?.name ?? ''),
    lines: [address?.line1, address?.line2].filter((line): line is string => Boolean(line)),
    city: address?.city ?? '',
    ...(address?.state && { region: address.state }),
    ...(address?.postal_code && { postalCode: address.postal_code }),
    country: address?.country ?? '',
  };
}

const NAMES: Readonly<Record<keyof AvailablePaymentMethods, string>> = {
  applePay: 'apple_pay',
  googlePay: 'google_pay',
  link: 'link',
  paypal: 'paypal',
  amazonPay: 'amazon_pay',
  klarna: 'klarna',
};

const walletsOf = (available: AvailablePaymentMethods | undefined): string[] =>
  (Object.keys(NAMES) as (keyof AvailablePaymentMethods)[])
    .filter((name) => available?.[name])
    .map((name) => NAMES[name]);
