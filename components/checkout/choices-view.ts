/** A list to choose one of: gateways, and the ways to pay of one. Nothing where there is nothing to choose. */
import { html, nothing, type TemplateResult } from 'lit';

export interface Choices {
  /** For screen readers; it stands below a heading that says as much. */
  readonly title: string;
  /** Of the group of radio buttons. */
  readonly name: string;
  readonly chosen: string | undefined;
  readonly choices: readonly { readonly id: string; readonly label: string }[];
  readonly choose: (id: string) => void;
}

export function renderChoices({
  title,
  name,
  chosen,
  choices,
  choose,
}: Choices): TemplateResult | typeof nothing {
  if (choices.length < 2) return nothing;
  return html`<fieldset class="choices">
    <legend class="hidden">${title}</legend>
    ${choices.map(
      ({ id, label }) =>
        html`<label class="choice">
          <input type="radio" name=${name} .checked=${id === chosen} @change=${() => choose(id)} />
          <span>${label}</span>
        </label>`,
    )}
  </fieldset>`;
}
