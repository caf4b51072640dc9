/** One field: a real label, the browser's own autofill, what is wrong or doubtful tied to it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Doubt } from '../../src/address/form.js';
import type { FieldName } from '../../src/checkout/fields.js';
import type { Checkout, CheckoutSnapshot } from '../../src/checkout/snapshot.js';
import type { Store } from '../../src/store.js';
import type { Words } from './words.js';

export interface FieldsContext {
  readonly store: Store;
  readonly words: Words;
  readonly last: CheckoutSnapshot;
  readonly checkout: Checkout;
  /** Regions that are typed though there is a list: theirs is not in it. By field and country. */
  readonly typed: Set<string>;
  /** Draws again. */
  readonly redraw: () => void;
}

export interface FieldLook {
  readonly name: FieldName;
  readonly label: string;
  /** https://html.spec.whatwg.org/#autofill */
  readonly autocomplete: AutoFill;
  readonly type?: 'email' | 'tel';
  readonly inputmode?: 'numeric';
  readonly hint?: string;
  readonly maxlength?: number;
  /** How many stand in its row, where there is room. */
  readonly of?: number;
  readonly first?: boolean;
  /** To choose from, in place of typing. */
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  readonly choose?: (value: string) => void;
  readonly after?: TemplateResult | typeof nothing;
}

/**
 * Autofill, as measured in November 2026: Chromium 156 fills these fields in the shadow root, lists included, with one choice
 * if all of them are of one section (`shipping …`, e-mail and phone too: test/e2e/comfort.test.ts). Firefox 153's own modules,
 * asked with its privileges, know all nine of them there by their tokens, and fill them. WebKit's test browser has no autofill.
 * Whatever fills a field without an event is kept, and read at the end.
 */
export function renderField(context: FieldsContext, look: FieldLook): TemplateResult {
  const { checkout, last } = context;
  const { name } = look;
  const onInput = (event: Event): void => checkout.setField(name, (event.target as HTMLInputElement).value);
  const onChange = (event: Event): void => {
    onInput(event);
    checkout.leaveField(name);
  };
  const invalid = last.problems[name] ? 'true' : 'false';
  return html`<div class="field of-${look.of ?? 1} ${look.first ? 'first' : ''}">
    <label for=${name}>${look.label}</label>
    ${
      look.options
        ? renderSelect(context, look)
        : html`<input
            id=${name}
            name=${name}
            part="input"
            type=${look.type ?? 'text'}
            autocomplete=${look.autocomplete}
            inputmode=${look.inputmode ?? nothing}
            enterkeyhint="next"
            maxlength=${look.maxlength ?? 200}
            aria-invalid=${invalid}
            aria-describedby=${`${name}-note`}
            .value=${last.fields[name]}
            @input=${onInput}
            @change=${onChange}
          />`
    }
    ${renderNote(context, name, look.hint)} ${look.after ?? nothing}
  </div>`;
}

function renderSelect({ checkout, last }: FieldsContext, look: FieldLook): TemplateResult {
  const { name, options = [], choose } = look;
  const onChange = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    if (choose) return choose(value);
    checkout.setField(name, value);
    checkout.leaveField(name);
  };
  return html`<select
    id=${name}
    name=${name}
    part="input"
    autocomplete=${look.autocomplete}
    aria-invalid=${last.problems[name] ? 'true' : 'false'}
    aria-describedby=${`${name}-note`}
    @change=${onChange}
  >
    ${options.map(({ value, label }) => html`<option value=${value} .selected=${value === last.fields[name]}>${label}</option>`)}
  </select>`;
}

/** Always there: a place that appears with its text is not read. */
export function renderNote({ words, last }: FieldsContext, name: FieldName, hint = ''): TemplateResult {
  const problem = last.problems[name];
  const doubt = problem ? undefined : last.doubts[name];
  const look = problem ? 'problem' : doubt ? 'doubt' : 'muted';
  return html`<p id=${`${name}-note`} class="note small ${look}" part=${problem ? 'error' : nothing}>
    ${problem ? words.text(`problem.${problem}`) : doubt ? doubtText(words, last, name, doubt) : hint}
  </p>`;
}

export function doubtText(words: Words, last: CheckoutSnapshot, name: FieldName, doubt: Doubt): string {
  const { postal } = last.addresses[name.startsWith('billing-') ? 'billing' : 'shipping'];
  return words.text(`doubt.${doubt}`, { example: postal?.example ?? '' });
}
