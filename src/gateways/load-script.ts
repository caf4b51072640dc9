/**
 * Loads a gateway's own script, and tells why when it can't: offline, blocked, too slow, broken. A failed try leaves nothing
 * behind, so that the next one starts clean; gateways' own loaders remember a failure for the life of the page.
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

/** ms; a script that takes longer is as good as blocked for the shopper. */
export const SCRIPT_TIMEOUT = 15_000;

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): unknown };
}

/** Tries under way, by address: two forms on a page load one script. */
const underWay = new Map<string, Promise<void>>();

/**
 * Resolves when `ready` holds.
 * @throws StoreError `gateway_blocked`, `gateway_timeout`, `network_offline`; TypeError if the address is not of that origin.
 */
export async function loadScript(request: ScriptRequest): Promise<void> {
  const { url, origin, ready } = request;
  if (new URL(url).origin !== origin) throw new TypeError(`loadScript(): ${url} is not of ${origin}.`);
  if (ready()) return;
  let loading = underWay.get(url);
  if (!loading) {
    loading = tryTwice(request).finally(() => underWay.delete(url));
    underWay.set(url, loading);
  }
  await loading;
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

async function tryOnce({ url, origin, ready, world, signal }: ScriptRequest): Promise<void> {
  const script = document.createElement('script');
  script.async = true;
  if (world.nonce) script.nonce = world.nonce;
  setSource(script, url, origin);
  const over = new AbortController();
  const seen = { policy: false };
  document.addEventListener(
    'securitypolicyviolation',
    (event) => {
      if (event.blockedURI === url || event.blockedURI === origin) seen.policy = true;
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

function aborted(signal: AbortSignal, over: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { signal: over });
  });
}

/** Under Trusted Types a script's address must come from a policy; ours lets exactly one origin through. */
function setSource(script: HTMLScriptElement, url: string, origin: string): void {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  script.src = types ? ((policyFor(types, origin)?.createScriptURL(url) ?? url) as string) : url;
}

const policies = new Map<string, { createScriptURL(url: string): unknown } | undefined>();

function policyFor(
  types: TrustedTypes,
  origin: string,
): { createScriptURL(url: string): unknown } | undefined {
  if (!policies.has(origin)) policies.set(origin, makePolicy(types, origin));
  return policies.get(origin);
}

function makePolicy(
  types: TrustedTypes,
  origin: string,
): { createScriptURL(url: string): unknown } | undefined {
  try {
    return types.createPolicy('store-elements', {
      createScriptURL(url) {
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
