/**
 * What stands behind the double of Stripe's API: PaymentIntents with their states, charges, refunds, disputes, sessions. What a
 * card does is told by its number, by Stripe's own test numbers (docs.stripe.com/testing).
 */
import type Stripe from 'stripe';
import {
  newCharge,
  newDispute,
  newIntent,
  newRefund,
  newSession,
  type Intent,
  type Session,
} from './objects.js';

/** An answer that is no success. `type`, `code` and the rest as in docs.stripe.com/api/errors. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: ApiErrorBody;
  constructor(status: number, body: ApiErrorBody) {
    super(body.message);
    this.status = status;
    this.body = body;
  }
}

export interface ApiErrorBody {
  readonly type: string;
  readonly code?: string;
  readonly decline_code?: string;
  readonly message: string;
  readonly param?: string;
  readonly payment_intent?: Intent;
}

export const invalid = (message: string, code?: string, intent?: Intent): ApiError =>
  new ApiError(400, {
    type: 'invalid_request_error',
    message,
    ...(code && { code }),
    ...(intent && { payment_intent: intent }),
  });

export const noSuch = (what: string, id: string): ApiError =>
  new ApiError(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${what}: '${id}'`,
  });

/** code, decline code */
const DECLINED: Readonly<Record<string, readonly [string, string?]>> = {
  '4000000000000002': ['card_declined', 'generic_decline'],
  '4000000000009995': ['card_declined', 'insufficient_funds'],
  '4000000000009987': ['card_declined', 'lost_card'],
  '4000000000006975': ['card_declined', 'card_velocity_exceeded'],
  '4000000000000069': ['expired_card', 'expired_card'],
  '4000000000000127': ['incorrect_cvc', 'incorrect_cvc'],
  '4000000000000119': ['processing_error', 'processing_error'],
};
const CHALLENGED = new Set(['4000000000003220', '4000000000003155', '4000008400001629']);
const DECLINED_AFTER_CHALLENGE = '4000008400001629';

/** How the shopper pays: a card, a bank's page, or a debit that takes days. */
export interface Method {
  readonly type: 'card' | 'bank' | 'debit';
  readonly number?: string;
}

/** Stripe's names for them. */
const METHODS = { card: 'card', bank: 'ideal', debit: 'sepa_debit' } as const;

export interface Book {
  readonly intents: Map<string, Intent>;
  readonly sessions: Map<string, Session>;
  readonly charges: Map<string, Stripe.Charge>;
  readonly refunds: Stripe.Refund[];
  readonly disputes: Map<string, Stripe.Dispute>;
  create(facts: Omit<Parameters<typeof newIntent>[0], 'id' | 'created' | 'livemode'>): Intent;
  confirm(id: string, method: Method): Intent;
  /** The shopper's answer to a challenge, or at the bank. */
  answer(id: string, right: boolean): Intent;
  /** A debit under way comes to its end. */
  finish(id: string, well: boolean): Intent;
  capture(id: string, amount?: number): Intent;
  cancel(id: string): Intent;
  refund(intentId: string, amount?: number): Stripe.Refund;
  dispute(intentId: string, status: Stripe.Dispute.Status): Stripe.Dispute;
  open(facts: Omit<Parameters<typeof newSession>[0], 'id' | 'created' | 'livemode'>): Session;
  /** The shopper pays on the hosted page. */
  complete(sessionId: string, method: Method): Session;
  expire(sessionId: string): Session;
  /** How often money was taken, over all. */
  charged(): number;
}

export interface BookOptions {
  /** Unix seconds. */
  readonly now: () => number;
  readonly livemode: boolean;
  readonly emit: (type: string, object: object) => void;
}

export function createBook({ now, livemode, emit }: BookOptions): Book {
  const counter = { next: 1 };
  const id = (prefix: string): string => `${prefix}_3Double${String(counter.next++).padStart(8, '0')}`;
  const intents = new Map<string, Intent>();
  const sessions = new Map<string, Session>();
  const charges = new Map<string, Stripe.Charge>();
  const disputes = new Map<string, Stripe.Dispute>();
  const methods = new Map<string, Method>();
  const refunds: Stripe.Refund[] = [];

  const get = (wanted: string): Intent => {
    const intent = intents.get(wanted);
    if (!intent) throw noSuch('payment_intent', wanted);
    return intent;
  };
  const change = (intent: Intent, patch: Partial<Intent>, event?: string): Intent => {
    Object.assign(intent, patch);
    if (event) emit(`payment_intent.${event}`, intent);
    return intent;
  };
  const unexpected = (intent: Intent, doing: string): ApiError =>
    invalid(
      `You cannot ${doing} this PaymentIntent because it has a status of ${intent.status}.`,
      'payment_intent_unexpected_state',
      intent,
    );

  function charge(intent: Intent, captured: boolean, failure: string | null = null): string {
    const made = newCharge(intent, id('ch'), { captured, failure });
    charges.set(made.id, made);
    return made.id;
  }

  function succeed(intent: Intent): Intent {
    if (intent.capture_method === 'manual')
      return change(
        intent,
        {
          status: 'requires_capture',
          amount_capturable: intent.amount,
          latest_charge: charge(intent, false),
          next_action: null,
          last_payment_error: null,
        },
        'amount_capturable_updated',
      );
    return change(
      intent,
      {
        status: 'succeeded',
        amount_received: intent.amount,
        latest_charge: charge(intent, true),
        next_action: null,
        last_payment_error: null,
      },
      'succeeded',
    );
  }

  function fail(intent: Intent, code: string, declineCode?: string): Intent {
    return change(
      intent,
      {
        status: 'requires_payment_method',
        next_action: null,
        latest_charge: charge(intent, false, code),
        last_payment_error: {
          type: 'card_error',
          code: code as 'card_declined',
          ...(declineCode && { decline_code: declineCode }),
          message: 'Your card was declined.',
          payment_method: { type: METHODS[methods.get(intent.id)?.type ?? 'card'] } as Stripe.PaymentMethod,
        },
      },
      'payment_failed',
    );
  }

  const settleSession = (intent: Intent): void => {
    const session = [...sessions.values()].find((each) => each.payment_intent === intent.id);
    if (!session || session.status !== 'complete') return;
    if (intent.status === 'succeeded') {
      session.payment_status = 'paid';
      emit('checkout.session.async_payment_succeeded', session);
    } else emit('checkout.session.async_payment_failed', session);
  };

  const book: Book = {
    intents,
    sessions,
    charges,
    refunds,
    disputes,
    create(facts) {
      const intent = newIntent({ ...facts, id: id('pi'), created: now(), livemode });
      intents.set(intent.id, intent);
      emit('payment_intent.created', intent);
      return intent;
    },
    confirm(wanted, method) {
      const intent = get(wanted);
      if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status))
        throw unexpected(intent, 'confirm');
      methods.set(intent.id, method);
      const { number = '' } = method;
      if (method.type === 'debit') return change(intent, { status: 'processing' }, 'processing');
      if (method.type === 'bank')
        return change(
          intent,
          {
            status: 'requires_action',
            next_action: {
              type: 'redirect_to_url',
              redirect_to_url: { url: `https://hooks.stripe.com/bank/${intent.id}`, return_url: null },
            },
          },
          'requires_action',
        );
      const declined = DECLINED[number];
      if (declined) {
        fail(intent, ...declined);
        throw new ApiError(402, {
          type: 'card_error',
          code: declined[0],
          ...(declined[1] && { decline_code: declined[1] }),
          message: 'Your card was declined.',
          payment_intent: intent,
        });
      }
      if (CHALLENGED.has(number))
        return change(
          intent,
          { status: 'requires_action', next_action: { type: 'use_stripe_sdk', use_stripe_sdk: {} } },
          'requires_action',
        );
      return succeed(intent);
    },
    answer(wanted, right) {
      const intent = get(wanted);
      // A late click on a page left open: it changes nothing.
      if (intent.status !== 'requires_action') return intent;
      if (!right) return fail(intent, 'payment_intent_authentication_failure');
      if (methods.get(intent.id)?.number === DECLINED_AFTER_CHALLENGE)
        return fail(intent, 'card_declined', 'generic_decline');
      return succeed(intent);
    },
    finish(wanted, well) {
      const intent = get(wanted);
      if (intent.status !== 'processing') throw unexpected(intent, 'finish');
      if (well) succeed(intent);
      else fail(intent, 'card_declined', 'insufficient_funds');
      settleSession(intent);
      return intent;
    },
    capture(wanted, amount) {
      const intent = get(wanted);
      if (intent.status !== 'requires_capture') throw unexpected(intent, 'capture');
      const taken = amount ?? intent.amount;
      const made = charges.get(String(intent.latest_charge));
      if (made) Object.assign(made, { captured: true, amount_captured: taken });
      return change(
        intent,
        { status: 'succeeded', amount_received: taken, amount_capturable: 0 },
        'succeeded',
      );
    },
    cancel(wanted) {
      const intent = get(wanted);
      if (['succeeded', 'canceled', 'processing'].includes(intent.status)) throw unexpected(intent, 'cancel');
      return change(
        intent,
        // Stripe's reference leaves open whether the error stays; the double takes the harder case.
        { status: 'canceled', canceled_at: now(), next_action: null, last_payment_error: null },
        'canceled',
      );
    },
    refund(intentId, amount) {
      const intent = get(intentId);
      const made = charges.get(String(intent.latest_charge));
      if (!made?.captured || intent.status !== 'succeeded')
        throw invalid('This PaymentIntent does not have a successful charge to refund.', undefined, intent);
      const left = made.amount_captured - made.amount_refunded;
      if (left === 0)
        throw invalid(`Charge ${made.id} has already been refunded.`, 'charge_already_refunded');
      const wanted = amount ?? left;
      if (wanted > left)
        throw invalid('Refund amount is greater than unrefunded amount on charge.', 'amount_too_large');
      const refund = newRefund(made, id('re'), wanted);
      refunds.push(refund);
      made.amount_refunded += wanted;
      made.refunded = made.amount_refunded === made.amount_captured;
      emit('refund.created', refund);
      emit('charge.refunded', made);
      return refund;
    },
    dispute(intentId, status) {
      const made = charges.get(String(get(intentId).latest_charge));
      if (!made) throw noSuch('charge', intentId);
      const known = [...disputes.values()].find((each) => each.payment_intent === intentId);
      const dispute = known ?? newDispute(made, id('du'), status);
      dispute.status = status;
      made.disputed = true;
      disputes.set(dispute.id, dispute);
      const over = status === 'won' || status === 'lost';
      emit(`charge.dispute.${known ? (over ? 'closed' : 'updated') : 'created'}`, dispute);
      return dispute;
    },
    open(facts) {
      const session = newSession({ ...facts, id: id('cs_test'), created: now(), livemode });
      sessions.set(session.id, session);
      return session;
    },
    complete(sessionId, method) {
      const session = sessions.get(sessionId);
      if (!session) throw noSuch('checkout.session', sessionId);
      if (session.status !== 'open') throw invalid('This Checkout Session is no longer open.');
      const intent = book.create({
        amount: session.amount_total ?? 0,
        currency: session.currency ?? '',
        captureMethod: 'automatic_async',
        metadata: {},
        receiptEmail: null,
      });
      session.payment_intent = intent.id;
      book.confirm(intent.id, method); // a decline leaves the page open
      Object.assign(session, {
        status: 'complete',
        url: null,
        payment_status: intent.status === 'succeeded' ? 'paid' : 'unpaid',
      });
      emit('checkout.session.completed', session);
      return session;
    },
    expire(sessionId) {
      const session = sessions.get(sessionId);
      if (!session) throw noSuch('checkout.session', sessionId);
      if (session.status !== 'open')
        throw invalid(`Only Checkout Sessions with a status in ["open"] can be expired.`);
      Object.assign(session, { status: 'expired', url: null });
      emit('checkout.session.expired', session);
      return session;
    },
    charged: () => [...charges.values()].filter((each) => each.captured && each.paid).length,
  };
  return book;
}
