import { css } from 'lit';

export const evidenceStyles = css`
  /* Not the host: a page's reset makes that inline, which is no container. */
  .evidence {
    container: store-evidence / inline-size;
  }
  .evidence,
  .group,
  .decide {
    display: grid;
    gap: 0.75rem;
    min-inline-size: 0;
  }
  .evidence {
    gap: 1.25rem;
  }
  .states {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1rem;
  }
  .states label {
    display: inline-flex;
    gap: 0.4rem;
    align-items: center;
    min-block-size: 1.75rem;
    cursor: pointer;
  }
  .states input {
    accent-color: var(--_accent);
    inline-size: 1.125rem;
    block-size: 1.125rem;
    margin: 0;
  }
  table {
    table-layout: fixed;
  }
  th,
  td {
    padding: 0.625rem 0.75rem 0.625rem 0;
    border-block-end: var(--_line) solid var(--_border);
    vertical-align: top;
    overflow-wrap: anywhere;
  }
  th:nth-child(2) {
    inline-size: 11rem;
  }
  th:nth-child(3) {
    inline-size: 14rem;
  }
  .subject {
    font-weight: 600;
  }
  .detail {
    font-family: ui-monospace, monospace;
    font-size: 0.8125rem;
  }
  .badge {
    display: inline-block;
    padding: 0.05rem 0.5rem;
    border: var(--_line) solid var(--_border);
    border-radius: 6rem;
    font-size: 0.8125rem;
  }
  .badge.new {
    border-color: var(--_warning);
  }
  .badge.approved {
    border-color: var(--_success);
  }
  .badge.rejected {
    border-color: var(--_error);
  }
  @container store-evidence (inline-size < 40em) {
    table,
    tbody,
    tr,
    td {
      display: block;
    }
    thead {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    tr {
      padding-block: 0.625rem;
      border-block-end: var(--_line) solid var(--_border);
    }
    td {
      padding: 0.125rem 0;
      border: 0;
    }
  }
`;
