/** The discount code: asked for only where the store has codes, and what became of the one that was typed, in people's words. */
import { html, nothing } from 'lit';
import type { Message } from '../../src/api/types.js';
import type { CartSnapshot } from '../../src/cart/cart.js';
import type { CartKey, Parts } from './words.js';

export interface CouponView {
  render(cart: CartSnapshot): unknown;
}

/**
 * Of these the cart can become worthy, or its last use may be held by the shopper's own order, which waits for its payment. A code
 * with any other reason is taken out again.
 */
const MAY_HOLD_YET = ['coupon_minimum', 'coupon_not_for_these', 'coupon_not_on_sale', 'coupon_used_up'];

export function createCoupon({ host, store, words, signal, focus }: Parts): CouponView {
  const { cart } = store;
  /** What is in the field after a code that did not do. */
  let typed = '';
  let problem = '';
  let asked = false;

  cart.subscribe(() => queueMicrotask(look), signal);
  look();

  /** What the newest quote says of the code. */
  function look(): void {
    const { status, coupon } = cart.get();
    if (signal.aborted || status !== 'priced' || !coupon) return;
    const message = aboutCode(cart.get());
    const applied = cart.get().quote?.discounts?.[0];
    const told = asked;
    asked = false;
    if (message && !MAY_HOLD_YET.includes(message.code)) {
      typed = coupon;
      problem = textOf(message);
      cart.setCoupon(undefined);
      if (told) focus('#coupon');
    } else if (told) {
      focus('.code button');
      const { title = coupon, amount } = applied ?? {};
      host.announce(
        message || !amount
          ? `${words.text('coupon.kept', { code: coupon })} ${message ? textOf(message) : ''}`
          : words.text('coupon.applied', { title, amount: words.price(amount) }),
      );
    }
    host.requestUpdate();
  }

  const textOf = ({ code, amount }: Message): string =>
    words.text(`message.${code}` as CartKey, amount && { amount: words.price(amount) });

  function apply(event: SubmitEvent): void {
    event.preventDefault();
    const code = (new FormData(event.target as HTMLFormElement).get('code') as string).trim().toUpperCase();
    typed = code;
    problem = code ? '' : words.text('coupon.empty');
    host.requestUpdate();
    if (!code) return focus('#coupon');
    asked = true;
    cart.setCoupon(code);
  }

  function remove(code: string): void {
    typed = problem = '';
    cart.setCoupon(undefined);
    host.announce(words.text('coupon.removed', { code }));
    focus('.coupon summary');
  }

  function renderCode(code: string, snapshot: CartSnapshot): unknown {
    const applied = snapshot.quote?.discounts?.find((each) => each.code === code);
    const message = aboutCode(snapshot);
    return html`<div class="code">
      <span class="tag">${code}</span>
      <span class="small ${message ? 'muted' : 'good'}"
        >${applied ? words.text('coupon.applied', { title: applied.title, amount: words.price(applied.amount) }) : message ? textOf(message) : ''}</span
      >
      <button
        class="link small"
        type="button"
        aria-label=${words.text('coupon.remove', { code })}
        @click=${() => remove(code)}
      >
        ${words.text('coupon.remove.short')}
      </button>
    </div>`;
  }

  return {
    render(snapshot) {
      const { coupon, quote } = snapshot;
      if (!quote?.discounts) return nothing;
      // While it is asked for, the field stays as it is: nothing jumps if the code won't do.
      if (coupon && !asked) return renderCode(coupon, snapshot);
      return html`<details class="coupon" ?open=${asked || problem !== ''}>
        <summary>${words.text('coupon.title')}</summary>
        <form class="row" novalidate @submit=${apply}>
          <input
            id="coupon"
            part="input"
            name="code"
            maxlength="40"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            enterkeyhint="done"
            aria-label=${words.text('coupon.title')}
            aria-invalid=${problem ? 'true' : 'false'}
            aria-describedby="coupon-problem"
            .value=${typed}
          />
          <button class="button" part="button-secondary" aria-disabled=${asked ? 'true' : 'false'}>
            ${words.text('coupon.apply')}
          </button>
        </form>
        <p id="coupon-problem" class="small problem" part="error" role="alert">${problem}</p>
      </details>`;
    },
  };
}

const aboutCode = ({ messages }: CartSnapshot): Message | undefined =>
  messages.find(({ code }) => code.startsWith('coupon_'));
