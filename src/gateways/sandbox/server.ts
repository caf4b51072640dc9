/**
 * The sandbox's server half: makes and looks up payments by its API, verifies its callbacks. With `page: 'hosted'` it is another
 * gateway, `sandbox-hosted`: the shopper pays on the sandbox's own page, and no browser half is needed.
 */
import type { WireNextStep } from '../../api/wire.js';
import { StoreError } from '../../errors.js';
import { money } from '../../money.js';
import type {
  Attempt,
  DeclineCode,
  GatewayEvent,
  PaymentReport,
  ReportedStatus,
  ServerGateway,
} from '../gateway-server.js';
import { verifyTimestamped } from '../signature.js';
import type {
  SandboxEvent,
  SandboxPayment,
  SandboxPaymentWithSecret,
  SandboxRefund,
  SandboxStatus,
} from './shapes.js';

export interface SandboxServerOptions {
  /** Origin of the sandbox gateway: `http://127.0.0.1:4243`. */
  readonly url: string;
  /** `sandbox_sk_…` */
  readonly secretKey: string;
  /** `sandbox_pk_…` */
  readonly publishableKey: string;
  /** One, or several while one is being replaced. */
  readonly webhookSecrets: readonly string[];
  /** `hosted`: the shopper is sent to the sandbox's page. Default: its card frame stands in the checkout. */
  readonly page?: 'frame' | 'hosted';
  /** How the shopper gets to the page. Default GET. */
  readonly method?: 'GET' | 'POST';
  /** Where callbacks of these payments go, `…/store/callbacks/sandbox-hosted`. Default: where all of the account go. */
  readonly callbackUrl?: string;
  readonly fetch?: typeof fetch;
}

/** ms; the sandbox answers at once or not at all. */
const TIMEOUT = 10_000;

/** @throws TypeError if a key is of the wrong kind: a secret key must never take the publishable one's place. */
export function sandboxGateway(options: SandboxServerOptions): ServerGateway {
  const { secretKey, publishableKey, webhookSecrets } = options;
  if (!secretKey.startsWith('sandbox_sk_'))
    throw new TypeError('sandboxGateway(): secretKey must start with sandbox_sk_.');
  if (!publishableKey.startsWith('sandbox_pk_'))
    throw new TypeError('sandboxGateway(): publishableKey must start with sandbox_pk_.');
  const { origin, host } = new URL(options.url);
  const hosted = options.page === 'hosted';
  const name = hosted ? 'sandbox-hosted' : 'sandbox';
  const send = options.fetch ?? fetch;

  async function ask<T>(
    path: string,
    signal: AbortSignal,
    init: { body?: unknown; key?: string; refusal?: number } = {},
  ): Promise<T | undefined> {
    const timeout = AbortSignal.timeout(TIMEOUT);
    const headers: Record<string, string> = {
      authorization: `Bearer ${secretKey}`,
      'content-type': 'application/json',
    };
    if (init.key) headers['idempotency-key'] = init.key;
    const request: RequestInit = {
      method: init.body ? 'POST' : 'GET',
      headers,
      signal: AbortSignal.any([signal, timeout]),
      // Not followed; 'error' is not what every runtime knows.
      redirect: 'manual',
    };
    if (init.body) request.body = JSON.stringify(init.body);
    let response: Response;
    try {
      response = await send(`${origin}${path}`, request);
      if (response.ok) return (await response.json()) as T;
    } catch (cause) {
      throw new StoreError(timeout.aborted ? 'gateway_timeout' : 'gateway_failed', undefined, { cause });
    }
    await response.body?.cancel();
    if (response.status === 404 || response.status === init.refusal) return undefined;
    throw new StoreError('gateway_failed', `The sandbox answered ${response.status}.`);
  }

  const wayTo = ({ client_secret, page_url }: SandboxPaymentWithSecret): WireNextStep =>
    options.method === 'POST'
      ? { type: 'redirect', method: 'POST', url: `${origin}/pay`, fields: { client_secret } }
      : { type: 'redirect', method: 'GET', url: page_url, fields: {} };

  async function retrieve(attempt: Attempt, signal: AbortSignal): Promise<PaymentReport | undefined> {
    const path = attempt.gatewayPaymentId
      ? `/${encodeURIComponent(attempt.gatewayPaymentId)}`
      : `?reference=${encodeURIComponent(attempt.paymentId)}`;
    const payment = await ask<SandboxPayment>(`/v1/payments${path}`, signal);
    return payment && reportOf(payment);
  }

  return {
    name,
    mode: 'test',
    describe: () => ({
      name,
      kind: hosted ? 'redirect' : 'frame',
      mode: 'test',
      frame_origins: hosted ? [] : [origin],
      redirect_hosts: hosted ? [host] : [],
      settings: hosted ? {} : { publishable_key: publishableKey, script_url: `${origin}/v1/sandbox.js` },
    }),
    async start(attempt, signal) {
      const { amount, currency } = attempt.amount;
      const body = {
        amount,
        currency,
        reference: attempt.paymentId,
        ...(hosted && { return_url: attempt.returnUrl, callback_url: options.callbackUrl }),
      };
      const payment = await ask<SandboxPaymentWithSecret>('/v1/payments', signal, { body, key: attempt.key });
      if (!payment)
        throw new StoreError('gateway_failed', 'The sandbox has no payments API at this address.');
      return {
        gatewayPaymentId: payment.id,
        next: hosted ? wayTo(payment) : { type: 'confirm', client: { client_secret: payment.client_secret } },
        report: undefined,
      };
    },
    retrieve,
    async cancel(attempt, signal) {
      const known = await retrieve(attempt, signal);
      if (!known) return undefined;
      const path = `/v1/payments/${encodeURIComponent(known.gatewayPaymentId)}/cancel`;
      // 409: too late. Where it stands then is asked anew, since it has moved since.
      const canceled = await ask<SandboxPayment>(path, signal, { body: {}, refusal: 409 });
      return canceled ? reportOf(canceled) : retrieve(attempt, signal);
    },
    verifyCallback({ headers, body, receivedAt }) {
      verifyTimestamped(headers.get('sandbox-signature'), body, { secrets: webhookSecrets, now: receivedAt });
      return [eventOf(body)];
    },
    async refund(attempt: Attempt, amount, key, signal) {
      const path = `/v1/payments/${encodeURIComponent(attempt.gatewayPaymentId ?? '')}/refunds`;
      const body = { amount: amount.amount };
      const refund = await ask<SandboxRefund>(path, signal, { body, key, refusal: 409 });
      const report = await retrieve(attempt, signal);
      if (!report) throw new StoreError('gateway_failed', 'The sandbox does not know this payment.');
      if (!refund) throw new StoreError('refund_refused', 'The sandbox has not so much to give back.');
      return { refundId: refund.id, report };
    },
  };
}

const STATUS: Readonly<Record<SandboxStatus, ReportedStatus>> = {
  requires_payment: 'open',
  requires_action: 'requires_action',
  processing: 'processing',
  succeeded: 'paid',
  declined: 'declined',
  canceled: 'canceled',
};

/** @throws StoreError `gateway_failed` for a status of a later version: none of ours may stand in for it. */
function reportOf(payment: SandboxPayment): PaymentReport {
  if (!Object.hasOwn(STATUS, payment.status))
    throw new StoreError('gateway_failed', 'The sandbox reported a status that is not known here.');
  return {
    gatewayPaymentId: payment.id,
    reference: payment.reference,
    status: STATUS[payment.status],
    amount: money(payment.amount, payment.currency),
    account: payment.account,
    mode: (payment.livemode as boolean) ? 'live' : 'test',
    declineCode:
      payment.status === 'declined' ? ((payment.decline_code ?? 'card_declined') as DeclineCode) : null,
    refunded: payment.amount_refunded ? money(payment.amount_refunded, payment.currency) : null,
    dispute: payment.dispute && {
      status: payment.dispute.status,
      amount: money(payment.dispute.amount, payment.currency),
    },
  };
}

/** The signature is genuine by now; what still does not fit is a message of another version, and refused as a whole. */
function eventOf(body: Uint8Array): GatewayEvent {
  try {
    const event = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as SandboxEvent;
    if (!event.id.startsWith('sbx_evt_') || !Number.isSafeInteger(event.created))
      throw new TypeError('no event');
    return {
      eventId: event.id,
      type: event.type,
      occurredAt: new Date(event.created * 1000),
      report: reportOf(event.data.payment),
    };
  } catch (cause) {
    throw new StoreError('callback_refused', 'It is signed, but no event of the sandbox.', { cause });
  }
}
