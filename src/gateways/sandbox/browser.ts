/** The sandbox's browser half. Settings: `publishable_key`, `script_url`. */
import { StoreError } from '../../errors.js';
import type { ConfirmResult, GatewayAdapter, LoadedGateway, MountContext, PaymentForm } from '../gateway.js';
import { loadScript } from '../load-script.js';
import type { FrameResult, SandboxBrowserApi, SandboxCardForm } from './protocol.js';

/** ms until the frame must be ready, and until confirming counts as unknown. */
const READY_TIMEOUT = 15_000;
const CONFIRM_TIMEOUT = 20_000;

/** An element with that name on the page is no gateway; `typeof` calls an <object> a function too. */
const isThere = (): boolean => globalThis.SandboxGateway instanceof Function;

export const sandboxAdapter: GatewayAdapter = Object.freeze<GatewayAdapter>({
  name: 'sandbox',
  async load({ values, frameOrigins }, world, signal) {
    const { publishable_key: key = '', script_url: url = '' } = values;
    const [origin = ''] = frameOrigins;
    if (!URL.canParse(url) || new URL(url).origin !== origin)
      throw new StoreError('gateway_settings', 'script_url is not of the sandbox’s origin.');
    await loadScript({ url, origin, ready: isThere, world, signal });
    let api: SandboxBrowserApi | undefined;
    try {
      api = globalThis.SandboxGateway?.(key);
    } catch (cause) {
      throw new StoreError('gateway_settings', undefined, { cause });
    }
    if (!api) throw new StoreError('gateway_failed');
    return loadedGateway(api, world.wait);
  },
});

export default sandboxAdapter;

type Wait = (ms: number, signal?: AbortSignal) => Promise<void>;

const loadedGateway = (api: SandboxBrowserApi, wait: Wait): LoadedGateway => ({
  methods: () => Promise.resolve([{ id: 'card', needsForm: true }]),
  async mount(target, context) {
    const over = new AbortController();
    const giveUp = AbortSignal.any([over.signal, context.signal]);
    const tooLate = wait(READY_TIMEOUT, giveUp).then(() =>
      Promise.reject(new StoreError('gateway_timeout', 'The card frame did not get ready.')),
    );
    try {
      return formOf(await Promise.race([mountCard(api, target, context), tooLate]), wait);
    } catch (error) {
      target.replaceChildren();
      throw error;
    } finally {
      over.abort();
    }
  },
});

async function mountCard(
  api: SandboxBrowserApi,
  target: HTMLElement,
  context: MountContext,
): Promise<SandboxCardForm> {
  try {
    return await api.mountCard(target, {
      locale: context.locale,
      appearance: context.appearance,
      onChange: context.onChange,
    });
  } catch (cause) {
    throw new StoreError('mount_failed', cause instanceof Error ? cause.message : undefined, { cause });
  }
}

function formOf(card: SandboxCardForm, wait: Wait): PaymentForm {
  return {
    update(change) {
      // The amount stands with the payment on the gateway's server; the frame shows none.
      if (change.appearance || change.locale !== undefined) card.update(change.appearance, change.locale);
      return Promise.resolve();
    },
    async validate() {
      const message = await card.validate();
      return message === undefined ? { valid: true } : { valid: false, message };
    },
    focus: () => card.focus(),
    async confirm({ client }, signal) {
      const over = new AbortController();
      const giveUp = AbortSignal.any([over.signal, signal]);
      const unknown = { kind: 'unknown' } as const;
      const patience = wait(CONFIRM_TIMEOUT, giveUp).then(
        () => unknown,
        // Called off: a shopper in the middle of a challenge is no gateway that hangs.
        () => new Promise<never>(() => undefined),
      );
      try {
        const confirmed = card.confirm(client['client_secret'] ?? '', () => over.abort());
        return resultOf(await Promise.race([confirmed, patience, abandoned(signal, unknown)]));
      } finally {
        over.abort();
      }
    },
    destroy: () => card.destroy(),
  };
}

/** When the page lets go of the form, nobody will see the answer. */
function abandoned<T>(signal: AbortSignal, result: T): Promise<T> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(result), { once: true });
  });
}

function resultOf(result: FrameResult | { readonly kind: 'canceled' }): ConfirmResult {
  switch (result.kind) {
    case 'invalid':
      return { kind: 'invalid', message: result.message };
    case 'not_processed':
      return { kind: 'declined', code: 'try_again_later' };
    case 'canceled':
    case 'unknown':
      return { kind: result.kind };
    case 'status':
      break;
  }
  switch (result.status) {
    case 'succeeded':
      return { kind: 'submitted' };
    case 'processing':
      return { kind: 'processing' };
    case 'declined':
      return { kind: 'declined', code: result.declineCode ?? 'card_declined' };
    case 'canceled':
      return { kind: 'canceled' };
    default:
      return { kind: 'unknown' };
  }
}
