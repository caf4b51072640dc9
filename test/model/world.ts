/**
 * The world of the model test: a shop, two sandbox gateways, browsers with tabs, a clock that only moves when told, and
 * everything that can go wrong between them. In one process and in memory, so that a run takes milliseconds; the shop is
 * the real server kit, or the naive one that must fail.
 */
import { randomBytes } from 'node:crypto';
import type { ServerGateway } from '../../src/gateways/gateway-server.js';
import {
  createSandboxGateway,
  sandboxGateway,
  type SandboxEvent,
  type SandboxGateway,
} from '../../src/gateways/sandbox/index.js';
import { signTimestamped } from '../../src/gateways/signature.js';

/** What the model needs of a shop. Everything else goes through `fetch`, as a browser's or a gateway's requests do. */
export interface Shop {
  fetch(request: Request): Promise<Response>;
  sweep(): Promise<unknown>;
  /** Delivers messages to the merchant, who hears each only at the second try. */
  deliver(): Promise<unknown>;
  /** What the merchant has heard so far: each message once. The naive shop tells nobody. */
  readonly heard?: readonly { readonly order: string; readonly type: string }[];
  /** Goes on as another process would, on the same database. */
  restart(): void;
  /** The database fails from its `n`th transaction on, as when the process dies: before it, or just after its commit. */
  dieAt(n: number, when: 'before' | 'after'): void;
  /** Replaces the price of everything. */
  reprice(price: number): Promise<void>;
  /** The books, read past every route. */
  ledger(): Promise<LedgerOrder[]>;
  /** What a person has been told to look at. */
  alerts(): Promise<string[]>;
  close(): Promise<void>;
}

export interface LedgerOrder {
  readonly id: string;
  readonly state: string;
  readonly total: number;
  readonly quoteHash: string;
  /** References of its attempts at the gateways. */
  readonly references: readonly string[];
  /** Pieces it holds or has bought, by what is counted. */
  readonly holds: number;
}

export type ShopMaker = (parts: {
  readonly gateways: readonly ServerGateway[];
  readonly now: () => number;
}) => Promise<Shop>;

/** A fault of one call from the shop's server to a gateway. `after`: the gateway has done its work, the answer is lost. */
export type Fault = 'lost before' | 'lost after' | '429' | '500 before' | '500 after' | 'cut';

export interface Gateway {
  readonly name: string;
  readonly service: SandboxGateway;
  readonly secretKey: string;
}

export interface World {
  readonly shop: Shop;
  readonly gateways: readonly [Gateway, Gateway];
  readonly now: () => number;
  advance(ms: number): void;
  /** The faults of the next calls to gateways, in order; undefined: none. */
  readonly faults: (Fault | undefined)[];
  /** A request of a page. */
  ask(method: string, path: string, options?: Ask): Promise<Reply>;
  /** A request of a gateway's frame to its own origin. */
  frame(gateway: Gateway, path: string, body: unknown): Promise<{ status?: string; decline_code?: string }>;
  /** Delivers an event, again or for the first time. Whether the shop took it. */
  deliver(gateway: Gateway, event: SandboxEvent): Promise<boolean>;
  close(): Promise<void>;
}

export interface Ask {
  readonly body?: unknown;
  readonly key?: string;
  readonly token?: string;
}

export interface Reply {
  readonly status: number;
  // The wire types stand at the reader; what a broken shop sends is anything.
  readonly body: Record<string, unknown>;
}

export const SHOP = 'https://shop.test';
const START = 1_795_435_200_000; // 2026-11-23T12:00:00Z
const FOR_EVER = 2 ** 31 - 1;

export async function createWorld(makeShop: ShopMaker): Promise<World> {
  const clock = { now: START };
  const now = (): number => clock.now;
  const faults: (Fault | undefined)[] = [];

  const sandbox = (name: string): { gateway: Gateway; server: ServerGateway } => {
    const keys = {
      secretKey: `sandbox_sk_${name}`,
      publishableKey: `sandbox_pk_${name}`,
      webhookSecret: `sandbox_whsec_${name}_model`,
    };
    const service = createSandboxGateway({
      ...keys,
      callbackUrl: `${SHOP}/store/callbacks/${name}`,
      now: () => new Date(clock.now),
      processingTime: FOR_EVER, // the model says when
    });
    service.setCallbacks({ drop: true }); // the model delivers them
    const half = sandboxGateway({
      ...keys,
      url: `https://${name}.test`,
      webhookSecrets: [keys.webhookSecret],
      fetch: async (input, init) => {
        const fault = faults.shift();
        if (fault === 'lost before') throw new TypeError('fetch failed');
        if (fault === '429') return new Response('{}', { status: 429, headers: { 'retry-after': '3' } });
        if (fault === '500 before') return new Response('<html>', { status: 500 });
        const response = await service.fetch(new Request(input, init));
        if (fault === 'lost after') throw new DOMException('The operation timed out.', 'TimeoutError');
        if (fault === '500 after') return new Response('<html>', { status: 500 });
        if (fault === 'cut')
          return new Response((await response.text()).slice(0, 20), { status: response.status });
        return response;
      },
    });
    const server: ServerGateway = { ...half, name, describe: () => ({ ...half.describe(), name }) };
    return { gateway: { name, service, secretKey: keys.secretKey }, server };
  };
  const first = sandbox('sandbox');
  const second = sandbox('second');
  const shop = await makeShop({ gateways: [first.server, second.server], now });

  return {
    shop,
    gateways: [first.gateway, second.gateway],
    now,
    advance: (ms) => (clock.now += ms),
    faults,
    async ask(method, path, { body, key, token } = {}) {
      const headers = new Headers({ origin: SHOP });
      if (body !== undefined) headers.set('content-type', 'application/json');
      if (key !== undefined) headers.set('idempotency-key', key);
      if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
      const init: RequestInit = { method, headers };
      if (body !== undefined) init.body = JSON.stringify(body);
      const response = await shop.fetch(new Request(`${SHOP}/store${path}`, init));
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    async frame({ name, service }, path, body) {
      const request = new Request(`https://${name}.test/v1${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
      });
      return (await (await service.fetch(request)).json()) as { status?: string };
    },
    async deliver({ name }, event) {
      const body = new TextEncoder().encode(JSON.stringify(event));
      const signature = signTimestamped(body, `sandbox_whsec_${name}_model`, new Date(clock.now));
      const headers = { 'content-type': 'application/json', 'sandbox-signature': signature };
      const request = new Request(`${SHOP}/store/callbacks/${name}`, { method: 'POST', headers, body });
      return (await shop.fetch(request)).status === 200;
    },
    async close() {
      first.gateway.service.close();
      second.gateway.service.close();
      await shop.close();
    },
  };
}

/** As the browser half makes its keys. */
export const newKey = (): string => randomBytes(20).toString('hex');
