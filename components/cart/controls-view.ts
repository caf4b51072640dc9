/** Under a line's title: the price of one, what is wrong, quantity, the way out of the cart. */
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Line } from '../../src/api/types.js';
import { isQuantity, MAX_QUANTITY, type CartLine } from '../../src/cart/lines.js';
import type { Undo } from './undo-view.js';
import type { Parts } from './words.js';

/** `problems`: what is wrong with the line, drawn. `line` is missing where it is not sold any more. */
export type Below = (own: CartLine, title: string, line: Line | undefined, problems: unknown) => unknown;

export function createControls({ host, store, words, focus }: Parts, undo: Undo): Below {
  const { cart } = store;
  const { text, price } = words;

  function remove(sku: string, title: string): void {
    undo.removed(sku, title);
    cart.remove(sku);
    host.announce(text('cart.removed', { title }));
  }

  function onQuantity({ target }: Event, sku: string, before: number): void {
    const input = target as HTMLInputElement;
    const typed = Number(input.value.trim());
    // What is no whole number of pieces goes back to what it was: nothing is guessed.
    if (isQuantity(typed)) cart.setQuantity(sku, typed);
    else input.value = String(before);
  }

  function renderQuantity({ sku, quantity }: CartLine, title: string, most: number): unknown {
    return html`<div
      class="quantity"
      part="quantity"
      role="group"
      aria-label=${text('cart.quantity', { title })}
    >
      <button
        type="button"
        aria-label=${text('cart.less', { title })}
        ?disabled=${quantity <= 1}
        @click=${() => cart.setQuantity(sku, quantity - 1)}
      >
        −
      </button>
      <input
        part="input"
        inputmode="numeric"
        autocomplete="off"
        maxlength="3"
        aria-label=${text('cart.quantity', { title })}
        .value=${live(String(quantity))}
        @change=${(event: Event) => onQuantity(event, sku, quantity)}
      />
      <button
        type="button"
        aria-label=${text('cart.more', { title })}
        ?disabled=${quantity >= most}
        @click=${() => cart.setQuantity(sku, quantity + 1)}
      >
        +
      </button>
    </div>`;
  }

  /** What makes the line fit the stock, in one press. */
  const renderMend = ({ sku }: CartLine, title: string, count: number): unknown =>
    html`<button
      class="button small"
      part="button-secondary"
      type="button"
      aria-label=${text('cart.set.title', { title, count })}
      @click=${() => {
        cart.setQuantity(sku, count);
        focus(`[data-sku="${CSS.escape(sku)}"] input`);
      }}
    >
      ${text('cart.set', { count })}
    </button>`;

  return (own, title, line, problems) => {
    const { sku, quantity } = own;
    const most = Math.min(line?.quantityMax ?? 0, MAX_QUANTITY);
    return html`${line && quantity > 1 ? html`<span class="muted small">${text('cart.each', { price: price(line.price) })}</span>` : nothing}
      ${problems}
      <div class="controls">
        ${most && quantity > most ? renderMend(own, title, most) : nothing}
        ${most ? renderQuantity(own, title, most) : nothing}
        <button
          class="link small"
          type="button"
          aria-label=${text('cart.remove', { title })}
          @click=${() => remove(sku, title)}
        >
          ${text('cart.remove.short')}
        </button>
      </div>`;
  };
}
