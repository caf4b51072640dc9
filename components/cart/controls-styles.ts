/** The controls of a line. */
import { css } from 'lit';

export const controlsStyles = css`
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
`;
