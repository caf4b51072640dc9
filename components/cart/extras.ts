/**
 * What the cart can do besides its lines and totals: the drawer, undo, codes, gift note, estimate, the way to free delivery, the
 * items of a link. Nothing of it is needed for the first paint, so it comes in a chunk of its own.
 */
import { adoptStyles, html, nothing } from 'lit';
import type { Line } from '../../src/api/types.js';
import type { CartSnapshot } from '../../src/cart/cart.js';
import { MAX_QUANTITY, type CartLine } from '../../src/cart/lines.js';
import type { Store } from '../../src/store.js';
import type { StoreElement } from '../base/store-element.js';
import { ownSize } from '../styles/own-size.js';
import { createCoupon } from './coupon-view.js';
import { createDrawer } from './drawer-view.js';
import { createEstimate } from './estimate-view.js';
import { renderFree } from './free-view.js';
import { createGift } from './gift-view.js';
import { takeLink } from './link.js';
import { extrasStyles } from './styles.js';
import { createUndo } from './undo-view.js';
import { wordsOf, type CartHost, type CartKey, type Parts } from './words.js';

export interface Extras {
  open(by?: EventTarget): void;
  close(): void;
  /** The dialog around the cart. */
  drawer(cart: () => unknown): unknown;
  /** Above the lines. */
  top(): unknown;
  /** In the place of a line that was taken out; `alone` where no line is left. */
  undo(at: number, alone?: boolean): unknown;
  /** What makes a line fit the stock, in one press. */
  mend(line: Line, own: CartLine): unknown;
  /** A line is about to be taken out. */
  removed(sku: string, title: string): void;
  /** Between the lines and the totals. */
  foot(cart: CartSnapshot): unknown;
  /** After each drawing. */
  updated(): void;
}

export function createExtras(host: CartHost, store: Store, signal: AbortSignal): Extras {
  const { elementStyles } = host.constructor as typeof StoreElement;
  adoptStyles(host.renderRoot as ShadowRoot, [...elementStyles, ownSize(extrasStyles)]);
  host.requestUpdate();
  const words = wordsOf(store);
  let wanted: string | undefined;
  const parts: Parts = { host, store, words, signal, focus: (selector) => void (wanted = selector) };
  const drawer = createDrawer(parts);
  const undo = createUndo(parts);
  const coupon = createCoupon(parts);
  const estimate = createEstimate(parts);
  const gift = createGift(parts);
  let linked: CartKey | undefined = takeLink(store.cart);
  if (linked) {
    host.announce(words.text(linked));
    drawer.open();
  }

  return {
    open: drawer.open,
    close: drawer.close,
    drawer: drawer.render,
    top: () =>
      linked
        ? html`<div class="notice ${linked === 'cart.linked' ? 'success' : 'error'} told" part="notice">
            <p>${words.text(linked)}</p>
            <button
              class="link small"
              type="button"
              @click=${() => {
                linked = undefined;
                parts.focus('.lines button, .button');
                host.requestUpdate();
              }}
            >
              ${words.text('cart.close')}
            </button>
          </div>`
        : nothing,
    undo: undo.render,
    removed: undo.removed,
    mend(line, { sku, quantity }) {
      const count = Math.min(line.quantityMax, MAX_QUANTITY);
      if (count < 1 || quantity <= count) return nothing;
      return html`<button
        class="button small"
        part="button-secondary"
        type="button"
        aria-label=${words.text('cart.set.title', { title: line.title, count })}
        @click=${() => {
          store.cart.setQuantity(sku, count);
          parts.focus(`[data-sku="${CSS.escape(sku)}"] input`);
        }}
      >
        ${words.text('cart.set', { count })}
      </button>`;
    },
    foot: (cart) =>
      html`<div class="extras">
        ${renderFree(cart.quote, words)} ${coupon.render(cart)}
        ${host.hasAttribute('estimate') ? estimate.render(cart) : nothing}
        ${host.hasAttribute('gift-note') ? gift.render(cart) : nothing}
      </div>`,
    updated() {
      drawer.updated();
      if (!wanted) return;
      const root = host.renderRoot as ShadowRoot;
      // Whoever has gone elsewhere meanwhile is not called back.
      if (!root.activeElement && document.activeElement !== document.body) wanted = undefined;
      const found = wanted && root.querySelector<HTMLElement>(wanted);
      if (!found) return;
      wanted = undefined;
      found.focus();
    },
  };
}
