/**
 * One shopper with some tabs, the real browser core, the real store server and the sandbox gateway's real payment book, all
 * in one process under a clock that only moves when told. What passes between them can get lost on either way.
 *
 * Not imitated: the card frame (its calls are made directly) and the DOM; the end-to-end tests have both.
 */
import { createHash } from 'node:crypto';
import { createOrdersApi, type OrderAccess } from '../../src/api/orders.js';
import { createAsk } from '../../src/api/client.js';
import { createWalletAsks } from '../../src/checkout/express.js';
import { startGateway } from '../../src/checkout/load-gateway.js';
import type { CheckoutSnapshot, Checkout } from '../../src/checkout/snapshot.js';
import type { Env, TabChannel } from '../../src/env.js';
import type { Appearance, MountContext, PaymentForm } from '../../src/gateways/gateway.js';
import { sandboxAdapter } from '../../src/gateways/sandbox/browser.js';
import {
  createSandboxGateway,
  sandboxGateway,
  type SandboxGateway,
} from '../../src/gateways/sandbox/index.js';
import type { FrameResult, SandboxBrowserApi, SandboxCardForm } from '../../src/gateways/sandbox/protocol.js';
import { signTimestamped } from '../../src/gateways/signature.js';
import { createStoreServer, openSqlite, seedCatalog, type StoreServer } from '../../src/server/index.js';
import { createStore, type Store } from '../../src/store.js';
import { ADDRESS, CATALOG, NOON, SHOP } from './server.js';

/** What becomes of the next message on a way. */
export type Fault = 'lost' | 'answer_lost' | 'busy';
export type Way = 'store' | 'gateway' | 'frame';

export interface ModelTab {
  readonly store: Store;
  readonly checkout: Checkout;
  /** The card the shopper has typed. */
  card: string;
  /** The shopper agrees on a wallet's sheet, which pays with `card`. Nothing happens where no sheet may open. */
  payByWallet(): Promise<void>;
  /** The challenge that is shown, to be answered. */
  challenge: ((answer: 'accept' | 'refuse' | 'close') => void) | undefined;
  close(): void;
}

export interface ModelWorld {
  readonly gateway: SandboxGateway;
  readonly server: StoreServer;
  readonly tabs: ModelTab[];
  readonly faults: Record<Way, Fault[]>;
  openTab(): Promise<ModelTab>;
  /** Sends the gateway's n-th callback of all so far, genuine and signed now. */
  deliver(index: number): Promise<void>;
  advance(ms: number): Promise<void>;
  /** Until nothing moves any more without time. */
  quiet(): Promise<void>;
  /** Every order a tab has shown, as the browser opens it. */
  ordersOf(): readonly OrderAccess[];
  /** The order the browser keeps as its own under way. */
  keptOrder(): string | undefined;
  close(): Promise<void>;
}

const GATEWAY = 'http://127.0.0.1:4243';
const KEYS = {
  secretKey: 'sandbox_sk_model_0123456789',
  publishableKey: 'sandbox_pk_model_0123456789',
  webhookSecret: 'sandbox_whsec_model_0123456789',
};
const APPEARANCE = { scheme: 'light' } as Appearance;
/** As the form has it, so that both come to the same order. */
const CONTACT = {
  email: 'aiko@example.com',
  fullName: ADDRESS.full_name,
  lines: [ADDRESS.street_address],
  city: ADDRESS.address_locality,
  postalCode: ADDRESS.postal_code,
  country: 'DE',
};

/** The store, which outlives the histories that are played with it: making one takes longer than playing one. */
export interface ModelShop {
  /** A new shopper with a new browser and a new gateway account. `naive`: their browser keeps no attempt and takes no turns. */
  begin(options?: { readonly naive?: boolean }): ModelWorld;
  close(): Promise<void>;
}

export async function startModelShop(): Promise<ModelShop> {
  const clock = { now: NOON };
  const current: { call: typeof fetch } = { call: fetch };
  const database = openSqlite(':memory:');
  await seedCatalog(database, CATALOG);
  const server = createStoreServer({
    database,
    name: 'Model',
    currency: 'EUR',
    countries: ['DE'],
    publicUrl: SHOP,
    orderPageUrl: '/order.html',
    limits: false, // the model's shopper tries card after card
    delivery: [{ id: 'post', title: 'Post', description: '', countries: '*', amount: 490 }],
    gateways: [
      sandboxGateway({
        ...KEYS,
        url: GATEWAY,
        webhookSecrets: [KEYS.webhookSecret],
        fetch: (input, init) => current.call(input, init),
      }),
    ],
    clock: () => clock.now,
    logger: () => undefined,
  });
  // The real one works on another thread, which would let chance into what comes before what.
  Object.defineProperty(crypto.subtle, 'digest', {
    configurable: true,
    value: (_name: string, data: Uint8Array) => Promise.resolve(createHash('sha256').update(data).digest()),
  });
  return {
    begin: ({ naive = false } = {}) => play({ server, clock, current, naive }),
    close: () => server.close(),
  };
}

interface Play {
  readonly server: StoreServer;
  readonly clock: { now: number };
  /** How the server reaches the gateway. */
  readonly current: { call: typeof fetch };
  readonly naive: boolean;
}

function play({ server, clock, current, naive }: Play): ModelWorld {
  const timers = new Set<{ readonly at: number; readonly ring: () => void }>();
  const faults: Record<Way, Fault[]> = { store: [], gateway: [], frame: [] };
  const kept = new Map<string, string>();
  const listeners = new Set<{
    readonly name: string;
    readonly tab: object;
    readonly hear: (m: unknown) => void;
  }>();
  const locks = new Map<string, object>();
  const waiting = new Set<() => void>();
  const placed = new Map<string, OrderAccess>();
  let moves = 0;

  const gateway = createSandboxGateway({
    ...KEYS,
    callbackUrl: `${SHOP}/store/callbacks/sandbox`,
    now: () => new Date(clock.now),
    processingTime: 2 ** 30,
  });
  gateway.setCallbacks({ drop: true });
  current.call = (input, init) => over('gateway', async () => gateway.fetch(new Request(input, init)), 503);

  /** One message and its answer on a way that may fail. */
  async function over(way: Way, work: () => Promise<Response>, busy: number): Promise<Response> {
    moves++;
    const fault = faults[way].shift();
    if (fault === 'lost') throw new TypeError('fetch failed');
    if (fault === 'busy') return new Response('{}', { status: busy });
    const answer = await work();
    moves++;
    if (fault === 'answer_lost') throw new TypeError('fetch failed');
    return answer;
  }

  async function frameCall(path: string, body: unknown): Promise<FrameResult> {
    try {
      const init = { method: 'POST', body: JSON.stringify(body) };
      const response = await over(
        'frame',
        async () => gateway.fetch(new Request(`${GATEWAY}${path}`, init)),
        500,
      );
      const json = (await response.json()) as {
        status?: string;
        decline_code?: string;
        error?: { code: string };
      };
      if (response.ok)
        return { kind: 'status', status: json.status ?? '', declineCode: json.decline_code ?? null };
      return json.error?.code === 'not_processed' ? { kind: 'not_processed' } : { kind: 'unknown' };
    } catch {
      return { kind: 'unknown' };
    }
  }

  function formOf(tab: () => ModelTab): SandboxCardForm {
    return {
      update: () => undefined,
      validate: () => Promise.resolve(undefined),
      focus: () => undefined,
      async confirm(secret, onChallenge) {
        const payment = `/v1/payments/${secret.split('_secret_')[0] ?? ''}`;
        const card = { number: tab().card, expiry: '11/38', cvc: '737' };
        const result = await frameCall(`${payment}/confirm`, { client_secret: secret, card });
        if (result.kind !== 'status' || result.status !== 'requires_action') return result;
        onChallenge?.();
        const answer = await new Promise<string>((resolve) => (tab().challenge = resolve));
        tab().challenge = undefined;
        if (answer === 'close') return { kind: 'canceled' };
        return frameCall(`${payment}/challenge`, { client_secret: secret, accept: answer === 'accept' });
      },
      destroy: () => undefined,
    };
  }

  function envOf(tab: object, closed: AbortSignal): Env {
    const lockFree = (name: string): void => {
      if (locks.get(name) === tab) locks.delete(name);
      for (const look of [...waiting]) look();
    };
    closed.addEventListener('abort', () => {
      for (const name of [...locks.keys()]) lockFree(name);
    });
    const storage: Env['storage'] = {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => {
        if (!naive || !key.includes(':attempt:')) kept.set(key, value);
      },
      removeItem: (key) => void kept.delete(key),
    };
    return {
      async fetch(input, init) {
        const response = await over(
          'store',
          () =>
            server.fetch(
              new Request(input, { ...init, headers: { ...(init?.headers as object), origin: SHOP } }),
            ),
          503,
        );
        // A closed tab hears no answer.
        closed.throwIfAborted();
        return response;
      },
      now: () => clock.now,
      wait: (ms, signal) =>
        new Promise((resolve, reject) => {
          const timer = { at: clock.now + ms, ring: resolve };
          timers.add(timer);
          signal?.addEventListener('abort', () => {
            timers.delete(timer);
            reject(signal.reason as Error);
          });
        }),
      randomId: () => createHash('sha256').update(`${Math.random()}`).digest('hex').slice(0, 40),
      storage,
      session: undefined,
      channel: (name): TabChannel => ({
        post(message) {
          for (const each of listeners)
            if (each.tab !== tab && each.name === name) queueMicrotask(() => each.hear(message));
        },
        listen(hear, signal) {
          const listener = { name, tab, hear };
          listeners.add(listener);
          signal.addEventListener('abort', () => listeners.delete(listener));
        },
      }),
      async tryLock(name, work) {
        if (naive) return work();
        if (locks.has(name)) return undefined;
        locks.set(name, tab);
        try {
          return await work();
        } finally {
          lockFree(name);
        }
      },
      isLocked: (name) => Promise.resolve(locks.has(name)),
      unlocked: (name, signal) =>
        new Promise((resolve, reject) => {
          const look = (): void => {
            if (locks.has(name)) return;
            waiting.delete(look);
            resolve();
          };
          signal.addEventListener('abort', () => {
            waiting.delete(look);
            reject(signal.reason as Error);
          });
          waiting.add(look);
          look();
        }),
      isOnline: () => true,
      navigate: () => undefined,
      page: () => ({ href: `${SHOP}/checkout.html`, secureContext: true, framed: false }),
    };
  }

  async function quiet(): Promise<void> {
    for (let still = 0, seen = moves; still < 4; still++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (moves !== seen) [still, seen] = [0, moves];
    }
  }

  const world: ModelWorld = {
    gateway,
    server,
    tabs: [],
    faults,
    async openTab() {
      const identity = {};
      const closing = new AbortController();
      const store = createStore({ endpoint: `${SHOP}/store`, env: envOf(identity, closing.signal) });
      const checkout = await store.checkout();
      const tab: ModelTab = {
        store,
        checkout,
        card: '4242424242424242',
        challenge: undefined,
        async payByWallet() {
          if (!asks.open()) return;
          const step = await asks.place(CONTACT).catch(() => undefined);
          if (step) asks.onResult(await (await walletForm()).confirm(step, closing.signal));
        },
        close() {
          store.close();
          closing.abort();
          world.tabs.splice(world.tabs.indexOf(tab), 1);
        },
      };
      const target = {
        tab,
        querySelectorAll: () => [{ src: `${GATEWAY}/v1/frame`, contentDocument: null }],
        replaceChildren: () => undefined,
      } as unknown as HTMLElement;
      const asks = createWalletAsks(checkout.desk, 'sandbox', (type) => type);
      // A wallet's sheet, made of the card form's own way to the gateway.
      const walletForm = async (): Promise<PaymentForm> => {
        const { config, facts } = checkout.get();
        const gateway = config?.gateways.find(({ name }) => name === 'sandbox');
        if (!gateway || !facts.secureContext) throw new Error('there is no gateway to pay by');
        const loaded = await startGateway(checkout.desk.load, sandboxAdapter, gateway, closing.signal);
        const context = {
          locale: 'en',
          appearance: APPEARANCE,
          onChange: () => undefined,
          signal: closing.signal,
        };
        return loaded.mount(target, context as unknown as MountContext);
      };
      let watched: string | undefined;
      const onChange = (now: CheckoutSnapshot): void => {
        const amount = now.resumed ?? store.cart.get().quote;
        if (now.flow.phase === 'editing' && now.form.status === 'none' && amount)
          void checkout.mountForm(target, APPEARANCE, { number: '', expiry: '', code: '', total: '' });
        if (now.placed) placed.set(now.placed.access.id, now.placed.access);
        if (now.flow.phase === 'handed' && now.placed && watched !== now.placed.access.id) {
          watched = now.placed.access.id;
          const { access } = now.placed;
          void store.orders().then((orders) => orders.watch(access, closing.signal));
        }
      };
      checkout.subscribe(onChange, closing.signal);
      store.cart.subscribe(() => onChange(checkout.get()), closing.signal);
      for (const [name, value] of Object.entries({
        email: 'aiko@example.com',
        fullName: ADDRESS.full_name,
        street: ADDRESS.street_address,
        city: ADDRESS.address_locality,
        postalCode: ADDRESS.postal_code,
        country: 'DE',
      }))
        checkout.setField(name as 'email', value);
      world.tabs.push(tab);
      return tab;
    },
    async deliver(index) {
      const event = gateway.events[index % Math.max(1, gateway.events.length)];
      if (!event) return;
      const body = new TextEncoder().encode(JSON.stringify(event));
      const signature = signTimestamped(body, KEYS.webhookSecret, new Date(clock.now));
      await server.fetch(
        new Request(`${SHOP}/store/callbacks/sandbox`, {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/json', 'sandbox-signature': signature },
        }),
      );
    },
    async advance(ms) {
      clock.now += ms;
      for (const timer of [...timers].sort((a, b) => a.at - b.at)) {
        if (timer.at > clock.now || !timers.delete(timer)) continue;
        moves++;
        timer.ring();
      }
      await quiet();
    },
    quiet,
    ordersOf: () => [...placed.values()],
    keptOrder() {
      const [, attempt] = [...kept].find(([name]) => name.includes(':attempt:')) ?? [];
      return attempt && (JSON.parse(attempt) as { order?: { id: string } }).order?.id;
    },
    async close() {
      for (const tab of [...world.tabs]) tab.close();
      gateway.close();
      // What is still on its way comes to nothing: the next history begins in silence.
      await quiet();
    },
  };

  globalThis.SandboxGateway = (): SandboxBrowserApi => ({
    mountCard: (target) => Promise.resolve(formOf(() => (target as unknown as { tab: ModelTab }).tab)),
  });
  return world;
}

/** The server's own word on an order, over a way that does not fail. */
export function ordersApi(world: ModelWorld): ReturnType<typeof createOrdersApi> {
  const env = {
    fetch: (input: string, init?: RequestInit) =>
      world.server.fetch(
        new Request(input, { ...init, headers: { ...(init?.headers as object), origin: SHOP } }),
      ),
    isOnline: () => true,
  } as unknown as Env;
  return createOrdersApi(createAsk(`${SHOP}/store`, env));
}
