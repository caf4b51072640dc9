import { css, html } from 'lit';
import type { Store } from '../src/store.js';
import { StoreElement } from './base/store-element.js';
import { StoreItemAddEvent } from './events.js';
import { inline } from './styles/base.js';

/**
 * A button that puts an item into the cart. Put your own `<button>` inside to keep its looks; a click anywhere inside adds.
 *
 * @tag store-add-to-cart
 * @slot - Your own button. Default: ours.
 * @csspart button-primary - Our button.
 * @cssstate busy - Just added.
 * @fires store-item-add {StoreItemAddEvent} Before the item is added; cancelable.
 * @example
 * ```html
 * <store-add-to-cart sku="tea-bowl-ash"><button>Buy this bowl</button></store-add-to-cart>
 * ```
 */
export class StoreAddToCart extends StoreElement {
  static override styles = [
    inline,
    css`
      :host {
        display: inline-block;
      }
      .button {
        inline-size: 100%;
      }
    `,
  ];

  static override properties = {
    sku: { type: String },
    quantity: { type: Number },
    name: { type: String },
    disabled: { type: Boolean, reflect: true },
  };

  /** What to add: the sku of a variant. */
  declare sku: string | undefined;
  /** How many pieces a click adds. Default 1. */
  declare quantity: number;
  /** What a screen reader says was added. Default: the sku. */
  declare name: string | undefined;
  /** Nothing is added while it is set. */
  declare disabled: boolean;

  constructor() {
    super();
    this.quantity = 1;
    this.disabled = false;
    // On the element itself: a click on the merchant's own button inside counts as well.
    this.addEventListener('click', (event) => this.#onClick(event));
  }

  protected override follow(_store: Store, _signal: AbortSignal): void {}

  /** Adds the item, as a click does. Returns whether it was added. */
  add(): boolean {
    const { store, sku, quantity } = this;
    if (!sku) throw new TypeError('<store-add-to-cart> needs a sku: <store-add-to-cart sku="tea-bowl-ash">.');
    if (!store || this.disabled) return false;
    if (!this.dispatchEvent(new StoreItemAddEvent({ sku, quantity }))) return false;
    store.cart.add(sku, quantity);
    this.announce(this.text('cart.added', { title: this.name ?? sku }));
    return true;
  }

  #onClick(event: Event): void {
    // A merchant's own submit button must not send the form around it as well.
    event.preventDefault();
    this.add();
  }

  override render(): unknown {
    return html`<slot
      ><button class="button primary" part="button-primary" type="button" ?disabled=${this.disabled}>
        ${this.text('cart.add')}
      </button></slot
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'store-add-to-cart': StoreAddToCart;
  }
}
