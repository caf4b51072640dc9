/**
 * Hosts the wallets' row of one place on the page: of the store's gateways the first that has a wallet for this shopper shows
 * its buttons. That none has is no failure; a gateway that fails leaves the place to the next.
 */
import type { Gateway } from '../api/types.js';
import { isStoreError, StoreError } from '../errors.js';
import type { Appearance, ExpressButtons, ExpressContext } from '../gateways/gateway.js';
import type { Money } from '../money.js';
import { createWalletAsks, type SheetLabel, type WalletDesk } from './express.js';
import { loadAdapter, startGateway } from './load-gateway.js';

export type ExpressStatus =
  /** loading: there may be wallets, room is kept for them. */
  | { readonly status: 'none' | 'loading' }
  /** `error`: of a gateway that could not show its buttons, while none shows any. */
  | { readonly status: 'empty'; readonly error: StoreError | undefined }
  | { readonly status: 'ready'; readonly gateway: string; readonly wallets: readonly string[] };

/** A row of buttons on the page. */
export interface ExpressRow {
  update(change: Parameters<ExpressButtons['update']>[0]): Promise<void>;
  destroy(): void;
}

export interface ExpressRowOptions {
  /** Makes room: a light-DOM element in the document. Asked for when a gateway may have wallets. */
  readonly makeRoom: () => HTMLElement;
  readonly appearance: Appearance;
  readonly amount: Money;
  /** BCP 47 */
  readonly locale: string;
  readonly label: SheetLabel;
  readonly words: ExpressContext['words'];
  readonly report: (status: ExpressStatus) => void;
  readonly signal: AbortSignal;
}

export function createExpressRow(desk: WalletDesk, options: ExpressRowOptions): ExpressRow {
  const { report, appearance, amount, locale, words } = options;
  const { countries = [], gateways = [] } = desk.config() ?? {};
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, options.signal]);
  let buttons: ExpressButtons | undefined;
  let target: HTMLElement | undefined;
  let failure: StoreError | undefined;

  async function tryOne(gateway: Gateway): Promise<ExpressButtons | undefined> {
    const adapter = await loadAdapter(desk.load, gateway.name);
    if (!adapter.express) return undefined;
    report({ status: 'loading' });
    target ??= options.makeRoom();
    const loaded = await startGateway(desk.load, adapter, gateway, signal);
    const made = await loaded.express?.(target, {
      ...createWalletAsks(desk, gateway.name, options.label),
      ...{ appearance, amount, locale, words, countries, country: countries[0] ?? '' },
      onError: (error) => {
        fail(error);
        destroy();
      },
      signal,
    });
    if (made && made.wallets.length > 0 && !signal.aborted) return made;
    made?.destroy();
    return undefined;
  }

  async function tryAll(): Promise<void> {
    for (const gateway of gateways.filter(({ kind }) => kind === 'frame')) {
      try {
        buttons = await tryOne(gateway);
      } catch (cause) {
        failure = isStoreError(cause) ? cause : new StoreError('gateway_failed', undefined, { cause });
      }
      if (signal.aborted) return;
      if (buttons)
        return report({
          status: 'ready',
          gateway: gateway.name,
          wallets: Object.freeze([...buttons.wallets]),
        });
      target?.replaceChildren();
    }
    report({ status: 'empty', error: failure });
  }

  function fail(error: StoreError): void {
    if (!signal.aborted) report({ status: 'empty', error });
  }

  function destroy(): void {
    stop.abort();
    buttons?.destroy();
    buttons = undefined;
  }

  options.signal.addEventListener('abort', destroy, { once: true });
  void tryAll();
  return {
    update: async (change) => buttons?.update(change),
    destroy,
  };
}
