/**
 * Loads a gateway's own script, and tells why when it can't: offline, blocked, held back, too slow, broken. A failed try leaves
 * nothing behind, so that the next one starts clean; gateways' own loaders remember a failure for the life of the page.
 * A tag for the same script that the page has already is waited for, unless it is finished or held back by a consent tool.
 */
import { StoreError } from '../errors.js';
import type { GatewayWorld } from './gateway.js';

export interface ScriptRequest {
  readonly url: string;
  /** The only origin the script may come from; the Trusted Types policy refuses every other. */
  readonly origin: string;
  /** Whether what the script brings is there. A page element called like the gateway must not count. */
  readonly ready: () => boolean;
  readonly world: GatewayWorld;
  readonly signal: AbortSignal;
}

/**
 * ms; a script that takes longer is as good as blocked for the shopper. Its request can't be called back: browsers let the
 * next try for the same address wait for it.
 */
export const SCRIPT_TIMEOUT = 15_000;

/** ms; how long somebody else's tag for the same script is given before we bring our own. */
export const TAG_PATIENCE = 3000;

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string, origin: string) => string },
  ): ScriptPolicy;
}

interface ScriptPolicy {
  createScriptURL(url: string, origin: string): unknown;
}

/** Two forms on a page load one script; it goes on until the last of them has let go. */
interface Loading {
  readonly done: Promise<void>;
  readonly stop: AbortController;
  waiting: number;
}

/** By address. */
const underWay = new Map<string, Loading>();

/**
 * Resolves when `ready` holds.
 * @throws StoreError `gateway_blocked`, `gateway_timeout`, `network_offline`; TypeError if the address is not of that origin.
 */
export async function loadScript(request: ScriptRequest): Promise<void> {
  const { url, origin, ready, signal } = request;
  if (new URL(url).origin !== origin) throw new TypeError(`loadScript(): ${url} is not of ${origin}.`);
  signal.throwIfAborted();
  if (ready()) return;
  const loading = underWay.get(url) ?? begin(request);
  const over = new AbortController();
  loading.waiting++;
  try {
    await Promise.race([loading.done, aborted(signal, over.signal)]);
  } finally {
    over.abort();
    if (--loading.waiting === 0) {
      forget(url, loading);
      loading.stop.abort();
    }
  }
}

function begin(request: ScriptRequest): Loading {
  const stop = new AbortController();
  const done = tryTwice({ ...request, signal: stop.signal }).finally(() => forget(request.url, loading));
  const loading: Loading = { done, stop, waiting: 0 };
  underWay.set(request.url, loading);
  return loading;
}

function forget(url: string, loading: Loading): void {
  if (underWay.get(url) === loading) underWay.delete(url);
}

async function tryTwice(request: ScriptRequest): Promise<void> {
  try {
    await tryOnce(request);
  } catch (error) {
    // A dropped connection is often gone a moment later; a block is not.
    if (request.signal.aborted || !(error instanceof StoreError) || error.info['cause'] !== 'failed')
      throw error;
    await request.world.wait(500, request.signal);
    await tryOnce(request);
  }
}

/** Two copies of a gateway's script on a page confuse it, so a tag that is still loading gets its chance first. */
async function waitForTag({ url, world, signal }: ScriptRequest): Promise<void> {
  const { href } = new URL(url);
  const theirs = [...document.scripts].find((script) => script.src === href && isExecutable(script));
  // What is finished fires no event any more.
  if (!theirs || performance.getEntriesByName(href, 'resource').length > 0) return;
  const over = new AbortController();
  try {
    await Promise.race([
      new Promise<void>((resolve) => {
        for (const type of ['load', 'error'])
          theirs.addEventListener(type, () => resolve(), { signal: over.signal });
      }),
      world.wait(TAG_PATIENCE, over.signal),
      aborted(signal, over.signal),
    ]);
  } finally {
    over.abort();
  }
}

/** Consent tools give a tag another type until the visitor agrees. */
const isExecutable = ({ type }: HTMLScriptElement): boolean =>
  type === '' || type === 'module' || /^(text|application)\/(java|ecma)script$/i.test(type);

async function tryOnce(request: ScriptRequest): Promise<void> {
  const { url, origin, ready, world, signal } = request;
  await waitForTag(request);
  if (ready()) return;
  const script = document.createElement('script');
  script.async = true;
  if (world.nonce) script.nonce = world.nonce;
  setSource(script, url, origin);
  const over = new AbortController();
  const seen = { policy: false };
  document.addEventListener(
    'securitypolicyviolation',
    (event) => {
      const ours = [new URL(url).href, origin].includes(event.blockedURI);
      if (ours && event.disposition === 'enforce') seen.policy = true;
    },
    { signal: over.signal },
  );
  try {
    await Promise.race([
      new Promise<void>((resolve, reject) => {
        script.addEventListener('load', () => resolve());
        script.addEventListener('error', () => reject(new Error('error')));
        document.head.append(script);
      }),
      heldBack(script, over.signal),
      world
        .wait(SCRIPT_TIMEOUT, over.signal)
        .then(() => Promise.reject(new StoreError('gateway_timeout', `${origin} did not answer.`))),
      aborted(signal, over.signal),
    ]);
    if (!ready())
      throw new StoreError('gateway_blocked', `What ${origin} sent is not the gateway's script.`, {
        info: { cause: 'wrong' },
      });
  } catch (error) {
    script.remove();
    if (signal.aborted || error instanceof StoreError) throw error;
    if (!navigator.onLine) throw new StoreError('network_offline', undefined, { cause: error });
    const cause = seen.policy ? 'policy' : 'failed';
    const detail = seen.policy
      ? `The page's Content-Security-Policy does not allow ${origin}.`
      : `${origin} could not be loaded.`;
    throw new StoreError('gateway_blocked', detail, { cause: error, info: { cause } });
  } finally {
    over.abort();
  }
}

/** Rejects when a consent tool turns our tag into one that does not run; it would neither load nor fail. */
function heldBack(script: HTMLScriptElement, over: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const look = (): void => {
      if (isExecutable(script)) return;
      const detail = 'A consent tool on the page holds it back.';
      reject(new StoreError('gateway_blocked', detail, { info: { cause: 'consent' } }));
    };
    const watch = new MutationObserver(look);
    watch.observe(script, { attributeFilter: ['type'] });
    over.addEventListener('abort', () => watch.disconnect());
    look();
  });
}

function aborted(signal: AbortSignal, over: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { signal: over });
  });
}

/** Under Trusted Types a script's address must come from a policy; ours lets exactly one origin through. */
function setSource(script: HTMLScriptElement, url: string, origin: string): void {
  try {
    script.src = (scriptPolicy()?.createScriptURL(url, origin) ?? url) as string;
  } catch (cause) {
    const detail = `The page's Trusted Types allow neither the policy store-elements nor ${origin} by default.`;
    throw new StoreError('gateway_blocked', detail, { cause, info: { cause: 'policy' } });
  }
}

/** One for all gateways: a page that enforces Trusted Types lets a name be taken once. */
let policy: { readonly made: ScriptPolicy | undefined } | undefined;

function scriptPolicy(): ScriptPolicy | undefined {
  policy ??= { made: makePolicy() };
  return policy.made;
}

function makePolicy(): ScriptPolicy | undefined {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  try {
    return types?.createPolicy('store-elements', {
      createScriptURL(url, origin) {
        if (new URL(url).origin !== origin)
          throw new TypeError(`store-elements loads no script from ${url}.`);
        return url;
      },
    });
  } catch {
    // The page does not allow the name, or has it already: its default policy decides then, if it enforces any.
    return undefined;
  }
}
