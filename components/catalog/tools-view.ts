/** What finds a product in a catalogue: search, order, categories. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { ProductPage } from '../../src/api/types.js';
import type { WireSort } from '../../src/api/wire.js';
import { SORTS, type CatalogChoice } from '../../src/catalog/address.js';
import type { Words } from './words.js';

export interface ToolsShown {
  readonly words: Words;
  readonly choice: CatalogChoice;
  /** What stands in the search field. */
  readonly search: string;
  readonly offers: { readonly search: boolean; readonly sort: boolean };
  /** Whether there are prices to sort by. */
  readonly prices: boolean;
  readonly onType: (event: Event) => void;
  readonly onSearch: () => void;
  readonly onSort: (sort: WireSort) => void;
}

export function renderTools(shown: ToolsShown): unknown {
  const { offers } = shown;
  if (!offers.search && !offers.sort) return nothing;
  return html`<div class="tools">
    ${offers.search ? renderSearch(shown) : nothing} ${offers.sort ? renderSort(shown) : nothing}
  </div>`;
}

function renderSearch({ words: { text }, search, onType, onSearch }: ToolsShown): TemplateResult {
  return html`<form
    role="search"
    @submit=${(event: Event) => {
      event.preventDefault();
      onSearch();
    }}
  >
    <input
      part="input"
      type="search"
      enterkeyhint="search"
      autocomplete="off"
      maxlength="100"
      aria-label=${text('catalog.search')}
      placeholder=${text('catalog.search')}
      .value=${live(search)}
      @input=${onType}
    />
  </form>`;
}

function renderSort({ words: { text }, choice, prices, onSort }: ToolsShown): TemplateResult {
  const sorts = SORTS.filter((sort) => prices || !sort.startsWith('price'));
  const name = (sort: WireSort): string =>
    text(sort === 'relevance' && choice.search ? 'catalog.sort.matching' : `catalog.sort.${sort}`);
  return html`<label class="sort"
    ><span class="muted small">${text('catalog.sort')}</span>
    <select
      part="input"
      .value=${live(choice.sort)}
      @change=${(event: Event) => onSort((event.target as HTMLSelectElement).value as WireSort)}
    >
      ${sorts.map(
        (sort) => html`<option value=${sort} ?selected=${sort === choice.sort}>${name(sort)}</option>`,
      )}
    </select></label
  >`;
}

export interface CategoriesShown {
  readonly words: Words;
  readonly chosen: string | undefined;
  readonly categories: ProductPage['categories'];
  /** A real link, which may be opened in a new tab. */
  readonly hrefOf: (category: string | undefined) => string;
  readonly onGo: (event: MouseEvent, category: string | undefined) => void;
}

export function renderCategories(shown: CategoriesShown): TemplateResult {
  const { words, chosen, categories } = shown;
  // What was chosen can be unchosen, even when the search has nothing of it.
  const lost = chosen !== undefined && !categories.some(({ name }) => name === chosen);
  const all = lost ? [...categories, { name: chosen, count: 0 }] : categories;
  return html`<nav class="categories" aria-label=${words.text('catalog.categories')}>
    ${
      all.length
        ? html`<ul>
            ${renderChip(shown, undefined, words.text('catalog.all'))}
            ${all.map(({ name, count }) => renderChip(shown, name, name, count))}
          </ul>`
        : nothing
    }
  </nav>`;
}

function renderChip(
  { chosen, hrefOf, onGo }: CategoriesShown,
  category: string | undefined,
  name: string,
  count?: number,
): TemplateResult {
  return html`<li>
    <a
      class="chip"
      href=${hrefOf(category)}
      aria-current=${category === chosen ? 'true' : nothing}
      @click=${(event: MouseEvent) => onGo(event, category)}
      ><bdi>${name}</bdi
      >${count === undefined ? nothing : html` <span class="muted small">${count}</span>`}</a
    >
  </li>`;
}
