/** The theme as CSS, on its way out of the page and into it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Say } from './words.js';

export function renderCss(
  say: Say,
  css: string,
  told: string,
  on: {
    readonly copy: () => void;
    readonly download: () => void;
    readonly import: (event: SubmitEvent) => void;
  },
): TemplateResult {
  return html`<section class="group" part="section" aria-labelledby="css-title">
    <h2 id="css-title">${say('theme.css')}</h2>
    <p class="muted small">${say(css ? 'theme.css.about' : 'theme.css.empty')}</p>
    ${
      css
        ? html`<textarea readonly rows="8" aria-labelledby="css-title" part="input" .value=${css}></textarea>
            <div class="bar">
              <button class="button primary" part="button-primary" type="button" @click=${on.copy}>
                ${say('theme.copy')}
              </button>
              <button class="button" part="button-secondary" type="button" @click=${on.download}>
                ${say('theme.download')}
              </button>
            </div>`
        : nothing
    }
    <details>
      <summary>${say('theme.import')}</summary>
      <form class="group" @submit=${on.import}>
        <label for="import">${say('theme.import.text')}</label>
        <textarea
          id="import"
          name="css"
          rows="5"
          part="input"
          spellcheck="false"
          maxlength="100000"
        ></textarea>
        <div class="bar">
          <button class="button" part="button-secondary">${say('theme.import.do')}</button>
        </div>
      </form>
    </details>
    <p class="small" role="status">${told}</p>
  </section>`;
}
