/** The catalogue: tools, categories, grid, pages. Everything above the grid keeps its height whatever comes. */
import { css } from 'lit';
import { cardStyles } from './card-styles.js';

const catalog = css`
  .catalog {
    display: grid;
    gap: var(--_gap);
    scroll-margin-block-start: 1rem;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem var(--_gap);
    align-items: center;
    justify-content: space-between;
  }
  .tools form {
    flex: 1 1 14rem;
    max-inline-size: 26rem;
  }
  .tools input {
    inline-size: 100%;
    min-block-size: var(--_control);
    padding-inline: 0.875rem;
    border: var(--_line) solid var(--_field);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .tools input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .sort {
    display: flex;
    gap: 0.625rem;
    align-items: center;
  }
  .sort span {
    white-space: nowrap;
  }
  /* As wide with fewer ways to sort. */
  .sort select {
    flex: none;
    inline-size: 13rem;
  }
  .categories {
    /* One row, whatever there is: it can be dragged and tabbed through. */
    overflow-x: auto;
    scrollbar-width: none;
    min-block-size: calc(var(--_control) + 8px);
    margin-block: -4px;
    padding-block: 4px;
  }
  .categories ul {
    display: flex;
    gap: 0.5rem;
    inline-size: max-content;
  }
  .chip {
    display: inline-flex;
    gap: 0.375rem;
    align-items: center;
    min-block-size: var(--_control);
    padding-inline: 1rem;
    border: var(--_line) solid var(--_border);
    border-radius: 99rem;
    color: inherit;
    text-decoration: none;
    white-space: nowrap;
  }
  /* The row cuts off what stands out of it. */
  .chip:focus-visible {
    outline-offset: -4px;
  }
  .chip:hover {
    background: color-mix(in srgb, var(--_text) 6%, transparent);
  }
  .chip[aria-current] {
    border-color: var(--_accent);
    background: var(--_tint);
    box-shadow: inset 0 0 0 1px var(--_accent);
    font-weight: 600;
  }
  .count {
    min-block-size: 1.5em;
    border-radius: 4px;
  }
  .stage {
    display: grid;
  }
  .stage > * {
    grid-area: 1 / 1;
    min-inline-size: 0;
  }
  .grid {
    --_columns: var(--store-catalog-columns, 4);
    --_gaps: calc((var(--_columns) - 1) * var(--_gap));
    display: grid;
    grid-template-columns: repeat(
      auto-fill,
      minmax(
        max(min(100%, var(--store-catalog-column, 9.5rem)), calc((100% - var(--_gaps)) / var(--_columns))),
        1fr
      )
    );
    gap: calc(var(--_gap) * 2) var(--_gap);
    align-content: start;
  }
  .grid.stale {
    opacity: 0.5;
    transition: opacity 0.2s 0.1s;
  }
  .grid > li {
    display: grid;
    min-inline-size: 0;
  }
  /* The same room in every card: two lines of title and one of price, one button. */
  .grid .card-text {
    min-block-size: var(--store-catalog-text, 4.875rem);
    margin-block-start: 0.625rem;
  }
  .grid .card-text.bare {
    min-block-size: calc(var(--store-catalog-text, 4.875rem) - 1.75rem);
  }
  .grid h3 {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    margin: 0;
  }
  .grid .buy {
    display: grid;
  }
  .grid .buy > * {
    grid-area: 1 / 1;
    padding-inline: 0.5rem;
    text-align: center;
  }
  .ruler {
    visibility: hidden;
  }
  .badge {
    position: absolute;
    inset-block-start: 0.5rem;
    inset-inline-start: 0.5rem;
    padding: 0.125rem 0.5rem;
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_text);
    color: var(--_surface);
    font-weight: 600;
  }
  .room.still {
    visibility: hidden;
  }
  .room .skeleton {
    display: block;
    background: color-mix(in srgb, var(--_text) 7%, var(--_surface));
    border-radius: calc(var(--_radius) / 2);
  }
  .line-1 {
    inline-size: 70%;
    block-size: 1em;
    margin-block-start: 0.2em;
  }
  .line-2 {
    inline-size: 4em;
    block-size: 0.9em;
    margin-block-start: 0.5em;
  }
  .button-room {
    min-block-size: var(--_control);
  }
  .message {
    display: grid;
    gap: var(--_gap);
    justify-items: center;
    align-content: start;
    padding-block: 3rem;
    text-align: center;
    z-index: 1;
  }
  .message .notice {
    text-align: start;
  }
  .pages {
    min-block-size: var(--_control);
  }
  .pages ul {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem;
    justify-content: center;
  }
  .page,
  .gap {
    display: grid;
    place-items: center;
    min-inline-size: var(--_control);
    min-block-size: var(--_control);
    padding-inline: 0.5rem;
    border: var(--_line) solid transparent;
    border-radius: var(--_radius);
    color: inherit;
    text-decoration: none;
    font-variant-numeric: tabular-nums;
  }
  a.page:hover {
    background: color-mix(in srgb, var(--_text) 6%, transparent);
  }
  .page[aria-current] {
    border-color: var(--_field);
    font-weight: 650;
  }
  span.page {
    opacity: 0.35;
  }
  :host(:dir(rtl)) .sign {
    transform: scaleX(-1);
  }
  @media (forced-colors: active) {
    .chip[aria-current],
    .page[aria-current] {
      outline: 3px solid Highlight;
      outline-offset: -3px;
    }
  }
`;

export const catalogStyles = css`
  ${cardStyles}
  ${catalog}
`;
