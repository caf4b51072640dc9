/** What only some shops ask: a note, and consents: boxes they tick themselves, the link in the words the shop has marked. */
import { css, html, nothing, type TemplateResult } from 'lit';
import { consentIn, partsOf } from '../../src/checkout/consents.js';
import { safeLink } from '../parts/safe-link.js';
import { renderNote, type FieldsContext } from './field-view.js';

export const styles = [
  css`
    /* The shop's words keep their own direction, and their full stop its end. */
    .consent .tick span {
      unicode-bidi: plaintext;
    }
    .consent .note {
      padding-inline-start: 2.25rem;
    }
  `,
];

export function renderConsents({
  words,
  last,
  checkout,
  store,
}: Pick<FieldsContext, 'words' | 'last' | 'checkout' | 'store'>): unknown {
  const { config, agreed, unagreed } = last;
  return (config?.consents ?? []).map((consent) => {
    const { id, required } = consent;
    const missing = unagreed.includes(id);
    const field = `consent-${id}`;
    return html`<div class="consent">
      <label class="tick">
        <input
          id=${field}
          type="checkbox"
          .checked=${agreed.has(id)}
          ?required=${required}
          aria-invalid=${missing ? 'true' : 'false'}
          aria-describedby=${`${field}-note`}
          @change=${(event: Event) => checkout.agree(id, (event.target as HTMLInputElement).checked)}
        />
        <span>${renderText(consentIn(consent, store.locale))}</span>
      </label>
      <p id=${`${field}-note`} class="note small problem" part=${missing ? 'error' : nothing}>
        ${missing ? words.text('problem.consent') : ''}
      </p>
    </div>`;
  });
}

function renderText({ text, link }: ReturnType<typeof consentIn>): TemplateResult {
  const href = link === null ? undefined : safeLink(link);
  const [before, words, after] = partsOf(text);
  // In a tab of its own: what was typed, into the card form above all, must not be lost.
  return href
    ? html`${before}<a href=${href} target="_blank" rel="noopener">${words}</a>${after}`
    : html`${before}${words}${after}`;
}

export function renderOrderNote(context: FieldsContext & { readonly busy: boolean }): TemplateResult {
  const { words, last, checkout, busy } = context;
  const onInput = (event: Event): void =>
    checkout.setField('note', (event.target as HTMLTextAreaElement).value);
  return html`<fieldset part="section" ?disabled=${busy}>
    <div class="field">
      <label for="note">${words.text('field.note')}</label>
      <textarea
        id="note"
        name="note"
        part="input"
        rows="3"
        maxlength="1000"
        autocomplete="off"
        aria-invalid=${last.problems.note ? 'true' : 'false'}
        aria-describedby="note-note"
        .value=${last.fields.note}
        @input=${onInput}
        @change=${onInput}
      ></textarea>
      ${renderNote(context, 'note')}
    </div>
  </fieldset>`;
}
