/**
 * Elements that are defined at once but drawn by a chunk that is loaded when one of them stands on the page: the tag works
 * in any shadow root and the cart's pages don't carry the checkout.
 */
import { adoptStyles, html, noChange, type CSSResult, type PropertyValues } from 'lit';
import { isStoreError, StoreError } from '../../src/errors.js';
import type { Part } from '../../src/locale/parts.js';
import type { Store } from '../../src/store.js';
import { ownSize } from '../styles/own-size.js';
import { StoreElement } from './store-element.js';

/** What draws a lazy element, once loaded. One per element and connection. */
export interface View {
  render(): unknown;
  /** After each drawing, as Lit's `updated`. */
  updated?(): void;
}

export interface ViewModule<Host extends StoreElement> {
  readonly styles: readonly CSSResult[];
  /** Makes the view; it lets go of everything when `signal` aborts. */
  readonly connect: (host: Host, store: Store, signal: AbortSignal) => View | Promise<View>;
}

export abstract class LazyElement extends StoreElement {
  /** Whose words the chunk needs. */
  protected readonly parts: readonly Part[] = ['checkout', 'order'];
  #view: View | undefined;
  #failure: StoreError | undefined;
  #drawn: ChildNode[] = [];

  /** What a server drew stays until the view can draw the same, so that nothing flashes. */
  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    this.#drawn = [...(this.shadowRoot?.childNodes ?? [])];
    // Lit would draw before the first of them, and lose its place with it.
    this.shadowRoot?.replaceChildren();
    const root = super.createRenderRoot();
    root.append(...this.#drawn);
    return root;
  }

  /** Imports the chunk that draws this element. */
  protected abstract load(): Promise<ViewModule<this>>;

  protected override follow(store: Store, signal: AbortSignal): void {
    this.#view = undefined;
    void this.#connect(store, signal);
  }

  async #connect(store: Store, signal: AbortSignal): Promise<void> {
    this.#failure = undefined;
    const gone = (): boolean => signal.aborted;
    try {
      const [module] = await Promise.all([this.load(), store.language.need(...this.parts)]);
      if (gone()) return;
      const own = (this.constructor as typeof StoreElement).elementStyles;
      adoptStyles(this.renderRoot as ShadowRoot, [...own, ...module.styles.map(ownSize)]);
      const view = await module.connect(this, store, signal);
      if (gone()) return;
      this.#view = view;
    } catch (cause) {
      if (gone()) return;
      this.#failure = isStoreError(cause)
        ? cause
        : new StoreError('network_failed', 'A part of the page could not be loaded.', { cause });
      this.report(this.#failure);
    }
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#view = undefined;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.#view?.updated?.();
  }

  override render(): unknown {
    // First of all, because that is when a view asks for what it needs.
    const drawing = this.#view?.render();
    if (this.#drawn.length) {
      if (!this.#failure && (!this.#view || this.matches(':state(busy)'))) return noChange;
      for (const node of this.#drawn.splice(0)) node.remove();
    }
    if (this.#view) return drawing;
    if (!this.#failure) return this.room();
    return html`<div class="notice error" part="notice" role="alert">
      <p>${this.text('error.network_failed')}</p>
      <button class="button" part="button-secondary" type="button" @click=${() => this.restart()}>
        ${this.text('cart.retry')}
      </button>
    </div>`;
  }
}
