import { css } from 'lit';

export const themeEditorStyles = css`
  /* Not the host: a page's reset makes that inline, which is no container. */
  .editor {
    container: store-theme-editor / inline-size;
  }
  :host {
    min-inline-size: min(100%, 18rem);
  }
  .editor,
  .group,
  .found {
    display: grid;
    gap: var(--_gap);
    grid-template-columns: minmax(0, 1fr);
    overflow-wrap: anywhere;
    align-content: start;
  }
  .group {
    gap: 0.75rem;
  }
  legend {
    margin-block-end: 0.625rem;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
    align-items: end;
  }
  .fields {
    display: grid;
    gap: 0.75rem 1.25rem;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr));
  }
  .field {
    display: grid;
    gap: 0.25rem;
    align-content: start;
    min-inline-size: 0;
  }
  label,
  .name {
    font-size: 0.9375rem;
    font-weight: 550;
  }
  .value {
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
  .row {
    display: flex;
    justify-content: space-between;
    gap: 0.5rem;
  }
  select,
  textarea,
  .code {
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: var(--_control);
    padding: 0.375rem 0.625rem;
    border: var(--_line) solid var(--_field);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: inherit;
    font: inherit;
  }
  .bar select {
    inline-size: auto;
    max-inline-size: 100%;
  }
  textarea,
  .code {
    font-family: ui-monospace, monospace;
    font-size: 0.875rem;
  }
  .code[aria-invalid='true'] {
    border-color: var(--_error);
  }
  .pick {
    display: flex;
    gap: 0.5rem;
  }
  input[type='color'] {
    flex: none;
    inline-size: 3rem;
    block-size: var(--_control);
    padding: 0.25rem;
    border: var(--_line) solid var(--_field);
    border-radius: var(--_radius);
    background: var(--_surface);
    cursor: pointer;
  }
  input[type='range'] {
    inline-size: 100%;
    min-block-size: 1.75rem;
    margin: 0;
    accent-color: var(--_accent);
  }
  .schemes {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1rem;
    align-items: center;
  }
  .schemes label {
    display: inline-flex;
    gap: 0.4rem;
    align-items: center;
    min-block-size: 1.75rem;
    font-weight: 400;
  }
  .schemes input {
    inline-size: 1.125rem;
    block-size: 1.125rem;
    margin: 0;
    accent-color: var(--_accent);
  }
  .found li {
    display: grid;
    gap: 0.375rem;
    justify-items: start;
  }
  .swatch {
    display: inline-block;
    inline-size: 1em;
    block-size: 1em;
    border: 1px solid currentColor;
    border-radius: 50%;
    vertical-align: -0.1em;
  }
  summary {
    cursor: pointer;
    min-block-size: 1.75rem;
  }
  details[open] > .group {
    padding-block-start: 0.5rem;
  }
  @container store-theme-editor (min-width: 56em) {
    .columns {
      display: grid;
      gap: calc(var(--_gap) * 2);
      grid-template-columns: minmax(0, 2fr) minmax(0, 1fr);
    }
    .side {
      position: sticky;
      inset-block-start: var(--_gap);
    }
  }
  .columns,
  .side {
    align-content: start;
    align-items: start;
  }
  .columns > *,
  .side {
    display: grid;
    gap: calc(var(--_gap) * 1.5);
  }
  .columns {
    display: grid;
    gap: calc(var(--_gap) * 1.5);
  }
`;
