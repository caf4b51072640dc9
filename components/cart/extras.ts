/**
 * What the cart can do besides showing lines and totals: their controls, the drawer, undo, codes, gift note, estimate, the way to
 * free delivery, the items of a link. Nothing of it is needed for the first paint, so it comes in a chunk of its own.
 */
import { adoptStyles, html, nothing } from 'lit';
import type { CartSnapshot } from '../../src/cart/cart.js';
import type { Store } from '../../src/store.js';
import type { StoreElement } from '../base/store-element.js';
import { ownSize } from '../styles/own-size.js';
import { controlsStyles } from './controls-styles.js';
import { createControls, type Below } from './controls-view.js';
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
  /** Under a line's title. */
  readonly below: Below;
  /** Between the lines and the totals. */
  foot(cart: CartSnapshot): unknown;
  /** After each drawing. */
  updated(): void;
}

export async function createExtras(
  host: CartHost,
  store: Store,
  signal: AbortSignal,
): Promise<Extras | undefined> {
  await store.language.need('cart');
  if (signal.aborted) return undefined;
  const { elementStyles } = host.constructor as typeof StoreElement;
  adoptStyles(host.renderRoot as ShadowRoot, [
    ...elementStyles,
    ...[controlsStyles, extrasStyles].map(ownSize),
  ]);
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
    below: createControls(parts, undo),
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
