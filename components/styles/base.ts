/** The few pieces all elements are built of. */
import { css } from 'lit';
import { tokens } from './tokens.js';

// The page's own sheet says how our tags are displayed; what is to be gone is gone all the same.
const pieces = css`
  :host([hidden]),
  :host(:state(catalog)) {
    display: none !important;
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
    font-family: var(--_font-heading);
    font-size: var(--store-font-size-heading, 1.0625rem);
    font-weight: var(--_heading);
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
    outline: var(--_ring) solid var(--_focus);
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
    min-block-size: var(--_control);
    padding: 0.5rem 1.125rem;
    border: var(--_line) solid var(--_field);
    border-radius: var(--_radius-button);
    background: var(--_surface);
    font-weight: 600;
    text-decoration: none;
    cursor: pointer;
    touch-action: manipulation;
  }
  .button:hover {
    background: color-mix(in srgb, var(--_text) 6%, var(--_surface));
  }
  .button.primary {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
    box-shadow: var(--_shadow);
  }
  .button.primary:hover {
    background: color-mix(in srgb, var(--_accent) 88%, var(--_text));
  }
  .button:disabled,
  .button[aria-disabled='true'] {
    cursor: default;
    background: color-mix(in srgb, var(--_text) 12%, var(--_surface));
    border-color: transparent;
    box-shadow: none;
    color: var(--_muted);
  }
  .link {
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
    --_kind: var(--_accent);
    display: grid;
    gap: 0.5rem;
    justify-items: start;
    padding: 0.75rem 1rem;
    border: var(--_line) solid color-mix(in srgb, var(--_kind) 40%, var(--_border));
    border-radius: var(--_radius);
    background: color-mix(in srgb, var(--_kind) 8%, var(--_surface));
    overflow-wrap: anywhere;
  }
  .notice.error {
    --_kind: var(--_error);
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
`;

/** For what stands in a line of the page's own, such as a cart button in its navigation: the page's text, our pieces. */
export const inline = [tokens, pieces];

/**
 * For an element that is a part of the page by itself. The page's resets don't reach its text: what a page may change of it are
 * tokens and parts. Letter and word spacing stay the reader's.
 */
export const base = [
  ...inline,
  css`
    :host {
      display: block;
      box-sizing: border-box;
      padding: var(--store-padding, 0);
      background: var(--store-color-background, transparent);
      color: var(--_text) !important;
      font-family: var(--_font) !important;
      font-size: var(--_rem) !important;
      font-weight: 400 !important;
      font-style: normal !important;
      line-height: 1.5 !important;
      text-align: start !important;
      text-transform: none !important;
      text-indent: 0 !important;
      white-space: normal !important;
    }
  `,
];

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
    border-block-end: var(--_line) solid var(--_border);
    align-items: start;
  }
  /* A long cart: rows out of view cost nothing. The first are drawn at once, or what is below would move. */
  .line:nth-child(n + 9) {
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
    border-block-start: var(--_line) solid var(--_border);
    font-size: 1.125rem;
    font-weight: 650;
  }
  .stale {
    opacity: 0.7;
  }
`;
