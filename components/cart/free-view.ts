/** How far it is to free delivery, by the server's own rule for the country. */
import { html, nothing } from 'lit';
import type { Quote } from '../../src/api/types.js';
import { add, compare, money, subtract } from '../../src/money.js';
import type { Words } from './words.js';

export function renderFree(quote: Quote | undefined, { text, price }: Words): unknown {
  const [from] = (quote?.delivery.options ?? [])
    .flatMap(({ freeFrom }) => freeFrom ?? [])
    .sort((a, b) => compare(a, b));
  if (!quote || !from) return nothing;
  const rows = quote.totals.filter(({ type }) => type === 'subtotal' || type === 'discount');
  const goods = add(money(0, quote.currency), ...rows.map(({ amount }) => amount));
  const reached = compare(goods, from) >= 0;
  // Said politely: the region is there before its text changes.
  return html`<div class="free">
    <p class="small" role="status">
      ${text(reached ? 'free.reached' : 'free.missing', { amount: price(subtract(from, goods)) })}
    </p>
    <progress
      class=${reached ? 'full' : ''}
      max=${from.amount}
      .value=${Math.min(goods.amount, from.amount)}
      aria-hidden="true"
    ></progress>
  </div>`;
}
