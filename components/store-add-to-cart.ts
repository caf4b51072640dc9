import { css, html } from 'lit';
import type { Store } from '../src/store.js';
import { isQuantity } from '../src/cart/lines.js';
import { StoreElement } from './base/store-element.js';
import { StoreItemAddEvent } from './events.js';
import { inline } from './styles/base.js';

/**
 * A button that puts an item into the cart. Put your own button, link or form inside to keep its looks; a click anywhere
 * inside adds, of a form its submission, with its field `quantity`. A link or form to `<endpoint>/buy/<sku>:1` works before
 * the script is there, too.
 *
 * @tag store-add-to-cart
 * @slot - Your own button. Default: ours.
 * @csspart button-primary - Our button.
 * @cssstate busy - Just added.
 * @fires store-item-add {StoreItemAddEvent} Before the item is added; cancelable.
 * @example
 * ```html
 * <store-add-to-cart sku="tea-bowl-ash"><a href="/store/buy/tea-bowl-ash:1">Buy this bowl</a></store-add-to-cart>
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
    sku: {},
    quantity: { type: Number },
    name: {},
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
    for (const type of ['click', 'submit'] as const) this.addEventListener(type, (event) => this.#on(event));
  }

  protected override follow(_store: Store, _signal: AbortSignal): void {}

  /** Adds the item, as a click does. Returns whether it was added. */
  add(quantity = this.quantity): boolean {
    const { store, sku } = this;
    if (!sku) throw new TypeError('<store-add-to-cart> needs a sku: <store-add-to-cart sku="tea-bowl-ash">.');
    if (!store || this.disabled) return false;
    if (!this.dispatchEvent(new StoreItemAddEvent({ sku, quantity }))) return false;
    store.cart.add(sku, quantity);
    this.announce(this.text('cart.added', { title: this.name ?? sku }));
    return true;
  }

  #on(event: MouseEvent | SubmitEvent): void {
    const isSent = event.type === 'submit';
    const { ctrlKey, metaKey } = event as MouseEvent;
    // A form inside adds when it is sent. What is held down says that a link is to open elsewhere; without a store it leads there.
    if (!this.store || (!isSent && (ctrlKey || metaKey || this.querySelector('form')))) return;
    // A merchant's own submit button must not send the form around it as well.
    event.preventDefault();
    const asked = isSent && Number(new FormData(event.target as HTMLFormElement).get('quantity'));
    this.add(isQuantity(asked) ? asked : undefined);
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
