/** What is held of an order that is paid in parts, and what is left: below its totals. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Order } from '../../src/api/types.js';
import { heldOf } from '../../src/checkout/part.js';
import { times } from '../../src/money.js';
import type { Words } from './words.js';

export function renderPart(order: Order | undefined, words: Words): TemplateResult | typeof nothing {
  const held = heldOf(order);
  if (!order || !held) return nothing;
  return html`<dl class="totals part">
    <div>
      <dt>${words.text('part.held')}</dt>
      <dd class="amount">${words.price(times(held.amount, -1))}</dd>
    </div>
    <div class="total" part="due">
      <dt>${words.text('part.due')}</dt>
      <dd class="amount">${words.price(order.due)}</dd>
    </div>
  </dl>`;
}
