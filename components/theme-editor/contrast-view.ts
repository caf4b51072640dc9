/** Whether the colours can be read on each other, and what to use where they can't. */
import { html, nothing, type TemplateResult } from 'lit';
import { toHex, type Rgb } from './color.js';
import { suggestion, type Colors, type Finding } from './pairs.js';
import type { ColorName } from './tokens.js';
import type { Say } from './words.js';

/** `mend`: takes the colour that is proposed. */
export function renderContrast(
  { say, locale }: { readonly say: Say; readonly locale: string },
  colors: Colors | undefined,
  all: readonly Finding[],
  mend: (name: ColorName, color: Rgb) => void,
): TemplateResult {
  const ratioOf = (ratio: number): string => inWords(ratio, locale);
  const bad = all.filter(({ passes }) => !passes);
  const lowest = Math.min(...all.map(({ ratio }) => ratio));
  return html`<section class="group" part="section" aria-labelledby="contrast">
    <h2 id="contrast">${say('theme.contrast')}</h2>
    <div class="notice ${bad.length ? 'error' : 'success'}" part="notice">
      <p role="status">
        ${
          bad.length
            ? say('theme.contrast.bad', { count: bad.length })
            : say('theme.contrast.good', { count: all.length, ratio: ratioOf(lowest) })
        }
      </p>
      ${bad.length && colors ? renderFound(say, bad, colors, ratioOf, mend) : nothing}
    </div>
  </section>`;
}

function renderFound(
  say: Say,
  bad: readonly Finding[],
  colors: Colors,
  ratioOf: (ratio: number) => string,
  mend: (name: ColorName, color: Rgb) => void,
): TemplateResult {
  const fores = [...new Set(bad.map(({ fore }) => fore))];
  return html`<ul class="found small">
    ${fores.map((fore) => {
      const mended = suggestion(fore, colors);
      return html`<li>
        ${bad
          .filter((each) => each.fore === fore)
          .map(
            ({ back, ratio, needs }) =>
              html`<span
                >${say('theme.contrast.pair', {
                  fore: say(`theme.color.${fore}`),
                  back: say(`theme.color.${back}`),
                  ratio: ratioOf(ratio),
                  needs: ratioOf(needs),
                })}</span
              >`,
          )}
        ${
          mended
            ? html`<button
                class="button"
                part="button-secondary"
                type="button"
                @click=${() => mend(fore, mended)}
              >
                ${say('theme.contrast.use', { color: toHex(mended), name: say(`theme.color.${fore}`) })}
              </button>`
            : html`<span class="muted">${say('theme.contrast.none')}</span>`
        }
      </li>`;
    })}
  </ul>`;
}

/** Rounded down: 4.49 is not 4.5. */
function inWords(ratio: number, locale: string): string {
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  return `${format.format(Math.floor(ratio * 100) / 100)} : 1`;
}
