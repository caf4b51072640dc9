/** The view of `<store-catalog>`: tools to find a product, the products in a grid, pages; all of it in the page's address. */
import { html, nothing, type TemplateResult } from 'lit';
import { readChoice, SORTS, writeChoice, type CatalogChoice } from '../../src/catalog/address.js';
import { createList, type ListSnapshot } from '../../src/catalog/list.js';
import type { Product } from '../../src/api/types.js';
import type { Store } from '../../src/store.js';
import type { View } from '../base/lazy.js';
import type { StoreElement } from '../base/store-element.js';
import { buy } from './buy.js';
import { StoreProductSelectEvent, StoreProductsShowEvent } from './events.js';
import { renderCard, renderRoom, type CardRules } from './card-view.js';
import { catalogStyles } from './catalog-styles.js';
import { renderPages } from './pages-view.js';
import { renderCategories, renderTools } from './tools-view.js';
import { wordsOf } from './words.js';

/** What hosts the view: `<store-catalog>`. */
export interface CatalogHost extends StoreElement {
  readonly category: string | undefined;
  readonly sort: string | undefined;
  readonly limit: number | undefined;
  readonly expect: number | undefined;
  readonly productHref: string | undefined;
  readonly namespace: string | undefined;
  readonly without: string | undefined;
  products: readonly Product[] | undefined;
}

export const styles = [catalogStyles];

/** ms between the last key and the question. */
const PAUSE = 250;
/** As many as stand at the top of a page. */
const EAGER = 4;
const SIZES = '(min-width: 60em) 25vw, (min-width: 40em) 33vw, 50vw';

export function connect(host: CatalogHost, store: Store, signal: AbortSignal): View {
  const words = wordsOf(store);
  const { text } = words;
  const leaves = (name: string): boolean => (host.without ?? '').split(' ').includes(name);
  const limit = Math.min(Math.max(1, Math.trunc(host.limit ?? 0) || 12), 100);
  const { namespace = '' } = host;
  const start: CatalogChoice = {
    ...{ search: '', category: host.category || undefined, page: 1 },
    sort: SORTS.find((sort) => sort === host.sort) ?? 'relevance',
  };
  const fromAddress = (): CatalogChoice =>
    leaves('address') ? start : readChoice(location.search, namespace, start);
  const list = createList({
    load: (choice, stop) => store.products({ ...choice, limit }, stop),
    ...{ start: fromAddress(), limit, room: Math.min(host.expect ?? limit, limit), signal },
  });
  /** What stands in the field and was not asked for yet. */
  let typed: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = list.get();
  /** The shopper turned the page: their focus goes along, and hears where it is. */
  let turned = false;

  list.subscribe(onChange, signal);
  addEventListener('popstate', onPop, { signal });
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });

  function onChange(now: ListSnapshot): void {
    const before = last;
    last = now;
    host.mark('busy', now.status === 'loading');
    host.mark('error', now.status === 'failed');
    host.mark('empty', now.status === 'ready' && now.result?.total === 0);
    host.report(now.error);
    if (now.status === 'ready' && before.result && now.result !== before.result && !turned)
      host.announce(now.result?.total ? countText(now) : text('catalog.empty'));
    if (now.status !== 'loading') turned = false;
    if (now.status === 'ready' && now.result && now.result !== before.result) {
      host.products = now.result.products;
      host.dispatchEvent(new StoreProductsShowEvent(host.products));
    }
    host.requestUpdate();
  }

  function onPop(): void {
    const choice = fromAddress();
    if (JSON.stringify(choice) === JSON.stringify(list.get().choice)) return;
    stopTyping();
    list.go(choice);
  }

  function stopTyping(): void {
    clearTimeout(timer);
    typed = undefined;
  }

  const addressOf = (choice: CatalogChoice): string =>
    location.pathname + writeChoice(location.search, namespace, start, choice) + location.hash;

  function go(change: Partial<CatalogChoice>, how: 'push' | 'replace' = 'push'): void {
    const choice = { ...list.get().choice, page: 1, ...change };
    if (!leaves('address')) history[`${how}State`](history.state, '', addressOf(choice));
    list.go(choice);
  }

  function onLink(event: MouseEvent, change: Partial<CatalogChoice>): void {
    // A new tab or window is the browser's.
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    stopTyping();
    go(change);
  }

  function onPage(event: MouseEvent, page: number): void {
    onLink(event, { page });
    if (!event.defaultPrevented) return;
    turned = true;
    const top = host.renderRoot.querySelector<HTMLElement>('.count');
    top?.focus({ preventScroll: true });
    host.scrollIntoView({ block: 'start' });
  }

  function onType(event: Event): void {
    const first = typed === undefined;
    typed = (event.target as HTMLInputElement).value;
    clearTimeout(timer);
    // The first letter is a step to come back from, the others are the same step.
    timer = setTimeout(() => search(first ? 'push' : 'replace'), PAUSE);
  }

  function search(how: 'push' | 'replace'): void {
    clearTimeout(timer);
    const wanted = (typed ?? list.get().choice.search).trim();
    if (wanted !== list.get().choice.search) go({ search: wanted }, how);
  }

  function countText({ status, choice, result }: ListSnapshot): string {
    // What can't be had is said below.
    if (!result) return status === 'failed' ? '' : text('catalog.loading');
    const count = choice.search
      ? text('catalog.found', { count: result.total, search: choice.search })
      : text('catalog.count', { count: result.total });
    return result.pages > 1
      ? `${count} · ${text('catalog.page.of', { page: result.page, pages: result.pages })}`
      : count;
  }

  function renderGrid(now: ListSnapshot, rules: CardRules): TemplateResult {
    const loading = now.status === 'loading';
    const products =
      now.status === 'failed' ? [] : (now.result?.products ?? []).slice(0, loading ? now.room : limit);
    const waiting = loading && !now.result;
    const empty = now.status === 'ready' && products.length === 0;
    // What was kept free and is not needed would be a hole.
    const room = now.status === 'ready' ? 0 : now.room - products.length;
    const rooms = Array.from({ length: Math.max(0, room) });
    return html`<div class="stage">
      <ul class=${loading && !waiting ? 'grid stale' : 'grid'} aria-busy=${loading ? 'true' : 'false'}>
        ${products.map((product, at) => html`<li>${renderCard(product, rules, at < EAGER)}</li>`)}
        ${rooms.map(() => renderRoom(!waiting, rules))}
      </ul>
      ${empty ? renderEmpty(now) : nothing} ${now.status === 'failed' ? renderFailure() : nothing}
    </div>`;
  }

  function renderEmpty({ choice }: ListSnapshot): TemplateResult {
    const chosen = choice.search !== '' || choice.category !== start.category || choice.page > 1;
    return html`<div class="message" part="notice">
      <slot name="empty"><p class="muted">${text(chosen ? 'catalog.empty' : 'catalog.none')}</p></slot>
      ${
        chosen
          ? html`<a
              class="button"
              part="button-secondary"
              href=${addressOf(start)}
              @click=${(event: MouseEvent) => onLink(event, { ...start })}
              >${text('catalog.reset')}</a
            >`
          : nothing
      }
    </div>`;
  }

  const renderFailure = (): TemplateResult =>
    html`<div class="message">
      <div class="notice error" part="notice" role="alert">
        <p>${text('catalog.failed')}</p>
        <button class="button" part="button-secondary" type="button" @click=${() => list.retry()}>
          ${text('cart.retry')}
        </button>
      </div>
      <slot></slot>
    </div>`;

  return {
    render() {
      const now = list.get();
      const { result, choice } = now;
      const sells = !leaves('button') && !store.catalogOnly.get();
      const told =
        !result?.products.length ||
        result.products.some(({ variants }) => variants.some(({ price }) => price));
      const rules: CardRules = {
        ...{
          words,
          sells,
          productHref: host.productHref,
          enquiryHref: host.getAttribute('enquiry-href') ?? undefined,
        },
        sizes: SIZES,
        prices: !leaves('prices') && told,
        add: (product) => {
          const variant = product.variants.find(({ available }) => available);
          if (variant) buy({ host, store, words }, product, variant);
        },
        select: (product) => host.dispatchEvent(new StoreProductSelectEvent(product)),
      };
      return html`<section class="catalog" aria-labelledby="title">
        <h2 class="hidden" id="title">${text('catalog.title')}</h2>
        ${renderTools({
          ...{ words, choice, search: typed ?? choice.search, prices: rules.prices, onType },
          offers: { search: !leaves('search'), sort: !leaves('sort') },
          onSearch: () => search('push'),
          onSort: (sort) => go({ sort }),
        })}
        ${
          leaves('categories') || host.category
            ? nothing
            : renderCategories({
                ...{ words, chosen: choice.category, categories: result?.categories ?? [] },
                hrefOf: (category) => addressOf({ ...choice, category, page: 1 }),
                onGo: (event, category) => onLink(event, { category }),
              })
        }
        <p class="count muted small" part="total" tabindex="-1">${countText(now)}</p>
        ${renderGrid(now, rules)}
        <div class="pages">
          ${renderPages({
            ...{ page: choice.page, pages: result?.pages ?? 0, words },
            hrefOf: (page) => addressOf({ ...choice, page }),
            onGo: onPage,
          })}
        </div>
        ${sells ? nothing : html`<slot name="enquiry"></slot>`}
      </section>`;
    },
  };
}
