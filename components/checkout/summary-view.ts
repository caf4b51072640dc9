/** What is to be mended, in one place, each with a way to where it is mended: also into the gateway's form. */
import { css, html, type TemplateResult } from 'lit';
import { consentIn, partsOf } from '../../src/checkout/consents.js';
import { namesOf, type AddressName, type FieldName } from '../../src/checkout/fields.js';
import type { Notice } from '../../src/checkout/flow.js';
import { doubtText, type FieldsContext } from './field-view.js';
import { labelOf } from './address-view.js';

export const styles = [
  css`
    .summary {
      display: grid;
      gap: 0.25rem;
      padding: 0 1rem 0.75rem;
      border: var(--_line) solid color-mix(in srgb, var(--_error) 40%, var(--_border));
      border-block-start: 0;
      border-end-start-radius: var(--_radius);
      border-end-end-radius: var(--_radius);
      background: color-mix(in srgb, var(--_error) 8%, var(--_surface));
    }
    .summary a {
      display: inline-block;
      min-block-size: 1.5rem;
      color: inherit;
      text-underline-offset: 0.2em;
      overflow-wrap: anywhere;
    }
    .summary a:hover {
      color: var(--_accent);
    }
    #notice:not(:has(.notice)) {
      display: none;
    }
    #notice:has(.summary) .notice {
      padding-block-end: 0.25rem;
      border-block-end: 0;
      border-end-start-radius: 0;
      border-end-end-radius: 0;
    }
  `,
];

export interface Item {
  /** Of the element to go to; undefined: the gateway's form. */
  readonly id: string | undefined;
  readonly text: string;
}

/** What a notice of kind `fields` or `doubts` is about, in the order it stands on the page. */
export function itemsOf(context: FieldsContext, notice: Notice): readonly Item[] {
  const { words, store, last } = context;
  if (notice.kind !== 'fields' && notice.kind !== 'doubts') return [];
  const { problems, doubts, unagreed, config } = last;
  const fields = namesOf(last).flatMap((name): Item[] => {
    const problem = problems[name];
    const doubt = doubts[name];
    if (!problem && !doubt) return [];
    const why = problem ? words.text(`problem.${problem}`) : doubt ? doubtText(words, last, name, doubt) : '';
    return [
      { id: name, text: words.text('summary.item', { field: fieldName(context, name), problem: why }) },
    ];
  });
  const form =
    notice.kind === 'fields' && notice.form !== undefined
      ? [{ id: undefined, text: notice.form || words.text('notice.form') }]
      : [];
  const consents = (config?.consents ?? [])
    .filter(({ id }) => unagreed.includes(id))
    .map((consent) => ({
      id: `consent-${consent.id}`,
      text: words.text('summary.consent', {
        consent: partsOf(consentIn(consent, store.locale).text).join(''),
      }),
    }));
  return [...fields, ...form, ...consents];
}

function fieldName({ words, store, last }: FieldsContext, name: FieldName): string {
  const isBilling = name.startsWith('billing-');
  const part = name.replace('billing-', '') as AddressName | 'email' | 'phone' | 'note';
  if (part === 'email' || part === 'phone' || part === 'note') return words.text(`field.${part}`);
  const label = labelOf(store, last.addresses[isBilling ? 'billing' : 'shipping'], part);
  return isBilling ? words.text('summary.billing', { field: label }) : label;
}

/** `go`: puts the cursor into what has that id. */
export function renderSummary(
  { checkout }: FieldsContext,
  items: readonly Item[],
  go: (id: string) => void,
): TemplateResult {
  const onClick = (event: Event, id: string | undefined): void => {
    event.preventDefault();
    if (id === undefined) checkout.focusForm();
    else go(id);
  };
  return html`<ul class="summary">
    ${items.map(
      ({ id, text }) =>
        html`<li>
          <a href=${`#${id ?? 'payment-title'}`} @click=${(event: Event) => onClick(event, id)}>${text}</a>
        </li>`,
    )}
  </ul>`;
}
