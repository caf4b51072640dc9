import { css } from 'lit';

export const expressStyles = css`
  .express {
    display: grid;
    gap: 0.5rem;
    padding-block: var(--_gap) calc(var(--_gap) * 1.5);
  }
  .express[hidden] {
    display: none;
  }
  #express-title,
  .or {
    display: flex;
    align-items: center;
    gap: 0.75rem;
  }
  #express-title::before,
  #express-title::after,
  .or::before,
  .or::after {
    content: '';
    flex: 1;
    border-block-start: var(--_line) solid var(--_border);
  }
  .room {
    position: relative;
    /* One row of buttons: what comes below does not move when they load. */
    min-block-size: 3rem;
  }
  .waiting {
    position: absolute;
    inset: 0;
    border-radius: var(--_radius);
    background: color-mix(in srgb, var(--_text) 7%, var(--_surface));
  }
  [role='alert']:not(:empty),
  [role='status']:not(:empty) {
    margin-block-end: 1rem;
  }
`;
