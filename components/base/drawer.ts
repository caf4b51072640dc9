/** How a button, or the page's script, asks for the drawer, wherever it stands. */
export const OPEN = 'store-cart-open';

/** Asks for the drawer. Returns whether there is one. */
export const askDrawer = (from: EventTarget): boolean =>
  !from.dispatchEvent(new Event(OPEN, { bubbles: true, composed: true, cancelable: true }));
