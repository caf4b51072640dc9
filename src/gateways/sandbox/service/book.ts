/**
 * The sandbox's payments, in memory: gone when it ends. A payment is charged at most once, whatever is sent how often; each
 * change of status becomes one event. Card data is looked at and dropped: brand and last four digits are all that stays.
 */
import { behaviourOf, brandOf, digitsOf, wrongField } from '../cards.js';
import type {
  CardField,
  SandboxCard,
  SandboxDispute,
  SandboxEvent,
  SandboxPayment,
  SandboxRefund,
  SandboxStatus,
} from '../shapes.js';

export interface NewPayment {
  readonly amount: number;
  readonly currency: string;
  readonly reference: string;
  /** Where the sandbox's own page sends the shopper back to. */
  readonly returnUrl?: string;
  /** Where this payment's callbacks go, if not where all others do. */
  readonly callbackUrl?: string;
}

/** What confirming a card came to. */
export type Confirmed =
  | { readonly kind: 'status'; readonly payment: SandboxPayment }
  | { readonly kind: 'wrong'; readonly field: CardField }
  | { readonly kind: 'no_answer' | 'down' | 'forbidden' };

export interface Book {
  /** The same key and request come to the same payment; another request under that key is refused. */
  create(
    request: NewPayment,
    key: string,
  ): { readonly payment: SandboxPayment; readonly secret: string } | 'key_reused';
  find(id: string): SandboxPayment | undefined;
  findByReference(reference: string): SandboxPayment | undefined;
  secretOf(id: string): string;
  returnUrlOf(id: string): string | undefined;
  confirm(id: string, secret: string, card: SandboxCard): Confirmed;
  /** The shopper's answer to a 3-D Secure challenge. */
  challenge(id: string, secret: string, accepted: boolean): Confirmed;
  cancel(id: string): SandboxPayment | 'too_late' | undefined;
  /** Once per key; the key of another refund is refused. */
  refund(id: string, amount: number, key: string): SandboxRefund | 'too_much' | 'key_reused' | undefined;
  /** Raises a chargeback of a paid payment, or decides one; undefined if there is none such. */
  dispute(id: string, status: SandboxDispute['status']): SandboxPayment | undefined;
  /** Lets payments that are processing succeed now. */
  finishProcessing(): void;
  all(): readonly SandboxPayment[];
}

export function createBook(parts: {
  readonly account: string;
  readonly now: () => Date;
  readonly newId: (prefix: string) => string;
  readonly later: (work: () => void) => void;
  readonly announce: (event: SandboxEvent, url: string | undefined) => void;
}): Book {
  const { account, now, newId } = parts;
  const payments = new Map<string, SandboxPayment>();
  const secrets = new Map<string, string>();
  const requests = new Map<string, NewPayment>();
  const keys = new Map<string, { readonly body: string; readonly id: string }>();
  const refunds = new Map<string, SandboxRefund>();

  const seconds = (): number => Math.floor(now().getTime() / 1000);

  function change(payment: SandboxPayment, patch: Partial<SandboxPayment>, type: string): SandboxPayment {
    const changed = Object.freeze({ ...payment, ...patch });
    payments.set(payment.id, changed);
    const event: SandboxEvent = {
      id: newId('sbx_evt_'),
      type,
      created: seconds(),
      account,
      livemode: false,
      data: { payment: changed },
    };
    parts.announce(event, requests.get(payment.id)?.callbackUrl);
    return changed;
  }

  const move = (
    payment: SandboxPayment,
    status: SandboxStatus,
    patch: Partial<SandboxPayment> = {},
  ): SandboxPayment => change(payment, { ...patch, status }, `payment.${status}`);

  function finishProcessing(): void {
    for (const payment of payments.values()) if (payment.status === 'processing') move(payment, 'succeeded');
  }

  /** Only the browser that was given the secret may confirm. */
  const open = (id: string, secret: string): SandboxPayment | undefined =>
    secrets.get(id) === secret ? payments.get(id) : undefined;

  return {
    create(request, key) {
      const { amount, currency, reference, returnUrl, callbackUrl } = request;
      const body = JSON.stringify([amount, currency, reference, returnUrl, callbackUrl]);
      const before = keys.get(key);
      if (before && before.body !== body) return 'key_reused';
      const id = before?.id ?? newId('sbx_pay_');
      const payment =
        payments.get(id) ??
        Object.freeze<SandboxPayment>({
          id,
          amount,
          currency,
          reference,
          status: 'requires_payment',
          account,
          livemode: false,
          decline_code: null,
          amount_refunded: 0,
          dispute: null,
          card: null,
          created: seconds(),
        });
      if (!before) {
        keys.set(key, { body, id });
        payments.set(id, payment);
        requests.set(id, request);
        secrets.set(id, newId(`${id}_secret_`));
      }
      return { payment, secret: secrets.get(id) ?? '' };
    },
    find: (id) => payments.get(id),
    findByReference: (reference) => [...payments.values()].find((p) => p.reference === reference),
    secretOf: (id) => secrets.get(id) ?? '',
    returnUrlOf: (id) => requests.get(id)?.returnUrl,
    confirm(id, secret, typed) {
      const payment = open(id, secret);
      if (!payment) return { kind: 'forbidden' };
      // Paid, on its way, or over: a second click learns where it stands and changes nothing.
      if (payment.status !== 'requires_payment' && payment.status !== 'requires_action')
        return { kind: 'status', payment };
      const field = wrongField(typed, now());
      if (field) return { kind: 'wrong', field };
      const digits = digitsOf(typed.number);
      const card = Object.freeze({ brand: brandOf(digits), last4: digits.slice(-4) });
      const behaviour = behaviourOf(digits);
      switch (behaviour.does) {
        case 'pay':
          return { kind: 'status', payment: move(payment, 'succeeded', { card }) };
        case 'decline':
          return {
            kind: 'status',
            payment: move(payment, 'declined', { card, decline_code: behaviour.code }),
          };
        case 'challenge':
          return { kind: 'status', payment: move(payment, 'requires_action', { card }) };
        case 'process':
          parts.later(finishProcessing);
          return { kind: 'status', payment: move(payment, 'processing', { card }) };
        case 'hang':
          move(payment, 'succeeded', { card });
          return { kind: 'no_answer' };
        case 'fail':
          return { kind: 'down' };
      }
    },
    challenge(id, secret, accepted) {
      const payment = open(id, secret);
      if (!payment) return { kind: 'forbidden' };
      if (payment.status !== 'requires_action') return { kind: 'status', payment };
      const answered = accepted
        ? move(payment, 'succeeded')
        : move(payment, 'declined', { decline_code: 'authentication_failed' });
      return { kind: 'status', payment: answered };
    },
    cancel(id) {
      const payment = payments.get(id);
      if (!payment || payment.status === 'canceled') return payment;
      const open = payment.status === 'requires_payment' || payment.status === 'requires_action';
      return open ? move(payment, 'canceled') : 'too_late';
    },
    refund(id, amount, key) {
      const before = refunds.get(key);
      const payment = payments.get(id);
      if (!payment) return undefined;
      if (before) return before.payment === id && before.amount === amount ? before : 'key_reused';
      if (payment.status !== 'succeeded' || payment.amount_refunded + amount > payment.amount)
        return 'too_much';
      const refund = Object.freeze({ id: newId('sbx_ref_'), amount, payment: id });
      refunds.set(key, refund);
      change(payment, { amount_refunded: payment.amount_refunded + amount }, 'payment.refunded');
      return refund;
    },
    dispute(id, status) {
      const payment = payments.get(id);
      if (payment?.status !== 'succeeded' || (status === 'open') !== (payment.dispute === null))
        return undefined;
      return change(
        payment,
        { dispute: Object.freeze({ status, amount: payment.amount }) },
        'payment.disputed',
      );
    },
    finishProcessing,
    all: () => [...payments.values()],
  };
}
