/**
 * Paymax, a processor that does not exist: a payment page that shoppers are sent to with a signed form, and a signed callback.
 * Written from its own made-up manual, with nothing of our code, so that both sides can disagree.
 */
import { createHmac } from 'node:crypto';

export const PAYMAX = {
  merchant: 'm-17',
  secret: 'paymax-secret-not-one',
  url: 'https://pay.paymax.example/start',
};

export interface PaymaxPayment {
  readonly order: string;
  /** As the merchant wrote it. */
  readonly amount: string;
  readonly currency: string;
  readonly back: string;
  state: 'NEW' | 'OK' | 'FAILED' | 'CANCELED';
  /** How often money was taken for it. */
  charges: number;
}

export interface PaymaxNote {
  readonly order: string;
  readonly amount: string;
  readonly currency: string;
  readonly state: string;
}

export interface Paymax {
  readonly payments: Map<string, PaymaxPayment>;
  /** What happened, oldest first: each is told to the merchant. */
  readonly notes: PaymaxNote[];
  /** The shopper arrives with the form. @throws if it is not signed by the merchant. */
  open(fields: Readonly<Record<string, string>>): PaymaxPayment;
  act(order: string, state: 'OK' | 'FAILED' | 'CANCELED'): void;
  /** A callback as Paymax sends it, signed at the time given. */
  callback(
    note: PaymaxNote,
    at: Date,
    secret?: string,
  ): { readonly headers: Record<string, string>; readonly body: string };
}

/** From the manual: "name=value of the listed parameters in the listed order, percent-encoded as in a form, joined by &". */
const signed = (fields: Readonly<Record<string, string>>, names: readonly string[], secret: string): string =>
  createHmac('sha256', secret)
    .update(
      names
        .map(
          (name) =>
            `${name}=${encodeURIComponent(fields[name] ?? '')
              .replace(/%20/g, '+')
              .replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`,
        )
        .join('&'),
    )
    .digest('hex');

export function createPaymax(): Paymax {
  const payments = new Map<string, PaymaxPayment>();
  const notes: PaymaxNote[] = [];
  return {
    payments,
    notes,
    open(fields) {
      const right = signed(fields, ['merchant', 'order', 'amount', 'currency', 'back'], PAYMAX.secret);
      if (fields['sig'] !== right || fields['merchant'] !== PAYMAX.merchant)
        throw new Error('not signed by the merchant');
      const { order = '', amount = '', currency = '', back = '' } = fields;
      // The same order again is the same payment; with another amount it would be a trick.
      const known = payments.get(order);
      if (known && known.amount !== amount) throw new Error('another amount for a known order');
      const payment = known ?? { order, amount, currency, back, state: 'NEW', charges: 0 };
      payments.set(order, payment);
      return payment;
    },
    act(order, state) {
      const payment = payments.get(order);
      if (payment?.state !== 'NEW') return;
      payment.state = state;
      if (state === 'OK') payment.charges += 1;
      notes.push({ order, amount: payment.amount, currency: payment.currency, state });
    },
    callback(note, at, secret = PAYMAX.secret) {
      const fields: Record<string, string> = { ...note, at: String(Math.floor(at.getTime() / 1000)) };
      fields['sig'] = signed(fields, ['order', 'amount', 'currency', 'state', 'at'], secret);
      return {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
      };
    },
  };
}
