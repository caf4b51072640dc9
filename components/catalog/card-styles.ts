/** One product among others, and the pieces that a product's own page shares with it. */
import { css } from 'lit';

export const cardStyles = css`
  .card {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.25rem;
    align-content: start;
    overflow-wrap: anywhere;
  }
  .image {
    position: relative;
    aspect-ratio: var(--store-product-ratio, 4 / 5);
    overflow: hidden;
    border-radius: var(--_radius);
    background: color-mix(in srgb, var(--_text) 5%, var(--_surface));
  }
  .image img {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  /* What the shop wrote keeps its own direction, and stands where the page's texts stand. */
  h1,
  h3,
  .description,
  .option-name {
    unicode-bidi: plaintext;
    text-align: match-parent;
  }
  h3 {
    margin-block-start: 0.5rem;
    font-family: var(--_font-heading);
    font-size: 1.0625rem;
    font-weight: var(--_heading);
    line-height: 1.35;
  }
  /* The whole card leads where its title does; what stands above it stays itself. */
  a.whole {
    color: inherit;
    text-decoration: none;
  }
  a.whole::after {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: var(--_radius);
  }
  a.whole:hover {
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  a.whole:focus-visible {
    outline: none;
  }
  a.whole:focus-visible::after {
    outline: var(--_ring) solid var(--_focus);
    outline-offset: 2px;
  }
  .buy {
    position: relative;
    z-index: 1;
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-block-start: 0.5rem;
  }
  .buy .button {
    flex: 1 1 9rem;
  }
  .price {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.5em;
    align-items: baseline;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
  .price .now {
    color: var(--_text);
    font-weight: 600;
  }
  select {
    flex: 1 1 7rem;
    min-inline-size: 0;
    max-inline-size: 100%;
    min-block-size: var(--_control);
    padding-inline: 0.625rem;
    border: var(--_line) solid var(--_field);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
`;
