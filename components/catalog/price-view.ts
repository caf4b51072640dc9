/** What a product costs, and what it cost before: crossed out for the eye, in words for the ear. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Product, Variant } from '../../src/api/types.js';
import type { Words } from './words.js';

export function renderVariantPrice({ price, compareAt }: Variant, words: Words): unknown {
  if (!price) return nothing;
  if (!compareAt) return words.price(price);
  return html`<span class="now"
      ><span class="hidden">${words.text('product.now', { price: words.price(price) })}</span
      ><span aria-hidden="true">${words.price(price)}</span></span
    >
    ${renderBefore(compareAt, words)}`;
}

const renderBefore = (before: NonNullable<Variant['compareAt']>, words: Words): TemplateResult =>
  html`<span class="before"
    ><span class="hidden">${words.text('product.was', { price: words.price(before) })}</span
    ><s aria-hidden="true">${words.price(before)}</s></span
  >`;

/** Of all variants: one price, or the lowest with a "from". */
export function renderProductPrice({ variants }: Product, words: Words): unknown {
  const prices = variants.flatMap(({ price }) => price ?? []).sort((a, b) => a.amount - b.amount);
  const [lowest] = prices;
  if (!lowest) return nothing;
  const cheapest = variants.find(({ price }) => price && price.amount === lowest.amount);
  const same = prices.every((price) => price.amount === lowest.amount);
  if (same && cheapest) return renderVariantPrice(cheapest, words);
  return words.text('product.from', { price: words.price(lowest) });
}
