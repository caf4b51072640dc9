/** One text of the shop: what it is, what stands there, the field for an own one, what may be wrong with that. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { EN_LABEL_EDITOR } from '../../src/locale/en-label-editor.js';
import type { BaseKey, LabelValues } from '../../src/locale/label.js';
import { examplesOf, type Warning } from './checks.js';
import type { DraftState } from './draft.js';
import { standingOf, warningsIn, type Row } from './rows.js';

const isLeftward = (language: string): boolean => language === 'ar' || language === 'he';

type Say = (key: BaseKey<keyof typeof EN_LABEL_EDITOR>, values?: LabelValues) => string;
type Write = (key: string, text: string | undefined, reset?: boolean) => void;

export function renderRow(
  row: Row,
  state: DraftState,
  locale: string,
  say: Say,
  write: Write,
): TemplateResult {
  const { key, english, form } = row;
  const own = state.own[key];
  const standing = standingOf(row);
  const warnings = warningsIn(row, own);
  const [about, notes] = [`about-${key}`, `notes-${key}`];
  return html`<li class="text ${own === undefined ? '' : 'changed'}">
    <div id=${about} class="about">
      <code class="small muted" dir="ltr">${key}</code>
      <p lang="en" dir="ltr">${english}</p>
      ${form ? html`<p class="small muted">${say('labels.plural', { examples: examplesOf(form, state.language, locale) })}</p>` : nothing}
    </div>
    <div class="own">
      <textarea
        id="own-${key}"
        part="input"
        rows="1"
        maxlength="2000"
        dir=${isLeftward(state.language) ? 'rtl' : 'ltr'}
        lang=${state.language}
        placeholder=${standing}
        aria-labelledby=${about}
        aria-describedby=${notes}
        .value=${live(own ?? '')}
        @input=${(event: Event) => write(key, (event.target as HTMLTextAreaElement).value)}
      ></textarea>
      <div id=${notes} class="notes small">
        ${warnings.map((warning) => html`<p class="problem" part="error">${inWords(warning, say)}</p>`)}
        ${own === undefined ? nothing : html`<p class="muted">${say('labels.default', { text: standing })}</p>`}
      </div>
      ${
        own === undefined
          ? nothing
          : html`<button
              class="link small"
              type="button"
              aria-label=${say('labels.reset.key', { key })}
              @click=${() => write(key, undefined, true)}
            >
              ${say('labels.reset')}
            </button>`
      }
    </div>
  </li>`;
}

const inWords = (warning: Warning, say: Say): string =>
  say(`labels.${warning.kind}`, 'place' in warning ? { place: warning.place } : {});
