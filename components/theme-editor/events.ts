/** What the theme editor tells. */
import { StoreEvent } from '../events.js';

/** The page wears another theme; a card form on it is dressed anew. */
export class StoreThemeChangeEvent extends StoreEvent<{ readonly css: string }> {
  constructor(theme: { readonly css: string }) {
    super('store-theme-change', theme);
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'store-theme-change': StoreThemeChangeEvent;
  }
}
