/** In the place of a line that was taken out: that it is gone, and the way back. It stays until the cart changes again. */
import { html, nothing } from 'lit';
import type { CartLines } from '../../src/cart/lines.js';
import type { Parts } from './words.js';

export interface Undo {
  removed(sku: string, title: string): void;
  render(at: number, alone?: boolean): unknown;
}

export function createUndo({ host, store, words, signal, focus }: Parts): Undo {
  const { cart } = store;
  let gone: { sku: string; quantity: number; title: string; at: number; rest: string } | undefined;

  const nameOf = (lines: CartLines): string => lines.map(({ sku, quantity }) => `${sku}:${quantity}`).join();

  cart.subscribe(({ lines }) => {
    if (!gone || nameOf(lines) === gone.rest) return;
    gone = undefined;
    // Another tab may have changed the cart while the focus was on the button that goes now.
    if ((host.renderRoot as ShadowRoot).activeElement?.closest('.gone')) focus('.lines button, .button');
  }, signal);

  function undo(): void {
    if (!gone) return;
    const { sku, quantity, title, at } = gone;
    gone = undefined;
    cart.add(sku, quantity, at);
    host.announce(words.text('cart.restored', { title }));
    focus(`[data-sku="${CSS.escape(sku)}"] input`);
    host.requestUpdate();
  }

  return {
    removed(sku, title) {
      const { lines } = cart.get();
      const at = lines.findIndex((line) => line.sku === sku);
      const line = lines[at];
      if (!line) return;
      gone = { ...line, title, at, rest: nameOf(lines.filter((each) => each !== line)) };
      focus('.gone button');
    },
    render(at, alone = false) {
      if (gone?.at !== at) return nothing;
      const { title } = gone;
      const notice = html`<li class="gone">
        <p class="small">${words.text('cart.gone', { title })}</p>
        <button
          class="button small"
          part="button-secondary"
          type="button"
          aria-label=${words.text('cart.undo.title', { title })}
          @click=${undo}
        >
          ${words.text('cart.undo')}
        </button>
      </li>`;
      return alone ? html`<ul class="lines">${notice}</ul>` : notice; // prettier-ignore
    },
  };
}
