/** The key's form, tools and tables of the merchant's elements. */
import { css } from 'lit';

export const adminStyles = css`
  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 1rem;
    align-items: center;
    justify-content: space-between;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }
  h3 {
    font-size: 1rem;
    overflow-wrap: anywhere;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
  }
  th {
    text-align: start;
    font-weight: 600;
    font-size: 0.875rem;
    color: var(--_muted);
  }
  .field {
    display: grid;
    gap: 0.25rem;
  }
  .field input,
  .field select,
  .field textarea {
    inline-size: 100%;
    min-block-size: var(--_control);
    padding: 0.5rem 0.75rem;
    border: var(--_line) solid var(--_field);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: inherit;
    font: inherit;
  }
  .key {
    display: grid;
    gap: 0.75rem;
    max-inline-size: 30rem;
    justify-items: start;
  }
  .key .field {
    inline-size: 100%;
  }
  .problem {
    color: var(--_error);
  }
`;
