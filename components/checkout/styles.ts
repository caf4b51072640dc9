import { css } from 'lit';

/** A box to tick and what it says. */
export const tickStyles = css`
  .tick {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0.75rem;
    align-items: start;
    padding-block: 0.125rem;
    font-weight: 400;
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  .tick input {
    inline-size: 1.5rem;
    block-size: 1.5rem;
    margin: 0;
    accent-color: var(--_accent);
  }
  .tick input[aria-invalid='true'] {
    outline: 2px solid var(--_error);
    outline-offset: 2px;
  }
`;

export const checkoutStyles = css`
  /* Not the host: a page's reset makes that inline, which is no container. */
  .form {
    container: store-checkout / inline-size;
  }
  .form {
    display: grid;
    gap: calc(var(--_gap) * 1.75);
  }
  fieldset,
  section {
    display: grid;
    gap: 0.75rem;
  }
  legend,
  h2 {
    margin-block-end: 0.75rem;
  }
  section > h2 {
    margin-block-end: 0;
  }
  .fields {
    display: grid;
    grid-template-columns: repeat(6, minmax(0, 1fr));
    gap: 0.75rem;
  }
  .field {
    grid-column: 1 / -1;
  }
  .field.of-2 {
    grid-column: span 3;
  }
  .field.of-3 {
    grid-column: span 3;
  }
  .field.of-3.first {
    grid-column: 1 / -1;
  }
  @container store-checkout (min-width: 26em) {
    .field.of-3,
    .field.of-3.first {
      grid-column: span 2;
    }
  }
  .field {
    display: grid;
    gap: 0.25rem;
    align-content: start;
  }
  label {
    font-size: 0.9375rem;
    font-weight: 550;
  }
  .field input,
  .field select,
  .field textarea {
    inline-size: 100%;
    min-block-size: var(--_control);
    /* The field to mend is shown with its label. */
    scroll-margin-block: 4rem;
    padding: 0.5rem 0.75rem;
    border: var(--_line) solid var(--_field);
    border-radius: var(--_radius);
    background: var(--_surface);
    /* Under 16px iOS zooms into the field. */
    font-size: max(1rem, 16px);
  }
  .field [aria-invalid='true'] {
    border-color: var(--_error);
    box-shadow: inset 0 0 0 1px var(--_error);
  }
  .field textarea {
    min-block-size: 5rem;
    resize: vertical;
    font-family: inherit;
    color: inherit;
    line-height: inherit;
  }
  .doubt {
    padding-inline-start: 0.625rem;
    border-inline-start: 3px solid var(--_warning);
  }
  .suggestion {
    min-block-size: 1.5rem;
    color: var(--_accent);
    font-weight: 550;
    text-align: start;
    overflow-wrap: anywhere;
  }
  .consents:empty {
    display: none;
  }
  .note:empty {
    display: none;
  }
  .problem {
    color: var(--_error);
    font-weight: 550;
  }
  .choices {
    display: grid;
    gap: 0;
    border: var(--_line) solid var(--_border);
    border-radius: var(--_radius);
    overflow: clip;
  }
  /* About two ways to deliver. */
  .wait {
    min-block-size: 8rem;
  }
  .choice {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    min-block-size: var(--_control);
    padding: 0.625rem 0.875rem;
    cursor: pointer;
    font-weight: 400;
  }
  .choice > :not(.amount) {
    overflow-wrap: anywhere;
  }
  .choice + .choice {
    border-block-start: var(--_line) solid var(--_border);
  }
  .choice:has(:checked) {
    background: var(--_tint);
  }
  .choice input {
    inline-size: 1.125rem;
    block-size: 1.125rem;
    margin: 0;
    accent-color: var(--_accent);
  }
  .choice .amount {
    margin-inline-start: auto;
  }
  .choice-text {
    display: grid;
  }
  .frame {
    /* The room of a card form: what comes below does not move when it loads. */
    min-block-size: 9.5rem;
    position: relative;
  }
  .frame[hidden] {
    display: none;
  }
  .waiting {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    border: 1px dashed var(--_border);
    border-radius: var(--_radius);
    pointer-events: none;
  }
  .foot {
    display: grid;
    gap: var(--_gap);
  }
  .totals {
    padding-block: 0;
  }
  /* What is left belongs to what there was. */
  .totals.part {
    margin-block-start: -1.25rem;
  }
  .pay {
    inline-size: 100%;
    min-block-size: 3.25rem;
    font-size: 1.0625rem;
  }
  .pay[hidden] {
    display: none;
  }
  .empty {
    padding-block: 2rem;
  }
`;
