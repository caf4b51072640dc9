/**
 * Hosts the gateway's form: loads the adapter, mounts it once into the element it is given, keeps it up to date, takes it
 * off again. A failure of one gateway stays here, as a status with a cause and a way to try again.
 */
import type { Gateway } from '../api/types.js';
import type { Env } from '../env.js';
import { isStoreError, StoreError } from '../errors.js';
import type {
  Appearance,
  ConfirmResult,
  ConfirmStep,
  GatewayAdapter,
  PaymentContext,
  PaymentForm,
  Validity,
} from '../gateways/gateway.js';
import type { Money } from '../money.js';

/** Loads an adapter's module when it is needed. */
export type AdapterLoader = () => Promise<GatewayAdapter>;

export type FormStatus =
  | { readonly status: 'none' | 'loading' }
  | { readonly status: 'ready'; readonly complete: boolean }
  | { readonly status: 'failed'; readonly error: StoreError };

export interface FormHost {
  mount(target: HTMLElement, gateway: Gateway, context: FormContext): Promise<void>;
  /** The element that holds a ready form. */
  mounted(): HTMLElement | undefined;
  update(change: Parameters<PaymentForm['update']>[0]): Promise<void>;
  validate(): Promise<Validity>;
  focus(): void;
  confirm(step: ConfirmStep): Promise<ConfirmResult>;
  unmount(): void;
}

export interface FormContext {
  readonly amount: Money;
  readonly country: string;
  readonly appearance: Appearance;
}

interface Mounted {
  readonly target: HTMLElement;
  readonly stop: AbortController;
  form: PaymentForm | undefined;
}

export function createFormHost(
  parts: {
    readonly env: Env;
    readonly adapters: Readonly<Record<string, AdapterLoader>>;
    readonly locale: string;
    readonly nonce: string | undefined;
    readonly signal: AbortSignal;
  },
  report: (status: FormStatus) => void,
): FormHost {
  const { env, adapters, locale, signal } = parts;
  let current: Mounted | undefined;
  /** One gateway's failure must not stand in another's place. */
  let failed = false;

  async function mount(target: HTMLElement, gateway: Gateway, context: FormContext): Promise<void> {
    unmount();
    const mine: Mounted = (current = { target, stop: new AbortController(), form: undefined });
    const stop = AbortSignal.any([mine.stop.signal, signal]);
    report({ status: 'loading' });
    try {
      const load = adapters[gateway.name];
      if (!load) throw new StoreError('gateway_settings', `This page has no adapter for "${gateway.name}".`);
      const adapter = await load().catch((cause: unknown) => {
        throw new StoreError('gateway_blocked', 'The adapter itself could not be loaded.', { cause });
      });
      const world = { now: env.now, wait: env.wait, ...(parts.nonce && { nonce: parts.nonce }) };
      const loaded = await adapter.load(gateway, world, stop);
      const payment: PaymentContext = { amount: context.amount, country: context.country, locale };
      const [method] = await loaded.methods(payment);
      const form = await loaded.mount(target, {
        ...payment,
        method: method?.id ?? 'card',
        appearance: context.appearance,
        onChange: ({ complete }) => {
          if (current === mine && mine.form) report({ status: 'ready', complete });
        },
        onError: (error) => {
          if (current === mine) fail(error);
        },
        signal: stop,
      });
      if (current !== mine) return form.destroy();
      mine.form = form;
      report({ status: 'ready', complete: false });
    } catch (cause) {
      if (current !== mine || stop.aborted) return;
      fail(isStoreError(cause) ? cause : new StoreError('gateway_failed', undefined, { cause }));
    }
  }

  function fail(error: StoreError): void {
    end();
    failed = true;
    report({ status: 'failed', error });
  }

  function end(): void {
    const ended = current;
    current = undefined;
    failed = false;
    ended?.stop.abort();
    ended?.form?.destroy();
  }

  function unmount(): void {
    if (!current && !failed) return;
    end();
    report({ status: 'none' });
  }

  return {
    mount,
    mounted: () => (current?.form ? current.target : undefined),
    update: async (change) => current?.form?.update(change),
    validate: async () => (await current?.form?.validate()) ?? { valid: false },
    focus: () => current?.form?.focus(),
    // Without a form nothing was sent, so this is a definite no-charge.
    confirm: async (step) => (await current?.form?.confirm(step, signal)) ?? { kind: 'invalid' },
    unmount,
  };
}
