/**
 * Hosts the gateways' forms, one shown at a time: loads the adapter, mounts its form once into the element it is given, keeps
 * it up to date, takes it off again. A failure of one gateway stays here, as a status with a cause and a way to try again.
 */
import type { Gateway } from '../api/types.js';
import { isStoreError, StoreError } from '../errors.js';
import type {
  Appearance,
  ConfirmResult,
  ConfirmStep,
  FormWords,
  MountContext,
  PaymentContext,
  PaymentForm,
  PaymentMethod,
  Validity,
} from '../gateways/gateway.js';
import type { Money } from '../money.js';
import type { Observable } from '../observable.js';
import { loadAdapter, startGateway, type LoadParts } from './load-gateway.js';

export type FormStatus =
  | { readonly status: 'none' | 'loading' }
  | { readonly status: 'ready'; readonly complete: boolean }
  | { readonly status: 'failed'; readonly error: StoreError };

export interface FormHost {
  mount(target: HTMLElement, gateway: Gateway, context: FormContext): Promise<void>;
  /** Another way to pay is chosen: its form speaks from here, if it is there already. Nothing is taken off. */
  show(gateway: string, method: string | undefined): void;
  /** The ways to pay that a gateway offers, as far as it was loaded. */
  methods(gateway: string): readonly PaymentMethod[];
  /** The element that holds a ready form. */
  mounted(): HTMLElement | undefined;
  update(change: Parameters<PaymentForm['update']>[0]): Promise<void>;
  validate(): Promise<Validity>;
  focus(): void;
  confirm(step: ConfirmStep): Promise<ConfirmResult>;
  /** Takes all forms off. */
  unmount(): void;
}

export interface FormContext {
  /** One of `methods`; undefined for the first. */
  readonly method: string | undefined;
  readonly amount: Money;
  readonly country: string;
  readonly appearance: Appearance;
  readonly words: FormWords;
  readonly button: MountContext['button'];
}

/** Of a gateway's ways to pay the one with that id; the first where none was chosen, or it is not offered. */
export const chosenOf = (
  methods: readonly PaymentMethod[],
  id: string | undefined,
): PaymentMethod | undefined => methods.find((each) => each.id === id) ?? methods[0];

/** Forms are kept by these. */
const keyOf = (gateway: string, method: string | undefined): string => `${gateway}/${method ?? ''}`;

/** A gateway's form, from the moment it is wanted; kept while another one shows, with what was typed into it. */
interface Mounted {
  readonly key: string;
  readonly target: HTMLElement;
  readonly stop: AbortController;
  form: PaymentForm | undefined;
  status: FormStatus;
}

export function createFormHost(
  parts: LoadParts & {
    readonly language: Observable<{ readonly locale: string }>;
    readonly signal: AbortSignal;
  },
  report: (status: FormStatus) => void,
): FormHost {
  const { language, signal } = parts;
  const kept = new Map<string, Mounted>();
  const offered = new Map<string, readonly PaymentMethod[]>();
  let shown: string | undefined;

  const current = (): Mounted | undefined => (shown === undefined ? undefined : kept.get(shown));

  /** One gateway's news must not stand in another's place. */
  function tell(mine: Mounted, status: FormStatus): void {
    mine.status = status;
    if (current() === mine) report(status);
  }

  const isOver = (mine: Mounted): boolean => kept.get(mine.key) !== mine || mine.stop.signal.aborted;

  async function mount(target: HTMLElement, gateway: Gateway, context: FormContext): Promise<void> {
    const key = keyOf(gateway.name, context.method);
    drop(key);
    shown = key;
    const mine: Mounted = {
      key,
      target,
      stop: new AbortController(),
      form: undefined,
      status: { status: 'loading' },
    };
    kept.set(key, mine);
    const stop = AbortSignal.any([mine.stop.signal, signal]);
    report(mine.status);
    try {
      const adapter = await loadAdapter(parts, gateway.name);
      const loaded = await startGateway(parts, adapter, gateway, stop);
      const { locale } = language.get();
      const payment: PaymentContext = { amount: context.amount, country: context.country, locale };
      const methods = await loaded.methods(payment);
      offered.set(gateway.name, methods);
      const method = chosenOf(methods, context.method);
      const form = await loaded.mount(target, {
        ...payment,
        method: method?.id ?? 'card',
        appearance: context.appearance,
        words: context.words,
        button: context.button,
        onChange: ({ complete }) => {
          if (!isOver(mine) && mine.form) tell(mine, { status: 'ready', complete });
        },
        onError: (error) => fail(mine, error),
        signal: stop,
      });
      if (isOver(mine)) return form.destroy();
      mine.form = form;
      tell(mine, { status: 'ready', complete: false });
    } catch (cause) {
      if (stop.aborted) return;
      fail(mine, isStoreError(cause) ? cause : new StoreError('gateway_failed', undefined, { cause }));
    }
  }

  /** The failure stays, to be told again when the shopper comes back to this gateway. */
  function fail(mine: Mounted, error: StoreError): void {
    if (isOver(mine)) return;
    end(mine);
    tell(mine, { status: 'failed', error });
  }

  function end(mine: Mounted): void {
    mine.stop.abort();
    mine.form?.destroy();
    mine.form = undefined;
  }

  function drop(key: string): void {
    const dropped = kept.get(key);
    kept.delete(key);
    if (dropped) end(dropped);
  }

  return {
    mount,
    methods: (gateway) => offered.get(gateway) ?? [],
    show(gateway, method) {
      shown = keyOf(gateway, method);
      report(current()?.status ?? { status: 'none' });
    },
    mounted: () => (current()?.form ? current()?.target : undefined),
    update: async (change) => {
      await Promise.all([...kept.values()].map(async ({ form }) => form?.update(change)));
    },
    validate: async () => (await current()?.form?.validate()) ?? { valid: false },
    focus: () => current()?.form?.focus(),
    // Without a form nothing was sent, so this is a definite no-charge.
    confirm: async (step) => (await current()?.form?.confirm(step, signal)) ?? { kind: 'invalid' },
    unmount() {
      if (!kept.size) return;
      for (const key of [...kept.keys()]) drop(key);
      report({ status: 'none' });
    },
  };
}
