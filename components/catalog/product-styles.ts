/** A product by itself. */
import { css } from 'lit';
import { cardStyles } from './card-styles.js';

const full = css`
  .full {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr));
    gap: calc(var(--_gap) * 2);
    align-items: start;
    overflow-wrap: anywhere;
  }
  .facts {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--_gap);
    justify-items: start;
    max-inline-size: 34rem;
  }
  .facts > * {
    inline-size: 100%;
  }
  .full h1 {
    margin: 0;
    font-family: var(--_font-heading);
    font-size: 1.75rem;
    font-weight: var(--_heading);
    line-height: 1.2;
  }
  .full .price {
    font-size: 1.25rem;
  }
  .option {
    min-inline-size: 0;
  }
  .option-name {
    display: block;
    margin-block-end: 0.375rem;
    font-size: 0.9375rem;
    font-weight: 600;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }
  .choice {
    position: relative;
    display: inline-flex;
    max-inline-size: 100%;
  }
  .choice input {
    appearance: none;
    position: absolute;
    inset: 0;
    margin: 0;
    border: var(--_line) solid var(--_field);
    border-radius: var(--_radius);
    background: var(--_surface);
    cursor: pointer;
  }
  .choice input:checked {
    border-color: var(--_accent);
    background: var(--_tint);
    box-shadow: inset 0 0 0 1px var(--_accent);
  }
  .choice-text {
    position: relative;
    display: grid;
    place-items: center;
    min-inline-size: var(--_control);
    min-block-size: var(--_control);
    padding: 0.25rem 0.875rem;
    pointer-events: none;
  }
  .choice.not .choice-text {
    color: var(--_muted);
    text-decoration: line-through;
  }
  .choice.not input {
    border-style: dashed;
  }
  .stock {
    min-block-size: 1.5em;
    color: var(--_warning);
    font-weight: 550;
  }
  .full .buy {
    margin: 0;
  }
  .amount input {
    inline-size: 5rem;
    min-block-size: var(--_control);
    padding-inline: 0.75rem;
    border: var(--_line) solid var(--_field);
    border-radius: var(--_radius);
    background: var(--_surface);
    font-variant-numeric: tabular-nums;
  }
  .description {
    white-space: pre-line;
    line-height: 1.65;
  }
  .gallery {
    display: grid;
    gap: 0.75rem;
  }
  .thumbs {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }
  .thumbs button {
    appearance: none;
    display: block;
    inline-size: 4.5rem;
    aspect-ratio: var(--store-product-ratio, 4 / 5);
    padding: 0;
    overflow: hidden;
    border: var(--_line) solid var(--_border);
    border-radius: calc(var(--_radius) * 0.75);
    background: color-mix(in srgb, var(--_text) 5%, var(--_surface));
    cursor: pointer;
  }
  .thumbs button[aria-current] {
    border-color: var(--_accent);
    box-shadow: 0 0 0 1px var(--_accent);
  }
  .thumbs img {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .skeleton.whole {
    margin: 0;
  }
  .skeleton.bar {
    aspect-ratio: auto;
    block-size: 2.75rem;
    margin: 0;
  }
  .skeleton.bar:first-child {
    inline-size: 60%;
  }
  .skeleton.bar:nth-child(2) {
    inline-size: 30%;
    block-size: 1.75rem;
  }
  .failure {
    display: grid;
    gap: 0.5rem;
    justify-items: start;
  }
  @media (forced-colors: active) {
    .choice input:checked,
    .thumbs button[aria-current] {
      outline: 3px solid Highlight;
      outline-offset: -3px;
    }
  }
`;

export const productStyles = css`
  ${cardStyles}
  ${full}
`;
