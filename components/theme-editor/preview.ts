/** Wears a draft on the page, for whoever sits before it: one constructed sheet, taken off again. Keeps the draft for the tab. */
import { fromCss, toCss } from './sheet.js';
import type { TokenValues } from './tokens.js';

const NAME = 'store-elements:theme';

export interface Preview {
  wear(values: TokenValues): void;
  takeOff(): void;
}

export function createPreview(): Preview {
  const sheet = new CSSStyleSheet();
  return {
    wear(values) {
      sheet.replaceSync(toCss(values));
      // Behind the page's own sheets, so that it stands over their tokens.
      if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet);
    },
    takeOff() {
      const at = document.adoptedStyleSheets.indexOf(sheet);
      if (at >= 0) document.adoptedStyleSheets.splice(at, 1);
    },
  };
}

/** Over a reload and from page to page, as CSS: read back it is checked like any other. Storage may be refused. */
export function keepDraft(values: TokenValues): void {
  try {
    sessionStorage.setItem(NAME, toCss(values));
  } catch {
    // The draft then lives as long as the page.
  }
}

export function keptDraft(): TokenValues {
  try {
    return fromCss(sessionStorage.getItem(NAME) ?? '').values;
  } catch {
    return {};
  }
}
