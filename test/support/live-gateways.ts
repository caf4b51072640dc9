/**
 * Two gateways behind real HTTP, in the process of the test: the sandbox (the shopper's browser charges) and the till (the
 * store charges). They see each step a store takes, so a test can do something at exactly that moment, and they send their
 * callbacks to whichever store processes the test says, until each was taken.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import { createSandboxGateway } from '../../src/gateways/sandbox/index.js';
import type { OrderMessage } from '../../src/server/index.js';
import type { SandboxEvent } from '../../src/gateways/sandbox/shapes.js';
import { createTill, type ChargeRequest, type TillEvent } from './till.js';

export const SANDBOX_KEYS = {
  secretKey: 'sandbox_sk_live_gateways',
  publishableKey: 'sandbox_pk_live_gateways',
  webhookSecret: 'sandbox_whsec_not_a_secret',
};

/** What the merchant's webhook is signed with. */
export const MERCHANT_SECRET = `whsec_${Buffer.from('a merchant’s secret of a test').toString('base64')}`;

/** The moments between a store and a gateway, named as security.md names its crash points. */
export type Moment =
  /** P2: the attempt's row is written, the gateway has not begun. */
  | 'asked'
  /** P3: the gateway has done it, nobody has been answered. */
  | 'done'
  /** P4: it has been answered, and the store is about to write that down. */
  | 'answered'
  /** A callback is on its way to the store. */
  | 'callback sent'
  /** P5: the store has taken a callback, and is about to tell others. */
  | 'callback taken'
  /** P6: the merchant has been told, and the store has not heard that it was. */
  | 'told';

export interface LiveGateways {
  readonly origin: string;
  /** Called at each moment; the gateway goes on when it is done. */
  at: (moment: Moment, reference: string) => Promise<void> | void;
  /** Where the next callback goes, as origins; to all of them at once. None: it gets lost for good. */
  route: () => readonly string[] | Promise<readonly string[]>;
  /** What the card frame does for the shopper. */
  confirm(clientSecret: string): Promise<void>;
  /** Money that was taken, by either. */
  charges(): readonly { readonly reference: string; readonly amount: number }[];
  /** Ids of events that a store has answered 200 to. */
  readonly taken: ReadonlySet<string>;
  /** What the merchant's webhook got, repetitions included: message and order. */
  readonly told: readonly { readonly id: string; readonly type: string; readonly order: string }[];
  /** Resolves when no callback is on its way any more. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

export async function startGateways(): Promise<LiveGateways> {
  const taken = new Set<string>();
  const told: { id: string; type: string; order: string }[] = [];
  const under = new Set<Promise<void>>();
  const closing = new AbortController();

  const till = createTill((event) => follow(insist(event)));
  const server = await new Promise<{ port: number; close: () => Promise<void> }>((resolve) => {
    const http = serve({ fetch: (request) => answer(request), port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({
        port,
        close: () =>
          new Promise((done) => {
            http.close(() => done());
            if ('closeAllConnections' in http) http.closeAllConnections();
          }),
      }),
    );
  });
  const origin = `http://127.0.0.1:${server.port}`;
  const sandbox = createSandboxGateway({
    ...SANDBOX_KEYS,
    callbackUrl: `${origin}/callbacks/sandbox`,
    retrySchedule: Array.from({ length: 1000 }, () => 40),
  });

  const self: LiveGateways = {
    origin,
    at: () => undefined,
    route: () => [],
    async confirm(clientSecret) {
      const id = clientSecret.slice(0, clientSecret.indexOf('_secret_'));
      const card = { number: '4242424242424242', expiry: '12/39', cvc: '123' };
      const body = JSON.stringify({ client_secret: clientSecret, card });
      await sandbox.fetch(new Request(`${origin}/v1/payments/${id}/confirm`, { method: 'POST', body }));
    },
    charges: () => [...till.charges, ...sandbox.payments.filter(({ status }) => status === 'succeeded')],
    taken,
    told,
    async quiet() {
      while (under.size > 0 || sandbox.events.some(({ id }) => !taken.has(id) && !lost.has(id)))
        await Promise.race([...under, wait(20)]);
    },
    async close() {
      closing.abort();
      sandbox.close();
      await server.close();
    },
  };
  const lost = new Set<string>();

  const follow = (work: Promise<void>): void => {
    const done = work.finally(() => under.delete(done));
    under.add(done);
  };

  /** Brings a callback to the stores; 200 only if all of them took it. */
  async function deliver(gateway: string, id: string, headers: HeadersInit, body: string): Promise<number> {
    const reference = id;
    const stores = await self.route();
    if (stores.length === 0) {
      lost.add(id);
      return 200;
    }
    const sent = Promise.all(
      stores.map((store) =>
        fetch(`${store}/store/callbacks/${gateway}`, { method: 'POST', headers, body }).then(
          async (response) => (await response.body?.cancel(), response.status),
          () => 503,
        ),
      ),
    );
    await self.at('callback sent', reference);
    const status = Math.max(...(await sent));
    if (status === 200) {
      taken.add(id);
      await self.at('callback taken', reference);
    }
    return status;
  }

  async function insist(event: TillEvent): Promise<void> {
    while (!closing.signal.aborted) {
      const { headers, body } = till.sign(event);
      if ((await deliver('till', event.id, headers, body)) === 200) return;
      await wait(40, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  }

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname === '/callbacks/sandbox') {
      const body = await request.text();
      const headers = { 'sandbox-signature': request.headers.get('sandbox-signature') ?? '' };
      const { id } = JSON.parse(body) as SandboxEvent;
      return new Response(null, { status: await deliver('sandbox', id, headers, body) });
    }
    if (url.pathname === '/merchant') {
      const { id, type, data } = (await request.json()) as OrderMessage;
      told.push({ id, type, order: data.order.id });
      await self.at('told', data.order.id);
      return new Response(null, { status: 204 });
    }
    if (url.pathname === '/till/charges' && request.method === 'GET') {
      const charge = till.find(url.searchParams.get('reference') ?? '');
      return charge ? Response.json(charge) : new Response(null, { status: 404 });
    }
    const makes = request.method === 'POST' && /^\/(till\/charges|v1\/payments)$/.test(url.pathname);
    if (!makes) return sandbox.fetch(request);
    const body = await request.text();
    const wanted = JSON.parse(body) as ChargeRequest;
    await self.at('asked', wanted.reference);
    const response =
      url.pathname === '/till/charges'
        ? Response.json(till.charge(wanted))
        : await sandbox.fetch(new Request(request.url, { method: 'POST', headers: request.headers, body }));
    await self.at('done', wanted.reference);
    // After the answer is on its way: the next turn of the event loop, and a little.
    setTimeout(() => void self.at('answered', wanted.reference), 1);
    return response;
  }

  return self;
}
