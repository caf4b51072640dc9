/**
 * Tokens in two tiers and the few pieces all elements are built of. First tier: `--store-*`, set by the merchant on any
 * ancestor. Second: `--_*`, derived here. Defaults follow the page's `color-scheme`.
 */
import { css } from 'lit';

export const base = css`
  :host {
    --_text: var(--store-color-text, light-dark(#1d1d20, #ededf0));
    --_muted: var(--store-color-muted, light-dark(#5f5f68, #a5a5b0));
    --_surface: var(--store-color-surface, light-dark(#fff, #1b1b1f));
    --_border: var(--store-color-border, light-dark(#d8d8de, #3c3c44));
    --_accent: var(--store-color-accent, light-dark(#2447c9, #9db2ff));
    --_on-accent: var(--store-color-on-accent, light-dark(#fff, #10131f));
    --_error: var(--store-color-error, light-dark(#b3261e, #ffb4ab));
    --_success: var(--store-color-success, light-dark(#176c41, #86d8aa));
    --_radius: var(--store-radius, 8px);
    --_font: var(--store-font, inherit);
    --_gap: var(--store-gap, 1rem);
    --_field: color-mix(in srgb, var(--_text) 45%, var(--_border));
    --_tint: color-mix(in srgb, var(--_accent) 8%, var(--_surface));

    display: block;
    color: var(--_text);
    font-family: var(--_font);
    line-height: 1.5;
    text-align: start;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  ul,
  dl,
  dd,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  ul {
    list-style: none;
  }
  h2,
  legend {
    font-size: 1.0625rem;
    font-weight: 650;
    line-height: 1.3;
    padding: 0;
  }
  img {
    display: block;
    max-inline-size: 100%;
    block-size: auto;
  }
  button,
  input,
  select {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }
  a {
    color: var(--_accent);
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .muted {
    color: var(--_muted);
  }
  .small {
    font-size: 0.875rem;
  }
  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .button {
    appearance: none;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5em;
    min-block-size: 2.75rem;
    padding: 0.5rem 1.125rem;
    border: 1px solid var(--_field);
    border-radius: var(--_radius);
    background: var(--_surface);
    font-weight: 600;
    text-decoration: none;
    cursor: pointer;
    touch-action: manipulation;
    transition: background-color 0.12s;
  }
  .button:hover {
    background: color-mix(in srgb, var(--_text) 6%, var(--_surface));
  }
  .button.primary {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .button.primary:hover {
    background: color-mix(in srgb, var(--_accent) 88%, var(--_text));
  }
  .button:disabled,
  .button[aria-disabled='true'] {
    cursor: default;
    background: color-mix(in srgb, var(--_text) 12%, var(--_surface));
    border-color: transparent;
    color: var(--_muted);
  }
  .link {
    appearance: none;
    border: 0;
    background: none;
    padding: 0;
    color: var(--_muted);
    text-decoration: underline;
    text-underline-offset: 0.2em;
    cursor: pointer;
  }
  .link:hover {
    color: var(--_text);
  }
  .notice {
    display: grid;
    gap: 0.5rem;
    justify-items: start;
    padding: 0.75rem 1rem;
    border: 1px solid var(--_border);
    border-inline-start: 4px solid var(--_accent);
    border-radius: var(--_radius);
    background: var(--_tint);
  }
  .notice.error {
    border-inline-start-color: var(--_error);
    background: color-mix(in srgb, var(--_error) 7%, var(--_surface));
  }
  .notice.success {
    border-inline-start-color: var(--_success);
    background: color-mix(in srgb, var(--_success) 8%, var(--_surface));
  }
  .skeleton {
    border-radius: var(--_radius);
    background: color-mix(in srgb, var(--_text) 7%, var(--_surface));
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
      animation: none !important;
    }
  }
  @media (forced-colors: active) {
    .button {
      border-color: ButtonText;
    }
  }
`;

/** Lines and totals: cart, summary, receipt. */
export const lines = css`
  .lines {
    display: grid;
  }
  .line {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    grid-template-rows: auto 1fr;
    gap: 0.25rem var(--_gap);
    padding-block: var(--_gap);
    border-block-end: 1px solid var(--_border);
    align-items: start;
    /* A long cart: rows out of view cost nothing. */
    content-visibility: auto;
    contain-intrinsic-block-size: auto 6.5rem;
  }
  .picture {
    inline-size: 4.5rem;
    aspect-ratio: 4 / 5;
    overflow: hidden;
    border-radius: calc(var(--_radius) * 0.75);
    background: color-mix(in srgb, var(--_text) 5%, var(--_surface));
  }
  .picture img {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .line .picture {
    grid-row: 1 / span 2;
  }
  .line-below {
    grid-column: 2 / -1;
  }
  .line-text,
  .line-below {
    display: grid;
    gap: 0.25rem;
    align-content: start;
    justify-items: start;
    overflow-wrap: anywhere;
  }
  .line-title {
    font-weight: 600;
  }
  .amount {
    font-variant-numeric: tabular-nums;
    text-align: end;
    white-space: nowrap;
  }
  .totals {
    display: grid;
    gap: 0.375rem;
    padding-block: var(--_gap);
  }
  .totals > div {
    display: flex;
    justify-content: space-between;
    gap: 1rem;
  }
  .totals .total {
    margin-block-start: 0.375rem;
    padding-block-start: 0.75rem;
    border-block-start: 1px solid var(--_border);
    font-size: 1.125rem;
    font-weight: 650;
  }
  .stale {
    opacity: 0.55;
  }
`;
