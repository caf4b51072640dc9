/**
 * Sheets are written in rem, which is the page's root: 10 px where a page counts in tens. Ours is `--_rem`, the token
 * `--store-font-size` or what the reader has set, and never under 16 px. In `@container` and `@media` write em.
 */
import { css, type CSSResultOrNative } from 'lit';
import { tokens } from './tokens.js';

const made = new Map<unknown, CSSResultOrNative>();

export function ownSize(sheet: CSSResultOrNative): CSSResultOrNative {
  if (sheet === tokens || !('cssText' in sheet)) return sheet;
  let own = made.get(sheet);
  if (!own) {
    const text = sheet.cssText.replace(/-?[\d.]+(rem)?/g, (size, rem?: string) =>
      rem ? `calc(${parseFloat(size)} * var(--_rem))` : size,
    );
    own = css([text] as unknown as TemplateStringsArray);
    made.set(sheet, own);
  }
  return own;
}
