import { css, html } from 'lit';
import type { Store } from '../src/store.js';
import { askDrawer } from './base/drawer.js';
import { StoreElement } from './base/store-element.js';
import { safeLink } from './parts/safe-link.js';
import { inline } from './styles/base.js';

/**
 * The way to the cart, with the number of pieces in it. It opens the drawer where the page has one; else it is the link to
 * `href`. Put your own words or icon inside.
 *
 * @tag store-cart-button
 * @slot - Words or an icon. Default: a basket.
 * @csspart button-secondary - The link or button.
 * @csspart count - The number.
 * @cssstate empty - Nothing is in the cart.
 * @example
 * ```html
 * <store-cart-button href="/cart.html">Cart</store-cart-button>
 * ```
 */
export class StoreCartButton extends StoreElement {
  static override styles = [
    inline,
    css`
      :host {
        display: inline-block;
      }
      .go {
        display: inline-flex;
        align-items: center;
        gap: 0.5em;
        min-block-size: var(--_control);
        color: inherit;
        text-decoration: none;
        background: none;
        border: 0;
        padding: 0;
        cursor: pointer;
      }
      .count {
        min-inline-size: 1.6em;
        line-height: 1.35;
        padding: 0.1em 0.45em;
        border-radius: 1em;
        background: var(--_accent);
        color: var(--_on-accent);
        font-size: 0.8125em;
        font-weight: 650;
        font-variant-numeric: tabular-nums;
        text-align: center;
      }
      /* The badge keeps its place while the cart is empty: nothing beside it moves. */
      .count.none {
        visibility: hidden;
      }
    `,
  ];

  static override properties = { href: {} };

  /** Address of the cart page. */
  declare href: string | undefined;

  protected override follow(store: Store, signal: AbortSignal): void {
    store.cart.subscribe(() => this.requestUpdate(), signal);
  }

  override render(): unknown {
    const count = this.store?.cart.get().count ?? 0;
    this.mark('empty', count === 0);
    // The shopper's own words stand first, so that what is seen is what is said.
    const inside = html`<slot>${basket}<span class="hidden">${this.text('cart.title')}</span></slot
      ><span class="count ${count ? '' : 'none'}" part="count" aria-hidden="true"
        >${count > 99 ? '99+' : count}</span
      ><span class="hidden">${this.text('cart.button', { count })}</span>`;
    const href = safeLink(this.href);
    return href
      ? html`<a class="go" part="button-secondary" href=${href} @click=${this.#open}>${inside}</a>`
      : html`<button
          class="go"
          part="button-secondary"
          type="button"
          aria-haspopup="dialog"
          @click=${this.#open}
        >
          ${inside}
        </button>`;
  }

  #open(event: MouseEvent): void {
    // A link that is to open elsewhere does.
    if (!(event.ctrlKey || event.metaKey || event.shiftKey) && askDrawer(event.currentTarget as Element))
      event.preventDefault();
  }
}

const basket = html`<svg
  width="22"
  height="22"
  viewBox="0 0 24 24"
  fill="none"
  stroke="currentColor"
  aria-hidden="true"
>
  <path d="M5 9h14l-1.3 9.2a2 2 0 0 1-2 1.8H8.3a2 2 0 0 1-2-1.8zM9 9V7a3 3 0 0 1 6 0v2" stroke-width="1.6" />
</svg>`;

declare global {
  interface HTMLElementTagNameMap {
    'store-cart-button': StoreCartButton;
  }
}
