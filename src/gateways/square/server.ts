/**
 * Square's server half, for the form in the page: the page brings a single-use token, and CreatePayment charges it under the
 * attempt's key. `server-links.ts` is the twin that sends the shopper to Square's own page.
 *
 * A key is good for one token. When another comes under it, what the key made before is looked for; if that can't be seen, no
 * more tokens go out for this attempt until it is closed (`unclear`): a second charge must not be possible (I1).
 */
import { StoreError } from '../../errors.js';
import type { Attempt, PaymentReport, ServerGateway, StartedPayment } from '../gateway-server.js';
import { codesOf, connect, isRefused, refusalOf, toSquare, type Square } from './server-client.js';
import { disputeIn, readCallback, type SquareEvent } from './server-events.js';
import { closePayment, fetchPayment, findPayment, refundPayment, takePayment } from './server-payments.js';
import type { SquareServerOptions } from './server-options.js';
import { reportOf } from './server-reports.js';
import { SQUARE_ORIGINS } from './shapes.js';

export { squarePaymentLinks, type SquareLinksOptions } from './server-links.js';
export type { SquareServerOptions } from './server-options.js';

/** The token or the key was used before, or is too old: it says nothing about what an earlier request made. */
const USED = [
  'IDEMPOTENCY_KEY_REUSED',
  'CARD_TOKEN_USED',
  'CARD_TOKEN_EXPIRED',
  'SOURCE_USED',
  'SOURCE_EXPIRED',
];

/** @throws TypeError for a token or id of the wrong kind: a secret must never take a publishable id's place. */
export function squareGateway(options: SquareServerOptions): ServerGateway {
  const square = connect(options, 'squareGateway');
  const { applicationId, locationId, capture = 'automatic', receipts = true } = options;
  const {
    wallets = ['apple_pay', 'google_pay'],
    giftCards = false,
    bankPayments = false,
    cashApp = false,
  } = options;
  const methods = Object.entries({ gift_card: giftCards, ach: bankPayments, cash_app: cashApp })
    .flatMap(([id, wanted]) => (wanted ? [id] : []))
    .join(' ');
  const { mode } = square;

  const report = (payment: Square.Payment): PaymentReport => reportOf(payment, { mode });

  const started = (payment: Square.Payment): StartedPayment => ({
    gatewayPaymentId: payment.id ?? null,
    next: { type: 'wait' },
    report: report(payment),
  });

  const ended = (how: 'closed' | 'unclear'): StartedPayment => ({
    gatewayPaymentId: null,
    next: { type: 'wait' },
    report: undefined,
    ended: how,
  });

  const locate = (attempt: Attempt, signal: AbortSignal): Promise<Square.Payment | undefined> =>
    attempt.gatewayPaymentId
      ? fetchPayment(square, attempt.gatewayPaymentId, signal)
      : findPayment(square, locationId, attempt, signal);

  async function charge(attempt: Attempt, token: string, signal: AbortSignal): Promise<StartedPayment> {
    const { payment } = await square.twice(signal, (api, how) =>
      api.payments.create(
        {
          sourceId: token,
          idempotencyKey: attempt.key,
          amountMoney: toSquare(attempt.amount),
          locationId,
          referenceId: attempt.paymentId,
          // A bank payment can't be held (developer.squareup.com/docs/payments-api/take-payments/ach-payments).
          autocomplete: isBank(token) || (capture === 'automatic' && attempt.part === undefined),
          ...(attempt.part === 'some' && { acceptPartialAuthorization: true }),
          ...(receipts && attempt.buyer && { buyerEmailAddress: attempt.buyer.email }),
        },
        how,
      ),
    );
    if (!payment) throw new StoreError('gateway_failed', 'Square answered without a payment.');
    return started(payment);
  }

  /** What a refusal says of the attempt. @throws the error itself if it says nothing. */
  async function refused(error: unknown, attempt: Attempt, signal: AbortSignal): Promise<StartedPayment> {
    const refusal = refusalOf(error);
    const madeId = refusal && failedIn(refusal.body);
    const made = madeId && (await fetchPayment(square, madeId, signal));
    if (made) return started(made);
    if (codesOf(error).some((code) => USED.includes(code))) {
      const found = await findPayment(square, locationId, attempt, signal);
      return found ? started(found) : ended('unclear');
    }
    if (refusal?.errors.every(({ category }) => category === 'PAYMENT_METHOD_ERROR')) return ended('closed');
    throw error;
  }

  async function read(event: SquareEvent, signal: AbortSignal): Promise<PaymentReport | undefined> {
    const payment = await fetchPayment(square, event.paymentId ?? '', signal);
    // What was paid in the shop itself, or by another system of the merchant, carries no reference of ours.
    if (!payment?.referenceId) return undefined;
    const dispute = await disputeIn(square, event, signal);
    return { ...report(payment), ...(dispute && { dispute }) };
  }

  return {
    name: 'square',
    mode,
    callbackUrl: options.webhook.notificationUrl,
    describe: () => ({
      name: 'square',
      kind: 'frame',
      mode,
      frame_origins: [SQUARE_ORIGINS[mode]],
      redirect_hosts: [],
      settings: {
        application_id: applicationId,
        location_id: locationId,
        wallets: wallets.join(' '),
        ...(methods && { methods }),
      },
    }),
    parts: true,
    // Nothing is made before there is a token.
    start: () =>
      Promise.resolve({
        gatewayPaymentId: null,
        next: { type: 'confirm', client: { location_id: locationId } },
        report: undefined,
      }),
    submit: (attempt, token, signal) =>
      charge(attempt, token, signal).catch((error: unknown) => refused(error, attempt, signal)),
    async retrieve(attempt, signal) {
      const payment = await locate(attempt, signal);
      return payment && report(payment);
    },
    verifyCallback: (callback) => readCallback(callback, { options, read }),
    async cancel(attempt, signal) {
      const known =
        attempt.gatewayPaymentId && (await fetchPayment(square, attempt.gatewayPaymentId, signal));
      if (known) return report(await closePayment(square, known, signal));
      const done = await square
        .twice(signal, (api, how) =>
          api.payments.cancelByIdempotencyKey({ idempotencyKey: attempt.key }, how),
        )
        .then(() => true)
        .catch((error: unknown) => {
          if (isRefused(error)) return false;
          throw error;
        });
      const now = await findPayment(square, locationId, attempt, signal);
      if (now) return report(await closePayment(square, now, signal));
      // Square is also content when there is nothing under the key. When it is not, there is something.
      if (!done) throw new StoreError('gateway_failed', 'Square can’t cancel a payment it does not show.');
      return undefined;
    },
    async capture(attempt, signal) {
      const payment = await locate(attempt, signal);
      if (!payment?.id) throw new StoreError('gateway_failed', 'Square does not know this payment.');
      return report(payment.status === 'APPROVED' ? await takePayment(square, payment.id, signal) : payment);
    },
    async refund(attempt, amount, key, signal) {
      const payment = await locate(attempt, signal);
      if (!payment?.id) throw new StoreError('refund_refused', 'Square does not know this payment.');
      const refundId = await refundPayment(square, { paymentId: payment.id, amount, key }, signal);
      const now = await fetchPayment(square, payment.id, signal).catch(() => undefined);
      return { refundId, report: now && report(now) };
    },
  };
}

const isBank = (token: string): boolean => token.startsWith('bauth:');

/** A declined payment comes with the refusal, if Square made one at all. */
function failedIn(body: unknown): string | undefined {
  const { payment } = (body ?? {}) as { readonly payment?: { readonly id?: unknown } };
  return typeof payment?.id === 'string' ? payment.id : undefined;
}
