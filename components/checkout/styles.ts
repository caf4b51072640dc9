import { css } from 'lit';

export const checkoutStyles = css`
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
    gap: 0.75rem;
  }
  @container store-checkout (min-width: 26em) {
    .fields {
      grid-template-columns: 1fr 1fr;
    }
    .field:not(.half) {
      grid-column: 1 / -1;
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
  .field select {
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
  .alert:empty {
    display: none;
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
