/**
 * A gateway that charges by token, as Square does: the dangerous kind, since it is the store's own call that takes the
 * money. Two halves, so that its books outlive a store that is killed: the service here, and the store's half over HTTP.
 */
import { StoreError } from '../../src/errors.js';
import { money } from '../../src/money.js';
import type { Attempt, PaymentReport, ServerGateway } from '../../src/gateways/gateway-server.js';
import { signTimestamped, verifyTimestamped } from '../../src/gateways/signature.js';

const SECRET = 'till_whsec_not_a_secret';

export interface Charge {
  readonly id: string;
  readonly key: string;
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
}

/** What the till is asked for: `POST /till/charges`. */
export type ChargeRequest = Omit<Charge, 'id'>;

export interface TillEvent {
  readonly id: string;
  readonly created: number;
  readonly charge: Charge;
}

/** The service's books. The same key comes to the same charge; a further key charges again, as it must. */
export function createTill(announce: (event: TillEvent) => void) {
  const charges: Charge[] = [];
  return {
    charges: charges as readonly Charge[],
    charge(request: ChargeRequest): Charge {
      const before = charges.find(({ key }) => key === request.key);
      if (before) return before;
      const made = { ...request, id: `till_${charges.length + 1}` };
      charges.push(made);
      announce({ id: `till_evt_${charges.length}`, created: Date.now(), charge: made });
      return made;
    },
    find: (reference: string) => charges.find((charge) => charge.reference === reference),
    sign(event: TillEvent): { readonly headers: Record<string, string>; readonly body: string } {
      const body = JSON.stringify(event);
      const signature = signTimestamped(new TextEncoder().encode(body), SECRET, new Date());
      return { headers: { 'content-type': 'application/json', 'till-signature': signature }, body };
    },
  };
}

const reportOf = (charge: Charge): PaymentReport => ({
  gatewayPaymentId: charge.id,
  reference: charge.reference,
  status: 'paid',
  amount: money(charge.amount, charge.currency),
  account: 'till_acct',
  mode: 'test',
  declineCode: null,
  refunded: null,
});

/** The store's half. */
export function tillGateway(origin: string): ServerGateway {
  const ask = async (path: string, signal: AbortSignal, body?: unknown): Promise<Charge | undefined> => {
    const init: RequestInit = { method: body === undefined ? 'GET' : 'POST', signal };
    if (body !== undefined) init.body = JSON.stringify(body);
    const response = await fetch(`${origin}/till/${path}`, init).catch((cause: unknown) => {
      throw new StoreError('gateway_failed', undefined, { cause });
    });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new StoreError('gateway_failed');
    return (await response.json()) as Charge;
  };
  const next = { type: 'confirm', client: {} } as const;
  return {
    name: 'till',
    mode: 'test',
    describe: () => ({
      name: 'till',
      kind: 'frame',
      mode: 'test',
      frame_origins: ['https://till.example'],
      redirect_hosts: [],
      settings: {},
    }),
    start: () => Promise.resolve({ gatewayPaymentId: null, next, report: undefined }),
    async submit({ key, paymentId, amount }: Attempt, _token, signal) {
      const wanted: ChargeRequest = { key, reference: paymentId, ...amount };
      const charge = await ask('charges', signal, wanted);
      if (!charge) throw new StoreError('gateway_failed');
      return { gatewayPaymentId: charge.id, next: { type: 'wait' }, report: reportOf(charge) };
    },
    async retrieve({ paymentId }, signal) {
      const charge = await ask(`charges?reference=${paymentId}`, signal);
      return charge && reportOf(charge);
    },
    verifyCallback({ headers, body, receivedAt }) {
      verifyTimestamped(headers.get('till-signature'), body, { secrets: [SECRET], now: receivedAt });
      const { id, created, charge } = JSON.parse(new TextDecoder().decode(body)) as TillEvent;
      return [{ eventId: id, type: 'charge.made', occurredAt: new Date(created), report: reportOf(charge) }];
    },
  };
}
