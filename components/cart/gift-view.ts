/** A note for a card in the parcel. It lives as long as the tab, and goes with the order. */
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { CartSnapshot } from '../../src/cart/cart.js';
import type { Parts } from './words.js';

export interface GiftView {
  render(cart: CartSnapshot): unknown;
}

/** Characters; the server holds the same bound. */
const MAX = 300;
/** From so few left on it is said how many. */
const NEAR = 60;

export function createGift({ host, store, words }: Parts): GiftView {
  let written: string | undefined;
  let refused = false;

  async function take(text: string): Promise<void> {
    written = text;
    refused = await looksLikeCard(text);
    if (!refused) store.cart.setGiftNote(text.trim());
    host.requestUpdate();
  }

  return {
    render({ giftNote }) {
      const text = written ?? giftNote;
      const count = MAX - text.length;
      return html`<details class="gift" ?open=${giftNote !== ''}>
        <summary>${words.text('gift.title')}</summary>
        <div class="stack">
          <textarea
            part="input"
            rows="3"
            maxlength=${MAX}
            aria-label=${words.text('gift.title')}
            aria-describedby="gift-about gift-problem"
            aria-invalid=${refused ? 'true' : 'false'}
            .value=${live(text)}
            @input=${({ target }: Event) => {
              written = (target as HTMLTextAreaElement).value;
              host.requestUpdate();
            }}
            @change=${({ target }: Event) => take((target as HTMLTextAreaElement).value)}
          ></textarea>
          <p id="gift-about" class="small muted">
            ${words.text('gift.about')} ${count < NEAR ? words.text('gift.left', { count }) : nothing}
          </p>
          <p id="gift-problem" class="small problem" part="error" role="alert">
            ${refused ? words.text('gift.card') : nothing}
          </p>
        </div>
      </details>`;
    },
  };
}

/** The checkout's own check, loaded only for a text with as many digits as a card has. The server refuses one as well. */
async function looksLikeCard(text: string): Promise<boolean> {
  if (!/\d(?:[ -]?\d){12}/.test(text)) return false;
  const { looksLikeCard: check } = await import('../../src/checkout/fields.js');
  return check(text);
}
