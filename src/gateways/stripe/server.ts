/**
 * Stripe's server half, for the form in the page: one PaymentIntent per attempt, under the attempt's key.
 *
 * After a decline a PaymentIntent could be confirmed again, while our next attempt gets one of its own. So that only one of
 * them can ever be charged, a declined one is canceled before it is reported as declined (I1); until then it is open.
 * `server-checkout.ts` is the twin that sends the shopper to Stripe's own page.
 */
import { StoreError } from '../../errors.js';
import type { Attempt, PaymentReport, ServerGateway } from '../gateway-server.js';
import { STRIPE_CLAIMS } from './claims.js';
import {
  amountOf,
  createClient,
  isRefusal,
  missing,
  refundIntent,
  type Stripe,
  type StripeNode,
} from './server-client.js';
import { disputeIn, intentIdOf, isOurs, readCallback, type StripeEvent } from './server-events.js';
import type { StripeServerOptions } from './server-options.js';
import { EXPAND, isDeclined, METADATA, reportOfDecline, reportOfIntent } from './server-reports.js';
import { STRIPE_ORIGIN } from './shapes.js';

export { stripeCheckout, type StripeCheckoutOptions } from './server-checkout.js';
export type { StripeServerOptions } from './server-options.js';

type Intent = StripeNode.PaymentIntent;

/** Stripe spreads its frames over subdomains (docs.stripe.com/security/guide). */
const FRAME_SUBDOMAINS = 'https://*.js.stripe.com';

/** ms; Stripe's search finds a payment after a minute or so, its list at once. */
const SEARCHABLE = 3_600_000;

export interface StripeFormOptions extends StripeServerOptions {
  /** Address of a style sheet with the fonts of the theme; the page's `connect-src` must allow it. */
  readonly fontCss?: string;
  /**
   * What the shopper types into: Stripe's Payment Element with every way to pay that the account offers, or three single
   * fields for cards only, which look more like the page's own. Default `payment-element`.
   */
  readonly form?: 'payment-element' | 'card-fields';
  /**
   * Makes a Trusted Types policy `default` that lets Stripe's own scripts through, for pages that enforce Trusted Types,
   * name `default` in `trusted-types`, and have no such policy of their own. Default false.
   */
  readonly trustedTypes?: boolean;
}

/** @throws TypeError for a key of the wrong kind or mode: a secret key must never take the publishable one's place. */
export function stripeGateway(options: StripeFormOptions): ServerGateway {
  const client = createClient(options, 'stripeGateway');
  const { call, account, mode } = client;
  const { capture = 'automatic', receipts = true, clock = Date.now } = options;

  const made = (attempt: Attempt, signal: AbortSignal): Promise<Intent> => {
    const amount = amountOf(attempt.amount);
    return client.once(attempt, signal, {
      make: (stripe, idempotencyKey) =>
        stripe.paymentIntents.create(
          {
            ...amount,
            // For single card fields, too: the wallets beside them pay by the same kind of PaymentIntent.
            automatic_payment_methods: { enabled: true },
            metadata: { [METADATA.order]: attempt.orderId, [METADATA.payment]: attempt.paymentId },
            ...(capture === 'manual' && { capture_method: 'manual' }),
            ...(receipts && attempt.buyer && { receipt_email: attempt.buyer.email }),
          },
          { idempotencyKey },
        ),
      find: (stripe) => find(stripe, attempt),
    });
  };

  async function find(stripe: Stripe, attempt: Attempt): Promise<Intent | undefined> {
    const { paymentId, createdAt } = attempt;
    if (clock() - createdAt.getTime() > SEARCHABLE) {
      const query = `metadata['${METADATA.payment}']:'${paymentId}'`;
      return (await stripe.paymentIntents.search({ query, limit: 1 })).data[0];
    }
    // The clocks of two machines may differ by some minutes.
    const gte = Math.floor(createdAt.getTime() / 1000) - 300;
    for await (const intent of stripe.paymentIntents.list({ created: { gte }, limit: 100 }))
      if (intent.metadata[METADATA.payment] === paymentId) return intent;
    return undefined;
  }

  const fetchIntent = (id: string, signal: AbortSignal): Promise<Intent | undefined> =>
    call(signal, (stripe) => stripe.paymentIntents.retrieve(id, { expand: [EXPAND] })).catch(missing);

  /** As it is now. Without its id the same request under the same key names it, which Stripe answers as it was at first. */
  const locate = async (attempt: Attempt, signal: AbortSignal): Promise<Intent | undefined> =>
    fetchIntent(attempt.gatewayPaymentId ?? (await made(attempt, signal)).id, signal);

  /** Cancels it unless it is too late for that, and says where it then stands. */
  async function close(intent: Intent, signal: AbortSignal): Promise<Intent> {
    if (intent.status === 'succeeded' || intent.status === 'canceled') return intent;
    try {
      return await call(signal, (stripe) => stripe.paymentIntents.cancel(intent.id, { expand: [EXPAND] }));
    } catch (error) {
      if (!isRefusal(error, 'payment_intent_unexpected_state')) throw error;
      return (await fetchIntent(intent.id, signal)) ?? intent;
    }
  }

  async function report(intent: Intent, signal: AbortSignal): Promise<PaymentReport> {
    if (!isDeclined(intent)) return reportOfIntent(intent, account);
    const closed = await close(intent, signal);
    return closed.status === 'canceled' ? reportOfDecline(intent, account) : reportOfIntent(closed, account);
  }

  async function read(event: StripeEvent, signal: AbortSignal): Promise<PaymentReport | undefined> {
    if (event.object.object === 'payment_intent') {
      const intent = event.object as unknown as Intent;
      if (!(METADATA.payment in intent.metadata)) return undefined;
      // A card's decline is known to the page it was typed in, which may be looking at this very payment: nothing is closed
      // behind its back, the next attempt does that (`report`). After a bank's page or a debit of days nobody looks.
      const atPage = intent.last_payment_error?.payment_method?.type === 'card';
      if (isDeclined(intent) && !atPage && isOurs(event, client)) {
        const now = await fetchIntent(intent.id, signal);
        return now && report(now.status === 'canceled' ? intent : now, signal);
      }
      return reportOfIntent(intent, event.account);
    }
    const id = isOurs(event, client) ? intentIdOf(event) : undefined;
    const intent = id && (await fetchIntent(id, signal));
    if (!intent || !(METADATA.payment in intent.metadata)) return undefined;
    const dispute = await disputeIn(client, event, signal);
    return { ...(await report(intent, signal)), ...(dispute && { dispute }) };
  }

  return {
    name: 'stripe',
    mode,
    claims: STRIPE_CLAIMS,
    describe: () => ({
      name: 'stripe',
      kind: 'frame',
      mode,
      frame_origins: [STRIPE_ORIGIN, FRAME_SUBDOMAINS],
      redirect_hosts: [],
      settings: {
        publishable_key: options.publishableKey,
        ...(options.account !== undefined && { account: options.account }),
        ...(capture === 'manual' && { capture }),
        ...(options.form === 'card-fields' && { form: options.form }),
        ...(options.fontCss !== undefined && { font_css: options.fontCss }),
        ...(options.trustedTypes && { trusted_types: 'default' }),
      },
    }),
    async start(attempt, signal) {
      const intent = await made(attempt, signal);
      if (!intent.client_secret) throw new StoreError('gateway_failed', 'Stripe gave no client secret.');
      return {
        gatewayPaymentId: intent.id,
        next: { type: 'confirm', client: { client_secret: intent.client_secret } },
        // The first word of it: from here on a message from another account does not fit.
        report: await report(intent, signal),
      };
    },
    async retrieve(attempt, signal) {
      const intent = await locate(attempt, signal);
      return intent && report(intent, signal);
    },
    verifyCallback: (callback) =>
      readCallback(callback, { webhookSecrets: options.webhookSecrets, client, read }),
    async cancel(attempt, signal) {
      const intent = await locate(attempt, signal);
      return intent && reportOfIntent(await close(intent, signal), account);
    },
    async capture(attempt, signal) {
      const intent = await locate(attempt, signal);
      if (!intent) throw new StoreError('gateway_failed', 'Stripe does not know this payment.');
      const options = { idempotencyKey: `${attempt.key}-capture` };
      const captured = await call(signal, (stripe) =>
        stripe.paymentIntents.capture(intent.id, { expand: [EXPAND] }, options),
      ).catch((error: unknown) => {
        if (isRefusal(error, 'payment_intent_unexpected_state')) return fetchIntent(intent.id, signal);
        throw error;
      });
      return reportOfIntent(captured ?? intent, account);
    },
    async refund(attempt, amount, key, signal) {
      const intent = await locate(attempt, signal);
      if (!intent) throw new StoreError('refund_refused', 'Stripe does not know this payment.');
      const refund = await refundIntent(client, { intentId: intent.id, amount, key }, signal);
      const now = await fetchIntent(intent.id, signal).catch(() => undefined);
      return { refundId: refund.id, report: now && reportOfIntent(now, account) };
    },
  };
}
