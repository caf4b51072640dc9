/** The view of `<store-product>`: one product as a card or, with `full`, as its own page shows it. */
import { html, isServer, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Image, Product, Variant } from '../../src/api/types.js';
import { withParams } from '../../src/catalog/address.js';
import { firstVariant, picturesOf, variantOf, type Chosen } from '../../src/catalog/choice.js';
import { isStoreError, StoreError } from '../../src/errors.js';
import type { Store } from '../../src/store.js';
import type { View } from '../base/lazy.js';
import type { StoreElement } from '../base/store-element.js';
import { buy } from './buy.js';
import { StoreProductSelectEvent, StoreProductsShowEvent } from './events.js';
import { linkOf } from './links.js';
import { renderChoices, renderSelect } from './options-view.js';
import { renderImage } from './picture.js';
import { renderProductPrice, renderVariantPrice } from './price-view.js';
import { productStyles } from './product-styles.js';
import { describeProduct } from './structured-data.js';
import { wordsOf } from './words.js';

/** What hosts the view: `<store-product>`. */
export interface ProductHost extends StoreElement {
  readonly product: string | undefined;
  readonly productParam: string | undefined;
  readonly full: boolean | undefined;
  readonly href: string | undefined;
  readonly variantParam: string | undefined;
  readonly without: string | undefined;
  products: readonly Product[] | undefined;
}

export const styles = [productStyles];

/** As the cart's own bound. */
const MOST = 999;

export function connect(host: ProductHost, store: Store, signal: AbortSignal): View {
  const words = wordsOf(store);
  const { text } = words;
  const { variantParam = 'variant' } = host;
  const leaves = (name: string): boolean => (host.without ?? '').split(' ').includes(name);
  let asked: string | undefined;
  let product: Product | undefined;
  let failure: StoreError | undefined;
  let chosen: Chosen = {};
  let picture: Image | undefined;
  let quantity = 1;

  addEventListener('popstate', () => host.full && product && pick(firstVariant(product, linkedSku())), {
    signal,
  });

  const wanted = (): string | undefined =>
    host.product ?? (host.productParam ? (param(host.productParam) ?? undefined) : undefined);
  const linkedSku = (): string | null =>
    host.full && variantParam && inBrowser ? param(variantParam) : null;

  async function load(id: string): Promise<void> {
    asked = id;
    const outdated = (): boolean => signal.aborted || asked !== id;
    host.mark('busy', true);
    try {
      const loaded = await store.product(id);
      if (outdated()) return;
      failure = undefined;
      product = loaded;
      pick(firstVariant(loaded, linkedSku()));
      host.products = [loaded];
      if (inBrowser) host.dispatchEvent(new StoreProductsShowEvent(host.products));
      if (host.full && inBrowser) describeProduct(`${store.endpoint} ${id}`, loaded, pageUrl(), signal);
    } catch (cause) {
      if (outdated()) return;
      failure = isStoreError(cause) ? cause : new StoreError('server_failed', undefined, { cause });
      host.report(failure);
    }
    host.mark('busy', false);
    host.mark('error', failure !== undefined);
    host.requestUpdate();
  }

  /** A variant stands chosen, so that there is a real price. */
  function pick(variant: Variant | undefined): void {
    chosen = variant?.options ?? {};
    picture = variant?.image ?? undefined;
    quantity = Math.min(quantity, variant?.left ?? MOST);
    host.requestUpdate();
  }

  function onChoose(to: Chosen): void {
    if (!product) return;
    chosen = to;
    const variant = variantOf(product, to);
    pick(variant);
    if (host.full && variantParam && variant) {
      const search = withParams(location.search, { [variantParam]: variant.sku });
      history.replaceState(history.state, '', location.pathname + search + location.hash);
    }
  }

  const sold = (variant: Variant | undefined): boolean => !variant?.available;

  function renderButton(shown: Product, variant: Variant | undefined): unknown {
    if (store.catalogOnly.get() || leaves('button')) return renderEnquiry(shown, variant);
    return html`<button
      class="button primary"
      part="button-primary"
      type="button"
      ?disabled=${sold(variant)}
      aria-label=${sold(variant) ? nothing : `${text('cart.add')}: ${shown.title}`}
      @click=${() => variant && buy({ host, store, words }, shown, variant, quantity)}
    >
      ${text(sold(variant) ? 'product.soldout' : 'cart.add')}
    </button>`;
  }

  function renderEnquiry(shown: Product, variant: Variant | undefined): TemplateResult {
    const href = linkOf(host.getAttribute('enquiry-href') ?? undefined, { ...shown, sku: variant?.sku });
    return html`<slot name="enquiry"
      >${href ? html`<a class="button" part="button-secondary" href=${href}>${text('product.enquire')}</a>` : nothing}</slot
    >`;
  }

  function renderPrice(shown: Product, variant: Variant | undefined): unknown {
    if (leaves('prices')) return nothing;
    const price = variant ? renderVariantPrice(variant, words) : renderProductPrice(shown, words);
    return price === nothing ? nothing : html`<p class="price" part="price">${price}</p>`;
  }

  function renderCard(shown: Product): TemplateResult {
    const variant = variantOf(shown, chosen);
    const href = linkOf(host.href, { ...shown, sku: variant?.sku });
    return html`<article class="card">
      <div class="image" part="image">${renderImage(picture ?? shown.image, { sizes: CARD_SIZES })}</div>
      <h3 part="title">
        ${href ? html`<a class="whole" href=${href} @click=${() => host.dispatchEvent(new StoreProductSelectEvent(shown))}>${shown.title}</a>` : shown.title}
      </h3>
      ${renderPrice(shown, variant)}
      <div class="buy">
        ${shown.options.map((option) => renderSelect({ product: shown, chosen, words, onChoose }, option))}
        ${renderButton(shown, variant)}
      </div>
    </article>`;
  }

  function renderFull(shown: Product): TemplateResult {
    const variant = variantOf(shown, chosen);
    const selling = !store.catalogOnly.get() && !leaves('button') && variant?.available;
    return html`<article class="full">
      ${renderGallery(shown)}
      <div class="facts">
        ${shown.category ? html`<p class="small muted">${shown.category}</p>` : nothing}
        <h1 part="title">${shown.title}</h1>
        ${renderPrice(shown, variant)}
        ${shown.options.map((option) => renderChoices({ product: shown, chosen, words, onChoose }, option))}
        <p class="stock" part="notice" role="status">${stockText(variant)}</p>
        <div class="buy">${selling ? renderQuantity(variant) : nothing}${renderButton(shown, variant)}</div>
        ${shown.description ? html`<p class="description">${shown.description}</p>` : nothing}
        <slot name="more"></slot>
      </div>
    </article>`;
  }

  const stockText = (variant: Variant | undefined): string => {
    if (!variant?.available) return text('product.soldout');
    return variant.left === undefined ? '' : text('product.left', { count: variant.left });
  };

  function renderQuantity({ left = MOST }: Variant): TemplateResult {
    return html`<label class="amount"
      ><span class="hidden">${text('product.quantity')}</span
      ><input
        part="quantity"
        type="number"
        inputmode="numeric"
        min="1"
        max=${left}
        step="1"
        .value=${live(String(quantity))}
        @change=${(event: Event) => {
          const typed = Number((event.target as HTMLInputElement).value);
          // What is no number of pieces goes back to what it was: nothing is guessed.
          if (Number.isInteger(typed) && typed >= 1) quantity = Math.min(typed, left);
          if (typed > left) host.announce(text('product.quantity.max', { count: left }));
          host.requestUpdate();
        }}
    /></label>`;
  }

  function renderGallery(shown: Product): TemplateResult {
    const pictures = picturesOf(shown);
    const current = pictures.find(({ url }) => url === picture?.url) ?? pictures[0];
    return html`<div
      class="gallery"
      role="group"
      aria-label=${text('product.pictures', { title: shown.title })}
    >
      <div class="image" part="image">${renderImage(current, { sizes: FULL_SIZES, eager: true })}</div>
      ${
        pictures.length > 1
          ? html`<ul class="thumbs">
              ${pictures.map(
                (each, at) =>
                  html`<li>
                    <button
                      type="button"
                      aria-current=${each === current ? 'true' : nothing}
                      aria-label=${each.alt || text('product.picture', { number: at + 1, count: pictures.length })}
                      @click=${() => {
                        picture = each;
                        host.requestUpdate();
                      }}
                    >
                      ${renderImage(each, { alt: '', sizes: '5rem' })}
                    </button>
                  </li>`,
              )}
            </ul>`
          : nothing
      }
    </div>`;
  }

  /** What stands inside keeps its own room; else there is room for the picture, and beside or below it for the rest. */
  function renderWaiting(): TemplateResult {
    if (host.querySelector(':scope > :not(noscript, [slot])')) return html`<slot></slot>`;
    if (!host.full) return html`<div class="skeleton"></div>`;
    return html`<div class="full" aria-hidden="true">
      <div class="skeleton whole"></div>
      <div class="facts">${[0, 1, 2, 3].map(() => html`<div class="skeleton bar"></div>`)}</div>
    </div>`;
  }

  function renderFailure(): unknown {
    if (!failure) return nothing;
    const unknown = failure.code === 'product_unknown' || failure.code === 'not_found';
    return html`<div class="small muted failure" part="notice" role="alert">
      <p>${text(unknown ? 'product.unknown' : 'product.failed')}</p>
      ${
        unknown
          ? nothing
          : html`<button
              class="button"
              part="button-secondary"
              type="button"
              @click=${() => ((asked = undefined), host.requestUpdate())}
            >
              ${text('cart.retry')}
            </button>`
      }
    </div>`;
  }

  return {
    render() {
      const id = wanted();
      if (id !== undefined && id !== asked) void load(id);
      if (!product) return failure ? html`<slot></slot>${renderFailure()}` : renderWaiting();
      return host.full ? renderFull(product) : renderCard(product);
    },
  };
}

/** One of four, or of two on a phone. */
const CARD_SIZES = '(min-width: 48em) 25vw, 50vw';
/** Beside the facts on a wide page, across a narrow one. */
const FULL_SIZES = '(min-width: 60em) 50vw, 100vw';

/** Lit's own types take it for a constant. */
const inBrowser = !(isServer as boolean);

const param = (name: string): string | null => new URLSearchParams(location.search).get(name);

/** As the page wants to be known, or where it is. */
const pageUrl = (): string =>
  document.querySelector<HTMLLinkElement>('link[rel=canonical]')?.href ||
  location.origin + location.pathname + location.search;
