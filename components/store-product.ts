import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Product, Variant } from '../src/api/types.js';
import { isStoreError, StoreError } from '../src/errors.js';
import { compare } from '../src/money.js';
import type { Store } from '../src/store.js';
import { StoreElement } from './base/store-element.js';
import { StoreItemAddEvent } from './events.js';
import { renderPicture } from './parts/line.js';
import { base } from './styles/base.js';

/**
 * A product of the store as a card: picture, title, price, options, add to cart. What stands inside is shown until the
 * product is there, so put a link or form in it for browsers without JavaScript.
 *
 * @tag store-product
 * @slot - Shown until the product is loaded.
 * @csspart image - The picture.
 * @csspart title - The title.
 * @csspart price - The price of the chosen variant.
 * @csspart input - An option's field.
 * @csspart button-primary - Add to cart.
 * @csspart notice - Why the product can't be shown.
 * @cssprop [--store-product-ratio=4/5] - Width to height of the picture.
 * @cssstate busy - The product is being loaded.
 * @fires store-item-add {StoreItemAddEvent} Before the item is added; cancelable.
 * @fires store-error {StoreErrorEvent} The product could not be loaded.
 * @example
 * ```html
 * <store-product product="tea-bowl"><a href="/tea-bowl.html">Tea bowl</a></store-product>
 * ```
 */
export class StoreProduct extends StoreElement {
  static override styles = [
    base,
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
        min-block-size: 2.75rem;
        padding-inline: 0.625rem;
        border: 1px solid var(--_field);
        border-radius: var(--_radius);
        background: var(--_surface);
      }
      .buy .button {
        flex: 1 1 9rem;
      }
    `,
  ];

  static override properties = {
    product: { type: String },
    chosen: { state: true },
    loaded: { state: true },
    failure: { state: true },
  };

  /** The product's id in the store. */
  declare product: string | undefined;
  declare private chosen: Readonly<Record<string, string>>;
  declare private loaded: Product | undefined;
  declare private failure: StoreError | undefined;
  #asked = '';

  constructor() {
    super();
    this.chosen = {};
  }

  protected override follow(): void {
    this.#asked = '';
  }

  protected override willUpdate(): void {
    const { store, product } = this;
    if (!store || !product || this.#asked === product) return;
    this.#asked = product;
    void this.#load(store, product);
  }

  async #load(store: Store, id: string): Promise<void> {
    this.mark('busy', true);
    try {
      const product = await store.product(id);
      if (this.#asked !== id) return;
      this.failure = undefined;
      this.loaded = product;
      // The first that can be bought stands chosen, so that the card shows a real price.
      this.chosen = (product.variants.find((v) => v.available) ?? product.variants[0])?.options ?? {};
    } catch (cause) {
      if (this.#asked !== id) return;
      this.failure = isStoreError(cause) ? cause : new StoreError('server_failed', undefined, { cause });
      this.report(this.failure);
    } finally {
      this.mark('busy', false);
      this.mark('error', this.failure !== undefined);
    }
  }

  get #variant(): Variant | undefined {
    return this.loaded?.variants.find((v) =>
      Object.entries(this.chosen).every(([name, value]) => v.options[name] === value),
    );
  }

  override render(): unknown {
    const { loaded, failure } = this;
    if (failure && !loaded) {
      return html`<slot></slot>
        <p class="small muted" part="notice">${this.text('product.failed')}</p>`;
    }
    if (!loaded) return html`<slot></slot>`;
    const variant = this.#variant;
    return html`<article class="card">
      <div class="image" part="image">${renderPicture(loaded.image, loaded.image?.alt)}</div>
      <h3 part="title">${loaded.title}</h3>
      <p class="muted" part="price">${variant ? this.price(variant.price) : this.#renderFrom(loaded)}</p>
      <div class="buy">
        ${loaded.options.map((option) => this.#renderOption(loaded, option))}
        ${this.#renderButton(loaded, variant)}
      </div>
    </article>`;
  }

  #renderFrom(product: Product): string {
    const [cheapest] = [...product.variants].sort((a, b) => compare(a.price, b.price));
    return cheapest ? this.text('product.from', { price: this.price(cheapest.price) }) : '';
  }

  #renderOption(product: Product, option: Product['options'][number]): unknown {
    const sold = (value: string): boolean =>
      !product.variants.some(
        (v) =>
          v.available &&
          Object.entries({ ...this.chosen, [option.name]: value }).every(([n, x]) => v.options[n] === x),
      );
    return html`<select
      part="input"
      aria-label=${this.text('product.choose', { option: option.name })}
      .value=${live(this.chosen[option.name] ?? '')}
      @change=${(event: Event) => {
        this.chosen = { ...this.chosen, [option.name]: (event.target as HTMLSelectElement).value };
      }}
    >
      ${option.values.map(
        (value) =>
          html`<option value=${value} ?selected=${this.chosen[option.name] === value}>
            ${value}${sold(value) ? ` – ${this.text('product.soldout')}` : nothing}
          </option>`,
      )}
    </select>`;
  }

  #renderButton(product: Product, variant: Variant | undefined): unknown {
    const sold = !variant?.available;
    return html`<button
      class="button primary"
      part="button-primary"
      type="button"
      ?disabled=${sold}
      aria-label=${sold ? nothing : `${this.text('cart.add')}: ${product.title}`}
      @click=${() => {
        if (variant) this.#add(product, variant);
      }}
    >
      ${this.text(sold ? 'product.soldout' : 'cart.add')}
    </button>`;
  }

  #add(product: Product, variant: Variant): void {
    if (!this.dispatchEvent(new StoreItemAddEvent({ sku: variant.sku, quantity: 1 }))) return;
    this.store?.cart.add(variant.sku);
    this.announce(this.text('cart.added', { title: product.title }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'store-product': StoreProduct;
  }
}
