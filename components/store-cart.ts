import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Line, Message } from '../src/api/types.js';
import type { CartSnapshot } from '../src/cart/cart.js';
import type { CartLine } from '../src/cart/lines.js';
import { EN_SHOP } from '../src/locale/en-shop.js';
import { times } from '../src/money.js';
import type { Store } from '../src/store.js';
import { OPEN } from './base/drawer.js';
import { StoreElement } from './base/store-element.js';
import type { Extras } from './cart/extras.js';
import { renderLine } from './parts/line.js';
import { safeLink } from './parts/safe-link.js';
import { renderTotals } from './parts/totals.js';
import { base, lines } from './styles/base.js';
import { cart } from './styles/cart.js';

/**
 * The cart: lines with quantities, totals by the server, the way to the checkout. With `readonly` it is the summary beside
 * a checkout; with `mode="drawer"` it opens over the page, by `<store-cart-button>`, after an addition (`open-on-add`) or by
 * `StoreElements.openCart()`. Codes are asked for, and free delivery is counted down to, where the server has them.
 *
 * @tag store-cart
 * @attr {boolean} open-on-add - The drawer opens when something was put into the cart.
 * @attr {boolean} gift-note - Asks for a note that goes with the parcel.
 * @attr {boolean} estimate - Offers to show what delivery costs before the checkout.
 * @slot empty - Shown when the cart is empty. Default: a sentence.
 * @csspart line - One line.
 * @csspart line-title - A line's title.
 * @csspart line-price - A line's amount.
 * @csspart quantity - The quantity control of a line.
 * @csspart input - The quantity's field.
 * @csspart total - The row of the total.
 * @csspart button-primary - To the checkout.
 * @csspart button-secondary - Try again, undo, apply.
 * @csspart drawer - The dialog of the drawer.
 * @csspart error - A message about a line.
 * @csspart notice - Prices could not be had.
 * @cssstate empty - Nothing is in the cart.
 * @cssstate busy - Prices are on their way.
 * @cssstate error - Prices could not be had.
 * @fires store-error {StoreErrorEvent} Prices could not be had.
 * @example
 * ```html
 * <store-cart checkout-href="/checkout.html"></store-cart>
 * ```
 */
export class StoreCart extends StoreElement {
  static override styles = [base, lines, cart];

  static override properties = {
    checkoutHref: { attribute: 'checkout-href' },
    readonly: { type: Boolean, reflect: true },
    mode: {},
  };

  /** Address of the page with `<store-checkout>`. Without it there is no checkout button. */
  declare checkoutHref: string | undefined;
  /** Shows the cart without changing it. */
  declare readonly: boolean;
  /** `inline`, where it stands; or `drawer`, over the page when it is opened. */
  declare mode: 'inline' | 'drawer' | undefined;
  /** null: it could not be had. */
  #extras: Extras | null | undefined;
  #ready = false;
  #load: (() => Promise<unknown>) | undefined;

  constructor() {
    super();
    this.readonly = false;
  }

  protected override follow(store: Store, signal: AbortSignal): void {
    store.cart.subscribe((snapshot) => {
      this.report(snapshot.error);
      this.requestUpdate();
    }, signal);
    this.#extras = undefined;
    let loading: Promise<unknown> | undefined;
    // What the first paint does without; if it can't be had, it is asked for again when next wanted.
    this.#load = () =>
      (loading ??= import('./cart/extras.js').then(
        async ({ createExtras }) => {
          const made = await createExtras(this, store, signal);
          if (signal.aborted) return;
          this.#extras = made;
          this.requestUpdate();
        },
        () => {
          loading = undefined;
          this.#extras = null;
          this.requestUpdate();
        },
      ));
    if (this.mode !== 'drawer') return;
    void this.#load();
    const asked = (event: Event): void => {
      event.preventDefault();
      this.open(event.composedPath()[0]);
    };
    document.addEventListener(OPEN, asked, { signal });
  }

  /** Opens the drawer. `by`: what asked for it, where the focus goes back to. */
  open(by?: EventTarget): void {
    void this.#load?.().then(() => this.#extras?.open(by));
  }

  /** Closes the drawer. */
  close(): void {
    this.#extras?.close();
  }

  protected override updated(): void {
    this.#extras?.updated();
  }

  override render(): unknown {
    const cart = this.store?.cart.get();
    this.mark('empty', cart?.status === 'empty');
    this.mark('busy', cart?.status === 'pending');
    this.mark('error', cart?.status === 'failed');
    // The items of a cart permalink come with it, too.
    if (!this.readonly && (cart?.count || location.hash.includes('store-buy='))) void this.#load?.();
    if (this.mode !== 'drawer') return this.#renderCart(cart);
    return this.#extras?.drawer(() => this.#renderCart(cart)) ?? nothing;
  }

  #renderCart(cart: CartSnapshot | undefined): unknown {
    const extras = this.#extras;
    if (!cart) return this.placeholder();
    if (cart.status === 'empty')
      return html`${extras?.top()}${extras?.undo(0, true)}<slot name="empty"
          ><p class="muted empty">${this.text('cart.empty')}</p></slot
        >`;
    const priced = new Map(cart.quote?.lines.map((line) => [line.sku, line]));
    return html`${extras?.top()}
      <ul class="lines" aria-label=${this.text('cart.title')}>
        ${repeat(
          cart.lines,
          (line) => line.sku,
          (line, at) => html`${extras?.undo(at)}${this.#renderLine(cart, line, priced.get(line.sku))}`,
        )}
        ${extras?.undo(cart.lines.length)}
      </ul>
      ${this.#renderFoot(cart)}`;
  }

  /** As many lines as there are, whatever they are called. */
  protected override placeholder(): unknown {
    const cart = this.store?.cart.get();
    return html`<ul class="lines">
        ${cart?.lines.map(() => waiting)}
      </ul>
      ${below}`;
  }

  #renderError({ error }: CartSnapshot): unknown {
    if (!error) return nothing;
    const key = `error.${error.code}`;
    return html`<div class="notice error" part="notice" role="alert">
      <p>
        ${this.text(key in EN_SHOP ? (key as 'error.network_failed') : 'error.unexpected')}
        ${this.text('cart.kept')}
      </p>
      <button
        class="button"
        part="button-secondary"
        type="button"
        @click=${() => void this.store?.cart.refresh()}
      >
        ${this.text('cart.retry')}
      </button>
    </div>`;
  }

  #renderLine(cart: CartSnapshot, own: CartLine, line: Line | undefined): unknown {
    const messages = cart.messages.filter((m) => m.sku === own.sku);
    if (!line) {
      const gone = messages.length > 0;
      if (!gone) return waiting;
      const title = this.text('cart.product.gone');
      return renderLine(
        { title, variant: own.sku, image: null },
        '',
        this.#renderBelow(own, title, undefined, messages),
      );
    }
    // The amount follows the shopper's click at once; the server's answer replaces it.
    const amount = this.price(times(line.price, own.quantity));
    return renderLine(line, amount, this.#renderBelow(own, line.title, line, messages));
  }

  #renderBelow(own: CartLine, title: string, line: Line | undefined, messages: readonly Message[]): unknown {
    const words = messages.map(
      (m) => html`<span class="small problem" part="error">${this.#message(m, line)}</span>`,
    );
    // Until the controls are there, what the summary says stands in their room.
    if (!this.readonly && this.#extras) return this.#extras.below(own, title, line, words);
    return html`<span class="muted small">× ${own.quantity}</span>${words}`;
  }

  #message(message: Message, line: Line | undefined): string {
    const key = `message.${message.code}`;
    return key in EN_SHOP
      ? this.text(key as 'message.out_of_stock', { count: line?.quantityMax ?? 0 })
      : message.content;
  }

  #renderFoot(cart: CartSnapshot): unknown {
    const { quote, delivery } = cart;
    const stale = cart.status !== 'priced';
    const checkout = safeLink(this.checkoutHref);
    const words = { text: (key: 'total.total') => this.text(key), price: this.price.bind(this) };
    // Before a country is chosen, delivery would be a guess: only what is sure is shown.
    const known =
      quote?.totals.filter((t) => delivery.country || t.type === 'subtotal' || t.type === 'discount') ?? [];
    // One thing after the other would push the way to the checkout down; once it stood there it stays, for whoever is in it.
    this.#ready ||= this.#extras !== undefined && !stale;
    if (!this.#ready && !this.readonly)
      return cart.error ? html`<div class="below">${this.#renderError(cart)}</div>` : below;
    return html`<div class="below">
      ${this.#renderError(cart)}${this.#extras?.foot(cart)}
      <div class="foot">
        ${quote ? renderTotals(known, words as Parameters<typeof renderTotals>[1], stale) : html`<div class="skeleton words"></div>`}
        <span class="hidden" role="status">${stale && !cart.error ? this.text('cart.updating') : ''}</span>
        ${!delivery.country ? html`<p class="muted small">${this.text('cart.later')}</p>` : nothing}
        ${
          this.readonly || !checkout
            ? nothing
            : html`<a class="button primary go" part="button-primary" href=${checkout}
                >${this.text('cart.checkout')}</a
              >`
        }
      </div>
    </div>`;
  }
}

const below = html`<div class="skeleton below"></div>`;
const waiting = html`<li class="line">
  <div class="picture skeleton"></div>
  <div class="skeleton words"></div>
</li>`;

declare global {
  interface HTMLElementTagNameMap {
    'store-cart': StoreCart;
  }
}
