import { ContextProvider } from '@lit/context';
import { css, html, LitElement, type PropertyValues } from 'lit';
import type { LanguageChoice } from '../src/locale/speech.js';
import { createStore, type Store } from '../src/store.js';
import { announcer, storeContext } from './base/context.js';

/**
 * One store for the elements inside it. Without a provider the script tag's `data-endpoint` serves the whole page.
 *
 * @tag store-provider
 * @attr {'catalog'} mode - Products inside are shown and not sold, cart and checkout inside are gone; read when the store is made.
 * @slot - The part of the page that belongs to this store.
 * @fires store-error {StoreErrorEvent} The words of a language, or the shop's own file of labels, could not be loaded.
 * @fires store-cart-change {StoreCartChangeEvent} When the cart inside changed.
 * @example
 * ```html
 * <store-provider endpoint="/store" locale="en">
 *   <store-cart></store-cart>
 * </store-provider>
 * ```
 */
export class StoreProvider extends LitElement {
  static override styles = css`
    :host {
      display: contents;
    }
  `;

  static override properties = {
    endpoint: {},
    locale: {},
    labelsSrc: { attribute: 'labels-src' },
    store: { attribute: false },
  };

  /** Address of the store server. Changing it makes a new store. */
  declare endpoint: string | undefined;
  /** BCP 47. Default: `lang` of the element or the page. May change at any time. */
  declare locale: string | undefined;
  /** Address of a JSON file with the shop's own words by label key; `{language}` in it stands for `de`, `pt-BR` … */
  declare labelsSrc: string | undefined;
  /** A store made with `createStore`; wins over `endpoint`. */
  declare store: Store | undefined;

  readonly #provider = new ContextProvider(this, { context: storeContext });
  #own: Store | undefined;
  readonly #announce = announcer(this);

  override connectedCallback(): void {
    super.connectedCallback();
    // Children upgrade and ask right after this element: the store must be there before the first update.
    this.#provide();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#announce();
    // Frameworks take nodes out and put them back in one go; only what stays out lets its store go.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#own?.close();
      this.#own = undefined;
    });
  }

  /** With `moveBefore` nothing is lost, so nothing is let go of. */
  connectedMoveCallback(): void {}

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!this.hasUpdated) return;
    if (!changed.has('endpoint') && !changed.has('store')) {
      void this.#own?.language.set(this.#choice());
      return;
    }
    this.#own?.close();
    this.#own = undefined;
    this.#provide();
  }

  #provide(): void {
    const store = this.store ?? (this.#own ??= this.#make());
    if (!store) return;
    this.#provider.setValue(store);
    this.#announce(store);
  }

  #make(): Store | undefined {
    // An upgrade sets properties by attributes before it connects.
    const { endpoint } = this;
    const mode = this.getAttribute('mode') as 'catalog';
    return endpoint ? createStore({ endpoint, mode, ...this.#choice() }) : undefined;
  }

  #choice(): LanguageChoice {
    return {
      // The page's own is looked at by the store, anew whenever it changes.
      locale: this.locale ?? this.closest<HTMLElement>(':not(html)[lang]')?.lang,
      labelsSrc: this.labelsSrc,
    };
  }

  override render(): unknown {
    return html`<slot></slot>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'store-provider': StoreProvider;
  }
}
