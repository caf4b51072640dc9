/**
 * Confirming a PaymentIntent from the page, and what came of it. Stripe's promise may be pending as long as the shopper answers a
 * challenge, and for ever if its frames died: so Stripe is asked now and then where the payment stands.
 */
import type {
  PaymentIntent,
  PaymentIntentResult,
  Stripe,
  StripeElements,
  StripeError,
} from '@stripe/stripe-js';
import type { BillingContact, ConfirmResult, ConfirmStep, GatewayWorld } from '../gateway.js';
import { declineOf } from './shapes.js';

export interface ConfirmParts {
  readonly stripe: Stripe;
  readonly world: GatewayWorld;
}

/** Asks Stripe.js to confirm, in the way of the form at hand. */
export type Confirming = (clientSecret: string) => Promise<PaymentIntentResult>;

/** ms between two looks. */
const PACE = 30_000;

/** Looks in a row that see a payment nobody works on, before the answer counts as lost. */
const LOOKS = 3;

export async function confirmPayment(
  { stripe, world }: ConfirmParts,
  confirming: Confirming,
  step: ConfirmStep,
  signal: AbortSignal,
): Promise<ConfirmResult> {
  const clientSecret = step.client['client_secret'] ?? '';
  const over = new AbortController();
  const stop = AbortSignal.any([signal, over.signal]);
  const confirm = async (): Promise<ConfirmResult> => {
    const { error, paymentIntent } = await confirming(clientSecret);
    return error ? resultOfError(error) : resultOfIntent(paymentIntent);
  };
  try {
    return await Promise.race([confirm(), watch(stripe, clientSecret, world, stop)]);
  } catch {
    // What Stripe.js throws here says nothing about the money: the server asks.
    return { kind: 'unknown' };
  } finally {
    over.abort();
  }
}

/** By an Elements group that was submitted. `billing`: what the store knows of who pays; a wallet knows that itself. */
export const byElements =
  (
    stripe: Stripe,
    elements: StripeElements,
    { returnUrl }: ConfirmStep,
    billing?: BillingContact,
  ): Confirming =>
  (clientSecret) =>
    stripe.confirmPayment({
      elements,
      clientSecret,
      confirmParams: {
        return_url: returnUrl,
        ...(billing && { payment_method_data: { billing_details: billingDetails(billing) } }),
      },
      redirect: 'if_required',
    });

/** Ends when the payment went on without us, or nothing goes on any more; with `unknown` when the page lets go. */
async function watch(
  stripe: Stripe,
  secret: string,
  world: GatewayWorld,
  signal: AbortSignal,
): Promise<ConfirmResult> {
  let idle = 0;
  while (idle < LOOKS) {
    const goesOn = await world.wait(PACE, signal).then(
      () => true,
      () => false,
    );
    if (!goesOn) break;
    const { paymentIntent } = await stripe.retrievePaymentIntent(secret);
    const waits = ['requires_payment_method', 'requires_confirmation'].includes(paymentIntent?.status ?? '');
    if (waits) idle += 1;
    // A challenge takes as long as the shopper does; no answer is no news.
    else if (paymentIntent && paymentIntent.status !== 'requires_action')
      return resultOfIntent(paymentIntent);
  }
  return { kind: 'unknown' };
}

function resultOfIntent({ status, last_payment_error: failed }: PaymentIntent): ConfirmResult {
  switch (status) {
    case 'succeeded':
    case 'requires_capture':
    case 'requires_action': // to be paid later, with a code or voucher that Stripe has shown
      return { kind: 'submitted' };
    case 'processing':
      return { kind: 'processing' };
    case 'requires_payment_method': // the shopper closed the bank's or wallet's window
      return { kind: 'canceled' };
    case 'canceled': // our server was quicker to close what failed; the next try is another payment
      return { kind: 'declined', code: declineOf(failed ?? {}) };
    default:
      return { kind: 'unknown' };
  }
}

/** Only what Stripe itself calls a decline, or a fault of what was typed, is definite. */
function resultOfError(error: StripeError): ConfirmResult {
  const { type, payment_intent: intent } = error;
  if (type === 'validation_error')
    return { kind: 'invalid', ...(error.message !== undefined && { message: error.message }) };
  // A failed challenge comes as an invalid request, with the payment as it then stands.
  const failed = intent?.status === 'requires_payment_method' ? intent.last_payment_error : undefined;
  if (type === 'card_error' || failed) return { kind: 'declined', code: declineOf(failed ?? error) };
  if (intent?.status === 'succeeded' || intent?.status === 'processing') return resultOfIntent(intent);
  return { kind: 'unknown' };
}

/** What the shopper told the store already; what it does not know (an order taken up again) the form asks for itself. */
export function billingDetails(billing: BillingContact): Readonly<Record<string, unknown>> {
  const [line1, line2] = billing.lines;
  const address = known({
    line1,
    line2,
    city: billing.city,
    state: billing.region,
    postal_code: billing.postalCode,
    country: billing.country,
  });
  return {
    ...known({ name: billing.fullName, email: billing.email, phone: billing.phone }),
    ...(line1 && { address }),
  };
}

const known = (values: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])));
