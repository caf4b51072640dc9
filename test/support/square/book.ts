/**
 * What stands behind the double of Square's API: payments with their states, refunds, disputes, payment links and their orders.
 * What a token does is told by its name, as with Square's own test values (developer.squareup.com/docs/devtools/sandbox).
 */
import type { Square } from 'square';

/** An answer that is no success: `errors` as in developer.squareup.com/docs/build-basics/general-considerations/handling-errors. */
export class ApiError extends Error {
  readonly status: number;
  readonly errors: readonly Square.Error_[];
  /** Comes with the refusal when Square made one, and it failed. */
  readonly payment: Square.Payment | undefined;
  constructor(status: number, errors: readonly Square.Error_[], payment?: Square.Payment) {
    super(errors.map(({ code }) => code).join());
    this.status = status;
    this.errors = errors;
    this.payment = payment;
  }
}

export const invalid = (code: Square.ErrorCode, field?: string): ApiError =>
  new ApiError(400, [{ category: 'INVALID_REQUEST_ERROR', code, ...(field && { field }) }]);

export const noSuch = (what: string): ApiError =>
  new ApiError(404, [{ category: 'INVALID_REQUEST_ERROR', code: 'NOT_FOUND', detail: `no such ${what}` }]);

/** `cnon:<name>` or `cnon:<name>-<anything>`: what happens to it. */
const DECLINED: Readonly<Record<string, readonly Square.ErrorCode[]>> = {
  declined: ['GENERIC_DECLINE'],
  cvv: ['CVV_FAILURE'],
  expired: ['CARD_EXPIRED'],
  funds: ['INSUFFICIENT_FUNDS'],
  limit: ['TRANSACTION_LIMIT'],
  number: ['PAN_FAILURE'],
  unverified: ['CARD_DECLINED_VERIFICATION_REQUIRED'],
  busy: ['TEMPORARY_ERROR'],
};

/** `cnon:gift-<minor units>-…`: what is on the card. It is not kept: each token is a card of its own. */
const balanceOf = (token: string): bigint => BigInt(/^cnon:gift-(\d+)/.exec(token)?.[1] ?? 2n ** 63n);

export type Token = `${'cnon' | 'bauth' | 'wnon'}:${string}`;

export interface Link {
  readonly link: Square.PaymentLink & { readonly id: string };
  readonly order: Square.Order & { readonly id: string };
  deleted: boolean;
}

export interface Book {
  readonly payments: Map<string, Square.Payment>;
  readonly refunds: Square.PaymentRefund[];
  readonly disputes: Map<string, Square.Dispute>;
  readonly links: Map<string, Link>;
  pay(request: Square.CreatePaymentRequest): Square.Payment;
  complete(id: string): Square.Payment;
  cancel(id: string): Square.Payment;
  cancelByKey(key: string): void;
  refund(request: Square.RefundPaymentRequest): Square.PaymentRefund;
  /** A refund under way comes to its end. */
  finishRefund(id: string, well: boolean): void;
  /** A bank payment under way comes to its end. */
  finish(id: string, well: boolean): Square.Payment;
  dispute(paymentId: string, state: Square.DisputeState): Square.Dispute;
  link(request: Square.checkout.CreatePaymentLinkRequest): Link;
  /** The shopper pays on the hosted page. */
  payLink(orderId: string, token: Token): Square.Payment;
  unlink(id: string): Link;
  /** How often money was taken, over all. */
  charged(): number;
}

export interface BookOptions {
  readonly now: () => number;
  readonly locationId: string;
  readonly currency: Square.Currency;
  readonly emit: (type: string, object: Readonly<Record<string, object>>) => void;
}

export function createBook({ now, locationId, currency, emit }: BookOptions): Book {
  const counter = { next: 1 };
  const id = (prefix: string): string => `${prefix}Double${String(counter.next++).padStart(8, '0')}`;
  const time = (): string => new Date(now()).toISOString();
  const payments = new Map<string, Square.Payment>();
  const disputes = new Map<string, Square.Dispute>();
  const links = new Map<string, Link>();
  const refunds: Square.PaymentRefund[] = [];
  const used = new Set<string>();
  const keys = new Map<string, string>();

  const get = (wanted: string): Square.Payment => {
    const payment = payments.get(wanted);
    if (!payment) throw noSuch('payment');
    return payment;
  };

  const change = (payment: Square.Payment, patch: Partial<Square.Payment>): Square.Payment => {
    Object.assign(payment, patch, { updatedAt: time() });
    emit('payment.updated', { payment });
    return payment;
  };

  function make(
    request: Square.CreatePaymentRequest,
    status: string,
    errors?: readonly Square.Error_[],
  ): Square.Payment {
    const asked = request.amountMoney ?? { amount: 0n, currency };
    const there = balanceOf(request.sourceId);
    const less = request.acceptPartialAuthorization === true && there < (asked.amount ?? 0n);
    const amountMoney = less ? { amount: there, currency } : asked;
    const bank = request.sourceId.startsWith('bauth:');
    const payment = {
      id: id('pay'),
      createdAt: time(),
      updatedAt: time(),
      amountMoney,
      totalMoney: amountMoney,
      ...(status !== 'FAILED' && { approvedMoney: amountMoney }),
      status,
      sourceType: bank ? 'BANK_ACCOUNT' : 'CARD',
      ...(bank
        ? { bankAccountDetails: { bankName: 'Double Bank', transferType: 'ACH' } }
        : {
            cardDetails: {
              status: status === 'FAILED' ? 'FAILED' : status === 'COMPLETED' ? 'CAPTURED' : 'AUTHORIZED',
              card: { cardBrand: 'VISA', last4: '1111', expMonth: 11n, expYear: 2030n },
              entryMethod: 'KEYED',
              ...(errors && { errors: [...errors] }),
            },
          }),
      locationId: request.locationId ?? locationId,
      orderId: request.orderId ?? id('ord'),
      ...(request.referenceId !== undefined && { referenceId: request.referenceId }),
      ...(request.buyerEmailAddress !== undefined && { buyerEmailAddress: request.buyerEmailAddress }),
      ...(request.autocomplete === false && { delayAction: 'CANCEL', delayDuration: 'PT168H' }),
    } satisfies Square.Payment;
    payments.set(payment.id, payment);
    keys.set(request.idempotencyKey, payment.id);
    emit('payment.created', { payment });
    return payment;
  }

  const book: Book = {
    payments,
    refunds,
    disputes,
    links,
    pay(request) {
      const { sourceId, amountMoney, locationId: at } = request;
      if (at !== undefined && at !== locationId) throw invalid('INVALID_LOCATION', 'location_id');
      if (amountMoney?.currency !== currency) throw invalid('INVALID_VALUE', 'amount_money.currency');
      if ((amountMoney.amount ?? 0n) < 1n) throw invalid('VALUE_TOO_LOW', 'amount_money.amount');
      const [, kind = '', name = ''] = /^(cnon|bauth|wnon):([a-z]+)/.exec(sourceId) ?? [];
      if (!kind) throw noSuch('card nonce');
      if (used.has(sourceId)) throw invalid('CARD_TOKEN_USED', 'source_id');
      if (name === 'stale') throw invalid('CARD_TOKEN_EXPIRED', 'source_id');
      used.add(sourceId);
      const errors = (DECLINED[name] ?? []).map((code): Square.Error_ => ({
        category: 'PAYMENT_METHOD_ERROR',
        code,
        detail: `Authorization error: '${code}'`,
      }));
      if (errors.length) throw new ApiError(400, errors, make(request, 'FAILED', errors));
      if (name === 'empty')
        throw new ApiError(400, [
          { category: 'PAYMENT_METHOD_ERROR', code: 'INSUFFICIENT_FUNDS' },
          { category: 'PAYMENT_METHOD_ERROR', code: 'GIFT_CARD_AVAILABLE_AMOUNT', detail: '4494' },
        ]);
      if (request.acceptPartialAuthorization && request.autocomplete !== false)
        throw invalid('BAD_REQUEST', 'accept_partial_authorization');
      if (balanceOf(sourceId) < (amountMoney.amount ?? 0n) && !request.acceptPartialAuthorization)
        throw new ApiError(400, [
          { category: 'PAYMENT_METHOD_ERROR', code: 'INSUFFICIENT_FUNDS' },
          {
            category: 'PAYMENT_METHOD_ERROR',
            code: 'GIFT_CARD_AVAILABLE_AMOUNT',
            detail: String(balanceOf(sourceId)),
          },
        ]);
      if (kind === 'bauth') return make(request, 'PENDING');
      return make(request, request.autocomplete === false ? 'APPROVED' : 'COMPLETED');
    },
    complete(wanted) {
      const payment = get(wanted);
      if (payment.status !== 'APPROVED') throw invalid('BAD_REQUEST');
      return change(payment, { status: 'COMPLETED' });
    },
    cancel(wanted) {
      const payment = get(wanted);
      if (payment.status !== 'APPROVED') throw invalid('BAD_REQUEST');
      return change(payment, { status: 'CANCELED' });
    },
    cancelByKey(key) {
      const found = keys.get(key);
      // Square's reference leaves open what becomes of a completed payment; the double takes the harder case: a content silence.
      if (found && get(found).status === 'APPROVED') book.cancel(found);
    },
    refund({ paymentId, amountMoney, idempotencyKey: _key }) {
      const payment = get(paymentId ?? '');
      const wanted = amountMoney.amount ?? 0n;
      const before = payment.refundedMoney?.amount ?? 0n;
      const refused = (code: Square.ErrorCode): ApiError =>
        new ApiError(400, [{ category: 'REFUND_ERROR', code }]);
      if (payment.status !== 'COMPLETED') throw refused('PAYMENT_NOT_REFUNDABLE');
      if (before + wanted > (payment.totalMoney?.amount ?? 0n)) throw refused('REFUND_AMOUNT_INVALID');
      const refund: Square.PaymentRefund = {
        id: id('ref'),
        status: 'PENDING',
        locationId,
        amountMoney,
        paymentId: payment.id ?? null,
        createdAt: time(),
      };
      refunds.push(refund);
      change(payment, { refundedMoney: { amount: before + wanted, currency } });
      emit('refund.created', { refund });
      return refund;
    },
    finishRefund(wanted, well) {
      const refund = refunds.find((each) => each.id === wanted);
      if (!refund) throw noSuch('refund');
      refund.status = well ? 'COMPLETED' : 'FAILED';
      const payment = get(refund.paymentId ?? '');
      const left = (payment.refundedMoney?.amount ?? 0n) - (well ? 0n : (refund.amountMoney.amount ?? 0n));
      if (!well) change(payment, { refundedMoney: { amount: left, currency } });
      emit('refund.updated', { refund });
    },
    finish(wanted, well) {
      const payment = get(wanted);
      if (payment.status !== 'PENDING') throw invalid('BAD_REQUEST');
      const errors: Square.Error_[] = [{ category: 'PAYMENT_METHOD_ERROR', code: 'INSUFFICIENT_FUNDS' }];
      return change(payment, {
        status: well ? 'COMPLETED' : 'FAILED',
        ...(!well && { bankAccountDetails: { ...payment.bankAccountDetails, errors } }),
      });
    },
    dispute(paymentId, state) {
      const payment = get(paymentId);
      const known = [...disputes.values()].find((each) => each.disputedPayment?.paymentId === paymentId);
      const dispute: Square.Dispute = known ?? {
        id: id('dis'),
        ...(payment.amountMoney && { amountMoney: payment.amountMoney }),
        reason: 'NOT_AS_DESCRIBED',
        disputedPayment: { paymentId },
        locationId,
        createdAt: time(),
      };
      dispute.state = state;
      disputes.set(dispute.id ?? '', dispute);
      emit(known ? 'dispute.state.updated' : 'dispute.created', { dispute });
      return dispute;
    },
    link({ order, checkoutOptions }) {
      const linkId = id('lnk');
      const total = order?.lineItems?.[0]?.basePriceMoney ?? { amount: 0n, currency };
      if (total.currency !== currency) throw invalid('INVALID_VALUE', 'currency');
      const made = {
        id: id('ord'),
        locationId: order?.locationId ?? locationId,
        ...(order?.referenceId && { referenceId: order.referenceId }),
        state: 'OPEN' as Square.OrderState,
        totalMoney: total,
      };
      const link = {
        id: linkId,
        version: 1,
        orderId: made.id,
        url: `https://sandbox.square.link/u/${linkId}`,
        longUrl: `https://connect.squareupsandbox.com/v2/online-checkout/sandbox-testing-panel/${linkId}`,
        ...(checkoutOptions && { checkoutOptions }),
      };
      const entry: Link = { link, order: made, deleted: false };
      links.set(linkId, entry);
      return entry;
    },
    payLink(orderId, token) {
      const entry = [...links.values()].find(({ order }) => order.id === orderId);
      if (!entry || entry.deleted) throw noSuch('payment link');
      if (entry.order.tenders?.length) throw invalid('BAD_REQUEST');
      const payment = book.pay({
        sourceId: token,
        idempotencyKey: id('key'),
        amountMoney: entry.order.totalMoney ?? { amount: 0n, currency },
        locationId,
        orderId,
      });
      // The order stays OPEN, whatever is paid (security notes 4.2).
      Object.assign(entry.order, { tenders: [{ id: id('ten'), type: 'CARD', paymentId: payment.id }] });
      return payment;
    },
    unlink(wanted) {
      const entry = links.get(wanted);
      if (!entry || entry.deleted) throw noSuch('payment link');
      entry.deleted = true;
      if (!entry.order.tenders?.length) Object.assign(entry.order, { state: 'CANCELED' });
      return entry;
    },
    charged: () => [...payments.values()].filter(({ status }) => status === 'COMPLETED').length,
  };
  return book;
}
