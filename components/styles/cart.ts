import { css } from 'lit';

export const cart = css`
  .room {
    min-block-size: 12rem;
  }
  .empty {
    padding-block: 2rem;
  }
  /* A line's room before its price is known is its room after: nothing below it moves. */
  :host(:not([readonly])) .line {
    min-block-size: 8.75rem;
  }
  .words {
    block-size: 2.5rem;
  }
  .totals-room {
    block-size: 1.5rem;
    margin-block: var(--_gap);
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 1rem;
    margin-block-start: 0.25rem;
  }
  .controls .link {
    min-block-size: var(--_control);
  }
  .quantity {
    display: inline-grid;
    grid-template-columns: var(--_control) 3rem var(--_control);
    border: var(--_line) solid var(--_field);
    border-radius: var(--_radius);
    overflow: clip;
  }
  .quantity > * {
    min-block-size: var(--_control);
    border: 0;
    padding: 0;
    background: none;
    text-align: center;
    font-variant-numeric: tabular-nums;
  }
  .quantity button {
    cursor: pointer;
    font-size: 1.125rem;
  }
  .quantity button:hover:not(:disabled) {
    background: color-mix(in srgb, var(--_text) 7%, transparent);
  }
  .quantity button:disabled {
    color: color-mix(in srgb, var(--_muted) 50%, transparent);
    cursor: default;
  }
  .quantity :focus-visible {
    outline-offset: -2px;
  }
  .problem {
    color: var(--_error);
    font-weight: 550;
  }
  .foot {
    display: grid;
    gap: 0.5rem;
  }
  .go {
    inline-size: 100%;
    margin-block-start: 0.5rem;
  }
  :host([readonly]) .line {
    padding-block: 0.75rem;
    contain-intrinsic-block-size: auto 5rem;
  }
  :host([readonly]) .picture {
    inline-size: 3.5rem;
  }
`;
