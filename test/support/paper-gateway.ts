/**
 * A gateway made of paper: the server half of one, with its own small ledger in memory, a script of failures, and signed
 * events. It follows the contract as a good gateway does (one payment per key), and its double-charge count says whether
 * the server does too.
 */
import { createHmac } from 'node:crypto';
import { StoreError } from '../../src/errors.js';
import { money, type Money } from '../../src/money.js';
import type {
  Attempt,
  GatewayEvent,
  PaymentReport,
  ReportedStatus,
  ServerGateway,
  StartedPayment,
} from '../../src/gateways/gateway-server.js';
import type { WireGateway, WireNextStep } from '../../src/api/wire.js';

const SECRET = 'paper-signing-secret';
const TOLERANCE = 300_000;

export interface PaperPayment {
  readonly id: string;
  readonly key: string;
  readonly reference: string;
  readonly amount: Money;
  status: ReportedStatus;
  /** How often money was taken for it. */
  charges: number;
  /** Minor units given back, by key. */
  readonly refunds: Map<string, number>;
}

/** An event as it goes over the wire; what is left out is taken from a genuine report of the payment. */
export interface PaperEvent {
  readonly eventId: string;
  readonly type: string;
  readonly occurredAt: number;
  readonly report: PaymentReport | null;
}

export interface PaperGateway extends ServerGateway {
  /** Every call that reached the gateway, in order. */
  readonly calls: {
    readonly method: 'start' | 'submit' | 'retrieve' | 'cancel' | 'refund' | 'capture';
    readonly attempt: Attempt;
  }[];
  readonly ledger: Map<string, PaperPayment>;
  /** What happens at the next calls of that method, one entry each: before the gateway works, or after it has. */
  readonly script: {
    readonly method: 'start' | 'submit' | 'retrieve' | 'cancel' | 'refund' | 'capture';
    readonly what: 'fail' | 'lose' | 'hang' | Error;
  }[];
  /** What the report of a start or submit says; undefined: nothing is said. */
  startReport: ((attempt: Attempt) => PaymentReport | undefined) | undefined;
  next: (payment: PaperPayment) => WireNextStep;
  /** The gateway answers a start when this is done. */
  atStart: () => Promise<void> | undefined;
  /** A genuine report of a payment that was started here, with anything about it changed. */
  report(paymentId: string, changes?: Partial<PaymentReport>): PaymentReport;
  event(report: PaymentReport | null, changes?: Partial<PaperEvent>): PaperEvent;
  /** Headers and body of a callback as the gateway would send it. */
  sign(
    events: readonly PaperEvent[],
    options?: { at?: number; secret?: string },
  ): { headers: Record<string, string>; body: string };
}

const sumOf = (refunds: ReadonlyMap<string, number>): number =>
  [...refunds.values()].reduce((sum, each) => sum + each, 0);

export function createPaperGateway(options: {
  readonly now: () => number;
  readonly name?: string;
  readonly mode?: 'test' | 'live';
  readonly account?: string;
  readonly tokens?: boolean;
  /** Whether it can cancel what is open. Default: it can't. */
  readonly cancels?: boolean;
}): PaperGateway {
  const { now, name = 'paper', mode = 'test', account = 'acct_paper' } = options;
  const ledger = new Map<string, PaperPayment>();
  const counter = { payments: 0, events: 0 };

  const paymentFor = (attempt: Attempt): PaperPayment => {
    const known = ledger.get(attempt.key);
    if (known) return known;
    counter.payments += 1;
    const made: PaperPayment = {
      id: `pp_${name}_${counter.payments}`,
      key: attempt.key,
      reference: attempt.paymentId,
      amount: attempt.amount,
      status: 'open',
      charges: 0,
      refunds: new Map(),
    };
    ledger.set(attempt.key, made);
    return made;
  };

  /** Does the next thing the script has for this method, around the gateway's own work. */
  const scripted = async <T>(
    method: PaperGateway['script'][number]['method'],
    signal: AbortSignal,
    work: () => T,
  ): Promise<T> => {
    const index = gateway.script.findIndex((entry) => entry.method === method);
    const [entry] = index === -1 ? [] : gateway.script.splice(index, 1);
    if (entry?.what === 'fail') throw new StoreError('gateway_failed', 'The paper is torn.');
    if (entry?.what === 'hang') await new Promise<never>(() => signal);
    if (entry?.what instanceof Error) throw entry.what;
    const result = work();
    if (entry?.what === 'lose') throw new StoreError('gateway_timeout', 'The answer got lost.');
    return result;
  };

  const gateway: PaperGateway = {
    name,
    mode,
    calls: [],
    ledger,
    script: [],
    startReport: undefined,
    next: (payment) => ({ type: 'confirm', client: { client_secret: `${payment.id}_secret_paper` } }),
    describe: (): WireGateway => ({
      name,
      kind: 'frame',
      mode,
      frame_origins: ['https://paper.example'],
      redirect_hosts: [],
      settings: { key: 'pk_paper' },
    }),
    atStart: () => undefined,
    start: async (attempt, signal) => {
      gateway.calls.push({ method: 'start', attempt });
      await gateway.atStart();
      return scripted('start', signal, (): StartedPayment => {
        const payment = paymentFor(attempt);
        return {
          gatewayPaymentId: payment.id,
          next: gateway.next(payment),
          report: gateway.startReport?.(attempt),
        };
      });
    },
    ...(options.tokens && {
      submit: (attempt: Attempt, _token: string, signal: AbortSignal) => {
        gateway.calls.push({ method: 'submit', attempt });
        return scripted('submit', signal, (): StartedPayment => {
          const payment = paymentFor(attempt);
          if (payment.status !== 'paid' && payment.status !== 'canceled') {
            payment.charges += 1;
            payment.status = 'paid';
          }
          return {
            gatewayPaymentId: payment.id,
            next: { type: 'wait' },
            report: gateway.report(attempt.paymentId),
          };
        });
      },
    }),
    retrieve: (attempt, signal) => {
      gateway.calls.push({ method: 'retrieve', attempt });
      return scripted('retrieve', signal, () =>
        ledger.has(attempt.key) ? gateway.report(attempt.paymentId) : undefined,
      );
    },
    ...(options.cancels && {
      cancel: (attempt: Attempt, signal: AbortSignal) => {
        gateway.calls.push({ method: 'cancel', attempt });
        return scripted('cancel', signal, () => {
          const payment = ledger.get(attempt.key);
          if (!payment) return undefined;
          if (payment.status === 'open' || payment.status === 'requires_action') payment.status = 'canceled';
          return gateway.report(attempt.paymentId);
        });
      },
    }),
    refund: (attempt, amount, key, signal) => {
      gateway.calls.push({ method: 'refund', attempt });
      return scripted('refund', signal, () => {
        const payment = ledger.get(attempt.key);
        if (!payment) throw new StoreError('gateway_failed');
        const given = sumOf(payment.refunds);
        if (!payment.refunds.has(key)) {
          if (given + amount.amount > payment.amount.amount)
            throw new StoreError('refund_refused', 'Too much.');
          payment.refunds.set(key, amount.amount);
          payment.status = 'paid';
        }
        return { refundId: `pr_${key}`, report: gateway.report(attempt.paymentId) };
      });
    },
    capture: (attempt, signal) => {
      gateway.calls.push({ method: 'capture', attempt });
      return scripted('capture', signal, () => {
        const payment = paymentFor(attempt);
        payment.status = 'paid';
        return gateway.report(attempt.paymentId);
      });
    },
    verifyCallback: ({ headers, body, receivedAt }) => {
      const text = new TextDecoder().decode(body);
      const [, time = '', given = ''] =
        /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers.get('paper-signature') ?? '') ?? [];
      const right = createHmac('sha256', SECRET).update(`${time}.`).update(body).digest('hex'); // the very bytes
      const fresh = Math.abs(receivedAt.getTime() - Number(time)) <= TOLERANCE;
      if (given !== right || !fresh)
        throw new StoreError('callback_refused', 'The paper signature is wrong or old.');
      const events = JSON.parse(text) as PaperEvent[];
      return events.map(({ occurredAt, report, ...event }): GatewayEvent => ({
        ...event,
        occurredAt: new Date(occurredAt),
        report: report ?? undefined,
      }));
    },
    report: (paymentId, changes = {}) => {
      const payment = [...ledger.values()].find(({ reference }) => reference === paymentId);
      return {
        gatewayPaymentId: payment?.id ?? 'pp_unknown',
        reference: paymentId,
        status: payment?.status ?? 'open',
        amount: payment?.amount ?? money(0, 'EUR'),
        account,
        mode,
        declineCode: null,
        refunded: payment?.refunds.size ? money(sumOf(payment.refunds), payment.amount.currency) : null,
        ...changes,
      };
    },
    event: (report, changes = {}) => {
      counter.events += 1;
      return {
        eventId: `ev_${counter.events}`,
        type: 'payment.updated',
        occurredAt: now(),
        report,
        ...changes,
      };
    },
    sign: (events, { at = now(), secret = SECRET } = {}) => {
      const body = JSON.stringify(events);
      return { body, headers: { 'paper-signature': `t=${at},v1=${hmac(`${at}.${body}`, secret)}` } };
    },
  };
  return gateway;
}

const hmac = (text: string, secret: string): string =>
  createHmac('sha256', secret).update(text).digest('hex');
