/**
 * Stripe's hosted page, as a redirect gateway: one Checkout Session per attempt, paid on checkout.stripe.com. For merchants who
 * want no frame in their page at all. The session is the payment here; the PaymentIntent that it makes later carries no id
 * of ours, so that the form's half (server.ts) on the same account never takes it for its own.
 */
import { StoreError } from '../../errors.js';
import type { Attempt, PaymentReport, ServerGateway } from '../gateway-server.js';
import { STRIPE_CLAIMS } from './claims.js';
import {
  amountOf,
  createClient,
  isInvalid,
  missing,
  refundIntent,
  type Stripe,
  type StripeNode,
} from './server-client.js';
import { disputeIn, intentIdOf, isOurs, readCallback, type StripeEvent } from './server-events.js';
import type { StripeServerOptions } from './server-options.js';
import { EXPAND, METADATA, reportOfSession } from './server-reports.js';

type Session = StripeNode.Checkout.Session;

export interface StripeCheckoutOptions extends StripeServerOptions {
  /** What the page calls what is paid for: the store's name, or "Your order". */
  readonly title: string;
  /** The page's host, if Stripe serves it under your own domain. Default `checkout.stripe.com`. */
  readonly host?: string;
}

const WITH_PAYMENT = { expand: [`payment_intent.${EXPAND}`] };

/** Pages of the list of sessions that are looked through for a lost one; 100 each. */
const LOOK_THROUGH = 1000;

/** @throws TypeError for a key of the wrong kind or mode. */
export function stripeCheckout(options: StripeCheckoutOptions): ServerGateway {
  const client = createClient(options, 'stripeCheckout');
  const { call, account, mode } = client;
  const { capture = 'automatic', receipts = true, host = 'checkout.stripe.com' } = options;

  const made = (attempt: Attempt, signal: AbortSignal): Promise<Session> => {
    const { amount, currency } = amountOf(attempt.amount);
    const price_data = { currency, unit_amount: amount, product_data: { name: options.title } };
    return client.once(attempt, signal, {
      make: (stripe, idempotencyKey) =>
        stripe.checkout.sessions.create(
          {
            mode: 'payment',
            ui_mode: 'hosted_page',
            line_items: [{ quantity: 1, price_data }],
            client_reference_id: attempt.paymentId,
            metadata: { [METADATA.order]: attempt.orderId, [METADATA.payment]: attempt.paymentId },
            // The order page asks our server; nothing in the address says that it was paid.
            success_url: attempt.returnUrl,
            cancel_url: attempt.returnUrl,
            locale: localeOf(attempt.buyer?.locale),
            // The shopper pays the frozen amount in the store's currency, or nothing fits any more.
            adaptive_pricing: { enabled: false },
            ...(attempt.buyer && { customer_email: attempt.buyer.email }),
            payment_intent_data: {
              ...(capture === 'manual' && { capture_method: 'manual' }),
              ...(receipts && attempt.buyer && { receipt_email: attempt.buyer.email }),
            },
          },
          { idempotencyKey },
        ),
      find: (stripe) => find(stripe, attempt),
    });
  };

  /** Sessions can't be searched, so the list is looked through from the day the attempt was made. */
  async function find(stripe: Stripe, { createdAt, paymentId }: Attempt): Promise<Session | undefined> {
    const gte = Math.floor(createdAt.getTime() / 1000) - 300;
    const sessions = await stripe.checkout.sessions
      .list({ created: { gte, lte: gte + 86_400 }, limit: 100 })
      .autoPagingToArray({ limit: LOOK_THROUGH });
    return sessions.find((session) => session.client_reference_id === paymentId);
  }

  const fetchSession = (id: string, signal: AbortSignal): Promise<Session | undefined> =>
    call(signal, (stripe) => stripe.checkout.sessions.retrieve(id, WITH_PAYMENT)).catch(missing);

  async function locate(attempt: Attempt, signal: AbortSignal): Promise<Session | undefined> {
    return fetchSession(attempt.gatewayPaymentId ?? (await made(attempt, signal)).id, signal);
  }

  async function read(event: StripeEvent, signal: AbortSignal): Promise<PaymentReport | undefined> {
    const id = isOurs(event, client) ? await sessionIdOf(event, signal) : undefined;
    const session = id && (await fetchSession(id, signal));
    if (!session || !session.metadata?.[METADATA.payment]) return undefined;
    const dispute = await disputeIn(client, event, signal);
    return { ...reportOfSession(session, account), ...(dispute && { dispute }) };
  }

  async function sessionIdOf(event: StripeEvent, signal: AbortSignal): Promise<string | undefined> {
    const { id, object } = event.object;
    if (object === 'checkout.session') return typeof id === 'string' ? id : undefined;
    const intent = intentIdOf(event);
    if (!intent) return undefined;
    const { data } = await call(signal, (stripe) =>
      stripe.checkout.sessions.list({ payment_intent: intent, limit: 1 }),
    );
    return data[0]?.id;
  }

  async function intentOf(attempt: Attempt, signal: AbortSignal): Promise<string> {
    const intent = (await locate(attempt, signal))?.payment_intent;
    if (!intent) throw new StoreError('refund_refused', 'Nothing was paid on this page.');
    return typeof intent === 'string' ? intent : intent.id;
  }

  async function reported(attempt: Attempt, signal: AbortSignal): Promise<PaymentReport | undefined> {
    const session = await locate(attempt, signal);
    return session && reportOfSession(session, account);
  }

  return {
    name: 'stripe-checkout',
    mode,
    claims: STRIPE_CLAIMS,
    describe: () => ({
      name: 'stripe-checkout',
      kind: 'redirect',
      mode,
      frame_origins: [],
      redirect_hosts: [host],
      settings: {},
    }),
    async start(attempt, signal) {
      const session = await made(attempt, signal);
      if (!session.url) throw new StoreError('gateway_failed', 'Stripe gave no address to pay at.');
      return {
        gatewayPaymentId: session.id,
        next: { type: 'redirect', method: 'GET', url: session.url, fields: {} },
        report: reportOfSession(session, account),
      };
    },
    retrieve: reported,
    verifyCallback: (callback) =>
      readCallback(callback, { webhookSecrets: options.webhookSecrets, client, read }),
    async cancel(attempt, signal) {
      const session = await locate(attempt, signal);
      if (!session) return undefined;
      if (session.status !== 'open') return reportOfSession(session, account);
      try {
        await call(signal, (stripe) => stripe.checkout.sessions.expire(session.id));
      } catch (error) {
        // It was completed a moment ago: what it came to is asked for below.
        if (!isInvalid(error)) throw error;
      }
      return reported({ ...attempt, gatewayPaymentId: session.id }, signal);
    },
    async capture(attempt, signal) {
      const intent = await intentOf(attempt, signal);
      const under = { idempotencyKey: `${attempt.key}-capture` };
      try {
        await call(signal, (stripe) => stripe.paymentIntents.capture(intent, {}, under));
      } catch (error) {
        // Captured before, or never to be: the session says which.
        if (!isInvalid(error)) throw error;
      }
      const report = await reported(attempt, signal);
      if (!report) throw new StoreError('gateway_failed', 'Stripe does not know this payment.');
      return report;
    },
    async refund(attempt, amount, key, signal) {
      const intentId = await intentOf(attempt, signal);
      const refund = await refundIntent(client, { intentId, amount, key }, signal);
      return { refundId: refund.id, report: await reported(attempt, signal).catch(() => undefined) };
    },
  };
}

/** Languages of Stripe's page that are named by language alone; it finds the others by the browser's wish. */
const LANGUAGES = [
  ...([
    'bg',
    'cs',
    'da',
    'de',
    'el',
    'en',
    'es',
    'et',
    'fi',
    'fil',
    'fr',
    'hr',
    'hu',
    'id',
    'it',
    'ja',
    'ko',
  ] as const),
  ...([
    'lt',
    'lv',
    'ms',
    'mt',
    'nb',
    'nl',
    'pl',
    'pt',
    'ro',
    'ru',
    'sk',
    'sl',
    'sv',
    'th',
    'tr',
    'vi',
    'zh',
  ] as const),
];

function localeOf(tag = ''): (typeof LANGUAGES)[number] | 'auto' {
  const language = tag.split('-')[0]?.toLowerCase();
  return LANGUAGES.find((each) => each === language) ?? 'auto';
}
