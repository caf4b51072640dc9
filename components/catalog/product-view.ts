/** The view of `<store-product>`: one product as a card, with its options and the button that buys it. */
import { css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Product, Variant } from '../../src/api/types.js';
import { isStoreError, StoreError } from '../../src/errors.js';
import { compare } from '../../src/money.js';
import type { Store } from '../../src/store.js';
import type { View } from '../base/lazy.js';
import type { StoreElement } from '../base/store-element.js';
import { StoreItemAddEvent } from '../events.js';
import { renderPicture } from '../parts/line.js';
import { wordsOf } from './words.js';

/** What hosts the view: `<store-product>`. */
export interface ProductHost extends StoreElement {
  readonly product: string | undefined;
}

export const styles = [
  css`
    .card {
      display: grid;
      gap: 0.25rem;
    }
    .image {
      aspect-ratio: var(--store-product-ratio, 4 / 5);
      overflow: hidden;
      border-radius: var(--_radius);
      background: color-mix(in srgb, var(--_text) 5%, var(--_surface));
    }
    .image img {
      inline-size: 100%;
      block-size: 100%;
      object-fit: cover;
    }
    h3 {
      margin-block-start: 0.5rem;
      font-size: 1.0625rem;
      line-height: 1.35;
    }
    .buy {
      display: flex;
      flex-wrap: wrap;
      gap: 0.5rem;
      margin-block-start: 0.5rem;
    }
    select {
      flex: 1 1 7rem;
      min-inline-size: 0;
      min-block-size: var(--_control);
      padding-inline: 0.625rem;
      border: var(--_line) solid var(--_field);
      border-radius: var(--_radius);
      background: var(--_surface);
    }
    .buy .button {
      flex: 1 1 9rem;
    }
  `,
];

export function connect(host: ProductHost, store: Store, signal: AbortSignal): View {
  const { text, price } = wordsOf(store);
  let asked: string | undefined;
  let loaded: Product | undefined;
  let failure: StoreError | undefined;
  let chosen: Readonly<Record<string, string>> = {};

  async function load(id: string): Promise<void> {
    asked = id;
    const outdated = (): boolean => signal.aborted || asked !== id;
    host.mark('busy', true);
    try {
      const product = await store.product(id);
      if (outdated()) return;
      failure = undefined;
      loaded = product;
      // The first that can be bought stands chosen, so that the card shows a real price.
      chosen = (product.variants.find((v) => v.available) ?? product.variants[0])?.options ?? {};
    } catch (cause) {
      if (outdated()) return;
      failure = isStoreError(cause) ? cause : new StoreError('server_failed', undefined, { cause });
      host.report(failure);
    }
    host.mark('busy', false);
    host.mark('error', failure !== undefined);
    host.requestUpdate();
  }

  const fits = (variant: Variant, options: typeof chosen): boolean =>
    Object.entries(options).every(([name, value]) => variant.options[name] === value);

  function add(product: Product, { sku }: Variant): void {
    if (!host.dispatchEvent(new StoreItemAddEvent({ sku, quantity: 1 }))) return;
    store.cart.add(sku);
    host.announce(text('cart.added', { title: product.title }));
  }

  function renderFrom({ variants }: Product): string {
    const [cheapest] = variants.flatMap((v) => v.price ?? []).sort(compare);
    return cheapest ? text('product.from', { price: price(cheapest) }) : '';
  }

  function renderOption(product: Product, option: Product['options'][number]): TemplateResult {
    const sold = (value: string): boolean =>
      !product.variants.some((v) => v.available && fits(v, { ...chosen, [option.name]: value }));
    return html`<select
      part="input"
      aria-label=${text('product.choose', { option: option.name })}
      .value=${live(chosen[option.name] ?? '')}
      @change=${(event: Event) => {
        chosen = { ...chosen, [option.name]: (event.target as HTMLSelectElement).value };
        host.requestUpdate();
      }}
    >
      ${option.values.map(
        (value) =>
          html`<option value=${value} ?selected=${chosen[option.name] === value}>
            ${value}${sold(value) ? ` – ${text('product.soldout')}` : nothing}
          </option>`,
      )}
    </select>`;
  }

  function renderButton(product: Product, variant: Variant | undefined): TemplateResult {
    const sold = !variant?.available;
    return html`<button
      class="button primary"
      part="button-primary"
      type="button"
      ?disabled=${sold}
      aria-label=${sold ? nothing : `${text('cart.add')}: ${product.title}`}
      @click=${() => {
        if (variant) add(product, variant);
      }}
    >
      ${text(sold ? 'product.soldout' : 'cart.add')}
    </button>`;
  }

  return {
    render() {
      if (host.product && host.product !== asked) void load(host.product);
      if (!loaded)
        return html`<slot></slot>
          ${failure ? html`<p class="small muted" part="notice">${text('product.failed')}</p>` : nothing}`;
      const variant = loaded.variants.find((v) => fits(v, chosen));
      return html`<article class="card">
        <div class="image" part="image">${renderPicture(loaded.image, loaded.image?.alt)}</div>
        <h3 part="title">${loaded.title}</h3>
        <p class="muted" part="price">${variant?.price ? price(variant.price) : renderFrom(loaded)}</p>
        <div class="buy">
          ${loaded.options.map((option) => renderOption(loaded as Product, option))}
          ${renderButton(loaded, variant)}
        </div>
      </article>`;
    },
  };
}
