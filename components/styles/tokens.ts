/**
 * Tokens in two tiers. First: `--store-*`, the shop's own, set on any ancestor (the table is in docs/look.md). Second: `--_*`,
 * derived here; sheets use only these. Colours follow the page's `color-scheme` unless `--store-color-scheme` says otherwise.
 */
import { css } from 'lit';

export const tokens = css`
  :host {
    --_text: var(--store-color-text, light-dark(#1d1d20, #ededf0));
    --_muted: var(--store-color-muted, light-dark(#5f5f68, #a5a5b0));
    --_surface: var(--store-color-surface, light-dark(#fff, #1b1b1f));
    --_border: var(--store-color-border, light-dark(#d8d8de, #3c3c44));
    --_field: var(--store-color-field, color-mix(in srgb, var(--_text) 45%, var(--_border)));
    --_accent: var(--store-color-accent, light-dark(#2447c9, #9db2ff));
    --_on-accent: var(--store-color-on-accent, light-dark(#fff, #10131f));
    --_error: var(--store-color-error, light-dark(#b3261e, #ffb4ab));
    --_success: var(--store-color-success, light-dark(#176c41, #86d8aa));
    --_warning: var(--store-color-warning, light-dark(#8a5a00, #e3b341));
    --_focus: var(--store-color-focus, var(--_accent));
    --_tint: color-mix(in srgb, var(--_accent) 8%, var(--_surface));
    --_radius: var(--store-radius, 8px);
    --_radius-button: var(--store-radius-button, var(--_radius));
    --_line: var(--store-border-width, 1px);
    --_ring: var(--store-focus-width, 2px);
    --_shadow: var(--store-shadow, none);
    --_font: var(--store-font, inherit);
    --_font-heading: var(--store-font-heading, inherit);
    --_heading: var(--store-weight-heading, 650);
    /* What sheets write as rem (own-size.ts): the page's root may be 10px, which is no size to read. */
    --_rem: var(--store-font-size, max(1rem, 16px));
    --_gap: calc(var(--store-gap, var(--_rem)) * var(--store-density, 1));
    --_control: max(24px, var(--store-control-size, 2.75 * var(--_rem)) * var(--store-density, 1));

    color-scheme: var(--store-color-scheme, inherit) !important;
  }
  @media (prefers-contrast: more) {
    :host {
      --_muted: var(--_text);
      --_border: var(--_text);
      --_field: var(--_text);
    }
  }
`;
