/**
 * A product among others in a catalogue. Every card has the same rows, so that its room is known before it comes. Cards stay
 * where they are and get other contents: a node that moves along with its product would be a page that jumps, and an old picture
 * would be seen until the new one has come.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { Product } from '../../src/api/types.js';
import type { Words } from './words.js';
import { linkOf } from './links.js';
import { renderImage } from './picture.js';
import { renderProductPrice } from './price-view.js';

export interface CardRules {
  readonly words: Words;
  readonly productHref: string | undefined;
  readonly enquiryHref: string | undefined;
  readonly sizes: string;
  readonly prices: boolean;
  /** Products can be bought here. */
  readonly sells: boolean;
  readonly add: (product: Product) => void;
  /** Its own page is gone to. */
  readonly select: (product: Product) => void;
}

export function renderCard(product: Product, rules: CardRules, eager: boolean): TemplateResult {
  const { words, prices } = rules;
  const href = linkOf(rules.productHref, product);
  const available = product.variants.some((variant) => variant.available);
  const sale = prices && product.variants.some(({ compareAt }) => compareAt);
  const badge = !available ? words.text('product.soldout') : sale ? words.text('catalog.sale') : undefined;
  return html`<article class="card" part="line">
    <div class="image" part="image">
      ${keyed(product.id, renderImage(product.image, { sizes: rules.sizes, eager }))}
      ${badge ? html`<span class="badge small">${badge}</span>` : nothing}
    </div>
    ${keyed(
      product.id,
      html`<div class=${prices ? 'card-text' : 'card-text bare'}>
        <h3 part="title">
          ${href ? html`<a class="whole" href=${href} @click=${() => rules.select(product)}>${product.title}</a>` : product.title}
        </h3>
        ${prices ? html`<p class="price" part="price">${renderProductPrice(product, words)}</p>` : nothing}
      </div>`,
    )}
    <div class="buy">${renderRuler(rules)}${renderAction(product, rules, href, available)}</div>
  </article>`;
}

/** As tall as the tallest button there may be, in whatever language: all are, before and after they come. */
function renderRuler({
  words,
  sells,
  enquiryHref,
}: Pick<CardRules, 'words' | 'sells' | 'enquiryHref'>): unknown {
  if (!sells && !enquiryHref) return nothing;
  const texts = sells
    ? (['cart.add', 'product.options', 'product.soldout'] as const)
    : (['product.enquire'] as const);
  return texts.map((key) => html`<span class="button ruler" aria-hidden="true">${words.text(key)}</span>`);
}

function renderAction(
  product: Product,
  rules: CardRules,
  href: string | undefined,
  available: boolean,
): unknown {
  const { words, sells, add } = rules;
  const named = (text: string): string => `${text}: ${product.title}`;
  if (!sells) {
    const enquiry = linkOf(rules.enquiryHref, product);
    const text = words.text('product.enquire');
    return enquiry
      ? html`<a class="button" part="button-secondary" href=${enquiry} aria-label=${named(text)}>${text}</a>`
      : nothing;
  }
  // A choice is made on the product's own page.
  if (product.variants.length > 1 && href) {
    const text = words.text('product.options');
    return html`<a
      class="button"
      part="button-secondary"
      href=${href}
      aria-label=${named(text)}
      @click=${() => rules.select(product)}
      >${text}</a
    >`;
  }
  const [variant] = product.variants;
  const text = words.text(available ? 'cart.add' : 'product.soldout');
  return html`<button
    class="button primary"
    part="button-primary"
    type="button"
    ?disabled=${!variant?.available}
    aria-label=${available ? named(text) : nothing}
    @click=${() => add(product)}
  >
    ${text}
  </button>`;
}

/** Where a product is expected, with the same rows; `still`: where none has come. */
export const renderRoom = (
  still: boolean,
  { words, prices, sells, enquiryHref }: Pick<CardRules, 'words' | 'prices' | 'sells' | 'enquiryHref'>,
): TemplateResult =>
  html`<li class=${still ? 'room still' : 'room'} aria-hidden="true">
    <div class="card">
      <div class="image"></div>
      <div class=${prices ? 'card-text' : 'card-text bare'}>
        <span class="skeleton line-1"></span>
        ${prices ? html`<span class="skeleton line-2"></span>` : nothing}
      </div>
      <div class="buy">
        ${renderRuler({ words, sells, enquiryHref })}
        ${sells || enquiryHref ? html`<span class="skeleton button-room"></span>` : nothing}
      </div>
    </div>
  </li>`;
