import { css } from 'lit';

export const cart = css`
  .empty {
    padding-block: 2rem;
  }
  /* A line's room before its price is known is its room after: nothing below it moves. */
  :host(:not([readonly])) .line {
    min-block-size: 8.75rem;
  }
  .words {
    block-size: 2.5rem;
  }
  .problem {
    color: var(--_error);
    font-weight: 550;
  }
  :host(:not([readonly])) .below {
    min-block-size: 11rem;
  }
  :host([estimate][gift-note]) .below {
    min-block-size: 25rem;
  }
  .foot {
    display: grid;
    gap: 0.5rem;
  }
  .go {
    inline-size: 100%;
    margin-block-start: 0.5rem;
  }
  :host([readonly]) .line {
    padding-block: 0.75rem;
  }
  :host([readonly]) .picture {
    inline-size: 3.5rem;
  }
`;
