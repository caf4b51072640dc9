/** Links to the pages of a list: first, last, and those around the one that is shown. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Words } from './words.js';

export interface PagesShown {
  readonly page: number;
  readonly pages: number;
  readonly words: Words;
  /** The address of a page: a real link, which may be opened in a new tab. */
  readonly hrefOf: (page: number) => string;
  readonly onGo: (event: MouseEvent, page: number) => void;
}

/** Page numbers, ascending; 0 stands for a gap. */
export function pagesAround(page: number, pages: number): readonly number[] {
  const wanted = [1, page - 1, page, page + 1, pages].filter((each) => each >= 1 && each <= pages);
  const numbers = [...new Set(wanted)].sort((a, b) => a - b);
  return numbers.flatMap((each, at) => {
    const before = numbers[at - 1] ?? 0;
    // A gap of one is the page itself.
    return each - before === 2 ? [each - 1, each] : each - before > 2 ? [0, each] : [each];
  });
}

export function renderPages(shown: PagesShown): unknown {
  const { page, pages, words } = shown;
  if (pages <= 1) return nothing;
  const { text } = words;
  return html`<nav aria-label=${text('catalog.pages')}>
    <ul>
      ${renderStep(shown, page - 1, '‹', text('catalog.previous'))}
      ${pagesAround(page, pages).map((each) =>
        each === 0
          ? html`<li class="gap" aria-hidden="true">…</li>`
          : html`<li>
              <a
                class="page"
                href=${shown.hrefOf(each)}
                aria-label=${text('catalog.page', { page: each })}
                aria-current=${each === page ? 'page' : nothing}
                @click=${(event: MouseEvent) => shown.onGo(event, each)}
                >${each}</a
              >
            </li>`,
      )}
      ${renderStep(shown, page + 1, '›', text('catalog.next'))}
    </ul>
  </nav>`;
}

function renderStep(
  { pages, hrefOf, onGo }: PagesShown,
  to: number,
  sign: string,
  name: string,
): TemplateResult {
  const there = to >= 1 && to <= pages;
  return html`<li class="step">
    ${
      there
        ? html`<a
            class="page"
            href=${hrefOf(to)}
            aria-label=${name}
            @click=${(event: MouseEvent) => onGo(event, to)}
          >
            <span class="sign">${sign}</span>
          </a>`
        : html`<span class="page" aria-hidden="true"><span class="sign">${sign}</span></span>`
    }
  </li>`;
}
