/** Totals as a list of names and amounts: the same in cart, checkout and receipt. */
import { html, type TemplateResult } from 'lit';
import type { Total } from '../../src/api/types.js';
import type { Money } from '../../src/money.js';

export interface TotalsWords {
  readonly text: (key: `total.${Total['type']}` | 'total.fulfillment.free' | 'total.tax.included') => string;
  readonly price: (value: Money) => string;
}

/** A discount or tax of nothing is left out; delivery of nothing is good news. */
export function renderTotals(
  totals: readonly Total[],
  { text, price }: TotalsWords,
  stale = false,
): TemplateResult {
  const shown = totals.filter(
    ({ type, amount }) =>
      amount.amount !== 0 || type === 'total' || type === 'fulfillment' || type === 'subtotal',
  );
  return html`<dl class="totals ${stale ? 'stale' : ''}">
    ${shown.map(
      ({ type, amount, included }) =>
        html`<div class=${type} part=${type === 'total' ? 'total' : ''}>
          <dt>${text(type === 'tax' && included ? 'total.tax.included' : `total.${type}`)}</dt>
          <dd class="amount">
            ${type === 'fulfillment' && amount.amount === 0 ? text('total.fulfillment.free') : price(amount)}
          </dd>
        </div>`,
    )}
  </dl>`;
}
