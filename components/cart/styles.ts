/** What the cart's extras look like. */
import { css } from 'lit';

export const extrasStyles = css`
  :host([mode='drawer']) {
    display: contents;
  }
  dialog {
    position: fixed;
    inset: 0;
    inset-inline-start: auto;
    inline-size: min(27rem, 100vw);
    block-size: 100dvh;
    max-inline-size: none;
    max-block-size: none;
    margin: 0;
    padding: 0;
    border: 0;
    overflow: hidden;
    background: var(--store-color-background, var(--_surface));
    color: var(--_text);
    box-shadow: 0 0 3rem rgb(0 0 0 / 25%);
    --_away: 100% 0;
    translate: var(--_away);
    transition:
      translate 0.28s cubic-bezier(0.2, 0.7, 0.2, 1),
      display 0.28s allow-discrete,
      overlay 0.28s allow-discrete;
  }
  dialog:dir(rtl) {
    --_away: -100% 0;
  }
  dialog[open] {
    translate: none;
    animation: come 0.28s cubic-bezier(0.2, 0.7, 0.2, 1);
  }
  @keyframes come {
    from {
      translate: var(--_away);
    }
  }
  dialog::backdrop {
    background: rgb(10 10 20 / 45%);
    opacity: 0;
    transition:
      opacity 0.28s,
      display 0.28s allow-discrete,
      overlay 0.28s allow-discrete;
  }
  dialog[open]::backdrop {
    opacity: 1;
    animation: dim 0.28s;
  }
  @keyframes dim {
    from {
      opacity: 0;
    }
  }
  .panel {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    block-size: 100%;
  }
  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 1rem;
    padding: 0.75rem 1.25rem;
    padding-block-start: max(0.75rem, env(safe-area-inset-top));
    border-block-end: var(--_line) solid var(--_border);
  }
  .head h2 {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 0.625rem;
  }
  .head h2 .small {
    font-weight: 400;
  }
  .shut {
    display: grid;
    place-items: center;
    inline-size: var(--_control);
    block-size: var(--_control);
    margin-inline-end: -0.625rem;
    padding: 0;
    border: 0;
    border-radius: var(--_radius-button);
    background: none;
    cursor: pointer;
  }
  .shut:hover {
    background: color-mix(in srgb, var(--_text) 7%, transparent);
  }
  .inside {
    display: flex;
    flex-direction: column;
    padding-inline: 1.25rem;
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  .inside > .below {
    display: contents;
  }
  .inside .extras > :last-child {
    border-block-end: 0;
  }
  .inside .foot {
    position: sticky;
    inset-block-end: 0;
    margin-block-start: auto;
    margin-inline: -1.25rem;
    padding: 0 1.25rem max(1rem, env(safe-area-inset-bottom));
    border-block-start: var(--_line) solid var(--_border);
    background: var(--store-color-background, var(--_surface));
  }
  .inside .foot .totals {
    padding-block: 0.75rem 0.25rem;
  }
  .inside > .lines:first-child > .line:first-child {
    padding-block-start: 1.25rem;
  }
  .notice.success {
    --_kind: var(--_success);
  }
  .told {
    margin-block: var(--_gap);
  }
  .gone {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem 1rem;
    padding-block: 0.75rem;
    border-block-end: var(--_line) solid var(--_border);
    overflow-wrap: anywhere;
  }
  .button.small {
    min-block-size: max(24px, 2.25rem);
    padding: 0.25rem 0.875rem;
  }
  .extras {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    overflow-wrap: anywhere;
  }
  .extras > * {
    padding-block: 0.25rem;
    border-block-end: var(--_line) solid var(--_border);
  }
  .free {
    display: grid;
    gap: 0.5rem;
    padding-block: 0.875rem 1rem;
  }
  progress {
    appearance: none;
    inline-size: 100%;
    block-size: 0.375rem;
    border: 0;
    border-radius: 1rem;
    overflow: hidden;
    background: color-mix(in srgb, var(--_text) 12%, transparent);
    color: var(--_accent);
  }
  progress::-webkit-progress-bar {
    background: none;
  }
  progress::-webkit-progress-value {
    border-radius: 1rem;
    background: var(--_accent);
    transition: inline-size 0.3s;
  }
  progress::-moz-progress-bar {
    border-radius: 1rem;
    background: var(--_accent);
  }
  progress.full::-webkit-progress-value {
    background: var(--_success);
  }
  progress.full::-moz-progress-bar {
    background: var(--_success);
  }
  @media (forced-colors: active) {
    progress {
      forced-color-adjust: none;
      border: 1px solid CanvasText;
      color: Highlight;
      background: Canvas;
    }
    progress::-webkit-progress-value {
      background: Highlight;
    }
    progress::-moz-progress-bar {
      background: Highlight;
    }
  }
  summary {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-block-size: var(--_control);
    font-weight: 550;
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary::after {
    content: '';
    inline-size: 0.5rem;
    block-size: 0.5rem;
    margin-inline: 0.25rem;
    border: solid var(--_muted);
    border-width: 0 2px 2px 0;
    transform: translateY(-0.125rem) rotate(45deg);
  }
  details[open] > summary::after {
    transform: translateY(0.125rem) rotate(225deg);
  }
  details > :last-child:not(summary, .problem) {
    padding-block-end: 0.75rem;
  }
  .row {
    display: flex;
    gap: 0.5rem;
  }
  .row input {
    flex: 1;
    min-inline-size: 0;
  }
  .row input,
  .stack > input,
  textarea,
  select,
  .field {
    inline-size: 100%;
    min-block-size: var(--_control);
    padding: 0.5rem 0.75rem;
    border: var(--_line) solid var(--_field);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: inherit;
    font: inherit;
  }
  :is(.row, .stack) > input::placeholder {
    color: var(--_muted);
  }
  textarea {
    display: block;
    resize: vertical;
  }
  [aria-invalid='true'] {
    border-color: var(--_error);
  }
  details .problem:not(:empty) {
    padding-block: 0.375rem 0.75rem;
  }
  .row:has(+ .problem:empty) {
    padding-block-end: 0.75rem;
  }
  .stack {
    display: grid;
    gap: 0.5rem;
  }
  .stack .problem {
    padding: 0;
  }
  .code {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.375rem 0.75rem;
    min-block-size: 3.25rem;
  }
  .code .link {
    margin-inline-start: auto;
    min-block-size: var(--_control);
  }
  .tag {
    padding: 0.125rem 0.625rem;
    border: var(--_line) dashed var(--_field);
    border-radius: 1rem;
    font-size: 0.875rem;
    font-weight: 600;
    letter-spacing: 0.03em;
    overflow-wrap: anywhere;
  }
  .good {
    color: var(--_success);
    font-weight: 550;
  }
  .choice {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 0.625rem;
    align-items: baseline;
    padding-block: 0.5rem;
    cursor: pointer;
  }
  .choice input {
    inline-size: 1.125rem;
    block-size: 1.125rem;
    margin: 0;
    accent-color: var(--_accent);
    translate: 0 0.15rem;
  }
  @media (max-width: 34em) {
    dialog {
      inline-size: 100vw;
      --_away: 0 100%;
      box-shadow: none;
    }
    dialog:dir(rtl) {
      --_away: 0 100%;
    }
  }
  @media (max-height: 30em) {
    .inside .foot {
      position: static;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    dialog::backdrop {
      transition: none;
      animation: none !important;
    }
  }
`;
