import { css } from 'lit';

export const reportStyles = css`
  /* Not the host: a page's reset makes that inline, which is no container. */
  .reports {
    container: store-reports / inline-size;
  }
  .reports,
  .body {
    display: grid;
    gap: 1.25rem;
    min-inline-size: 0;
  }
  .body {
    transition: opacity 0.15s;
  }
  .body[aria-busy='true'] {
    opacity: 0.55;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
    align-items: end;
  }
  .choices .field {
    min-inline-size: 9rem;
  }
  .choices .field > span {
    font-size: 0.8125rem;
    color: var(--_muted);
  }
  .tiles {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(8rem, 100%), 1fr));
    gap: 0.75rem;
  }
  .tile,
  .card {
    display: grid;
    gap: 0.25rem;
    align-content: start;
    padding: 1rem 1.125rem;
    border: var(--_line) solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    min-inline-size: 0;
  }
  .card {
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
  }
  dt {
    color: var(--_muted);
    font-size: 0.875rem;
  }
  .tile .number {
    font-size: 1.5rem;
    font-weight: 650;
    line-height: 1.2;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  @container store-reports (inline-size < 30em) {
    .tile {
      padding: 0.75rem 0.875rem;
    }
    .tile .number {
      font-size: 1.1875rem;
    }
  }
  .change {
    display: inline-flex;
    flex-wrap: wrap;
    gap: 0 0.35em;
    overflow-wrap: anywhere;
    align-items: baseline;
    font-size: 0.8125rem;
    color: var(--_muted);
  }
  .change.better b {
    color: var(--_success);
  }
  .change.worse b {
    color: var(--_error);
  }
  .cards {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr));
    gap: 0.75rem;
  }
  .wide {
    grid-column: 1 / -1;
  }
  figure {
    margin: 0;
  }
  .chart {
    display: grid;
    grid-template: auto auto / auto minmax(0, 1fr);
    gap: 0.375rem 0.625rem;
  }
  .chart svg {
    inline-size: 100%;
    block-size: 12rem;
    overflow: visible;
  }
  .scale {
    display: flex;
    flex-direction: column;
    justify-content: space-between;
    margin-block: -0.6em;
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .ends {
    grid-column: 2;
    display: flex;
    justify-content: space-between;
    gap: 1rem;
  }
  .grid,
  .zero {
    stroke: var(--_border);
    vector-effect: non-scaling-stroke;
  }
  .zero {
    stroke: var(--_field);
  }
  .column {
    fill: transparent;
  }
  .bar:hover .column {
    fill: color-mix(in srgb, var(--_text) 6%, transparent);
  }
  .value {
    fill: var(--_accent);
  }
  .value.below {
    fill: var(--_error);
  }
  @media (forced-colors: active) {
    .value {
      fill: CanvasText;
    }
  }
  summary {
    cursor: pointer;
    min-block-size: 1.75rem;
    font-size: 0.875rem;
    color: var(--_muted);
  }
  .scroll {
    overflow-x: auto;
  }
  th,
  td {
    padding-block: 0.5rem;
    border-block-end: var(--_line) solid var(--_border);
    vertical-align: top;
  }
  th:first-child {
    min-inline-size: 6rem;
    overflow-wrap: anywhere;
  }
  tbody th {
    color: inherit;
    font-weight: 400;
    font-size: inherit;
  }
  td,
  th:not(:first-child) {
    text-align: end;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
    padding-inline-start: 1rem;
  }
  thead th:not(:first-child) {
    white-space: normal;
    overflow-wrap: normal;
  }
  tbody tr:last-child > * {
    border: 0;
  }
  .steps {
    display: grid;
    gap: 0.5rem;
    padding: 0;
    margin: 0;
    list-style: none;
  }
  .steps li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.125rem 1rem;
  }
  .steps svg {
    grid-column: 1 / -1;
    inline-size: 100%;
    block-size: 0.5rem;
    border-radius: var(--_radius);
    background: color-mix(in srgb, var(--_text) 8%, var(--_surface));
  }
  .badge {
    display: inline-block;
    padding: 0.05rem 0.6rem;
    border: var(--_line) solid var(--_warning);
    border-radius: 6rem;
    font-size: 0.8125rem;
  }
`;
