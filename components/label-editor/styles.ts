import { css } from 'lit';

export const labelEditorStyles = css`
  /* Not the host: a page's reset makes that inline, which is no container. */
  .editor {
    container: store-label-editor / inline-size;
  }
  .editor,
  .part,
  .bar {
    display: grid;
    gap: 1rem;
    min-inline-size: 0;
  }
  .editor {
    gap: 1.5rem;
  }
  .find,
  .row-of,
  .tools,
  .filters {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 1rem;
  }
  .tools {
    gap: 0.5rem;
  }
  .row-of {
    align-items: center;
    justify-content: space-between;
  }
  .field {
    display: grid;
    gap: 0.25rem;
    flex: 0 1 14rem;
    min-inline-size: 0;
  }
  .search {
    flex: 1 1 16rem;
  }
  select,
  input[type='search'],
  textarea {
    font: inherit;
    color: inherit;
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: 2.75rem;
    padding: 0.5rem 0.75rem;
    border: 1px solid var(--_field);
    border-radius: var(--_radius);
    background: var(--_surface);
    /* Under 16px iOS zooms into the field. */
    font-size: max(1rem, 16px);
  }
  ::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  textarea {
    resize: vertical;
    line-height: 1.5;
    field-sizing: content;
    max-block-size: 14rem;
    overflow-wrap: anywhere;
  }
  .filters label {
    display: inline-flex;
    gap: 0.4rem;
    align-items: center;
    min-block-size: 1.75rem;
    cursor: pointer;
  }
  .filters input {
    accent-color: var(--_accent);
    inline-size: 1.125rem;
    block-size: 1.125rem;
    margin: 0;
  }
  .unsaved {
    padding-inline-start: 0.75rem;
    border-inline-start: 4px solid var(--_accent);
  }
  .told:not(:has(.notice)) {
    display: none;
  }
  h3 {
    font-size: 1rem;
    font-weight: 650;
  }
  .text {
    display: grid;
    gap: 0.5rem 1.5rem;
    padding-block: 0.875rem;
    padding-inline: 0.875rem;
    border-block-start: 1px solid var(--_border);
    border-inline-start: 3px solid transparent;
    /* Hundreds of rows: those out of view cost nothing. */
    content-visibility: auto;
    contain-intrinsic-block-size: auto 6rem;
  }
  .text.changed {
    background: var(--_tint);
    border-inline-start-color: var(--_accent);
  }
  @container store-label-editor (min-width: 44em) {
    .text {
      grid-template-columns: minmax(0, 5fr) minmax(0, 7fr);
    }
  }
  .about,
  .own,
  .notes {
    display: grid;
    gap: 0.25rem;
    align-content: start;
    justify-items: start;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .notes:not(:has(p)) {
    display: none;
  }
  code {
    font-family: ui-monospace, monospace;
  }
  .own .link {
    min-block-size: 1.75rem;
  }
  .problem {
    color: var(--_error);
    font-weight: 550;
  }
`;
