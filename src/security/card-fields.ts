/**
 * Finds fields of the page itself that ask for a card number or its code. The gateway's own stand in frames of another origin,
 * where this can't look; so whatever is found belongs to the page, and no honest page beside such a frame asks for it.
 */

/** By autocomplete token (HTML, autofill), or by what the field is called, in the languages of shops. */
const CALLED =
  /(?<!post)card ?(number|no\b)|cc ?(num|number)\b|kartennummer|kaartnummer|num[eé]ro (de )?(la )?(carte|tarjeta)|n[uú]mero d[oe] cart[aã]o|numero (della )?carta|numer karty|カード番号|卡号|\b(cvc|cvv|csc)2?\b|security code|pr[uü]fziffer|cryptogramme/i;

/** Cards that are none of money's. */
const HARMLESS = /gift|voucher|coupon|loyalty|member|bonus|library|insurance|student|id ?card/i;

const TOKENS = /(^|\s)cc-(number|csc)(\s|$)/;

/** Whether any such field can be seen on the page, in open shadow roots and in frames this page can read. */
export const hasCardField = (root: Document | ShadowRoot): boolean => fieldsIn(root).some(asksForCard);

function fieldsIn(root: Document | ShadowRoot): HTMLElement[] {
  const found: HTMLElement[] = [];
  for (const element of root.querySelectorAll<HTMLElement>('*')) {
    if (element.matches('input, textarea, [contenteditable]:not([contenteditable=false])'))
      found.push(element);
    else if (element.shadowRoot) found.push(...fieldsIn(element.shadowRoot));
    else if (element.localName === 'iframe') {
      const inside = readable(element as HTMLIFrameElement);
      if (inside) found.push(...fieldsIn(inside));
    }
  }
  return found;
}

function asksForCard(field: HTMLElement): boolean {
  if (!field.checkVisibility() || field.clientWidth < 4) return false;
  const autocomplete = field.getAttribute('autocomplete') ?? '';
  if (TOKENS.test(autocomplete)) return true;
  if (autocomplete === 'one-time-code') return false;
  const labels = [...((field as HTMLInputElement).labels ?? [])].map((label) => label.textContent);
  const names = ['name', 'id', 'placeholder', 'aria-label'].map((name) => field.getAttribute(name));
  const words = [...names, ...labels].join(' ').replace(/[-_.]+|(?<=[a-z])(?=[A-Z])/g, ' ');
  return CALLED.test(words) && !HARMLESS.test(words);
}

function readable(frame: HTMLIFrameElement): Document | null {
  try {
    return frame.contentDocument;
  } catch {
    return null;
  }
}
