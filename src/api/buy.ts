/**
 * Cart permalinks: `<endpoint>/buy/tea-bowl:2,mug:1?coupon=SPRING` is a plain link that fills a cart and never charges. The
 * server turns it into the address of the shop's cart page with the wish in the fragment, `#store-buy=tea-bowl:2,mug:1`; a
 * fragment reaches no server, no log and no Referer, and the page takes it out of its address when it has read it.
 */

export interface BuyLine {
  readonly sku: string;
  /** 1…999 */
  readonly quantity: number;
}

/** What a permalink asks for. No lines: it could not be read. */
export interface BuyWish {
  readonly lines: readonly BuyLine[];
  readonly coupon: string | undefined;
}

const FRAGMENT = 'store-buy';
const MAX_LINES = 100;
/** As the catalogue names variants. The last colon ends the sku, since a sku may hold some itself. */
const ITEM = /^([A-Za-z0-9][A-Za-z0-9._:-]{0,63}):([1-9]\d{0,2})$/;
const CODE = /^[\w-]{3,32}$/;

/** Reads `tea-bowl:2,mug:1`; undefined if any of it is no such list. The same sku twice counts together. */
export function readBuyLines(text: string): readonly BuyLine[] | undefined {
  const pieces = new Map<string, number>();
  for (const item of text.split(',')) {
    const [, sku, quantity] = ITEM.exec(item) ?? [];
    if (!sku) return undefined;
    pieces.set(sku, Math.min(999, (pieces.get(sku) ?? 0) + Number(quantity)));
  }
  if (pieces.size > MAX_LINES) return undefined;
  return [...pieces].map(([sku, quantity]) => ({ sku, quantity }));
}

/** A code as it may stand in a link. */
export const readBuyCoupon = (text: string | null): string | undefined =>
  text !== null && CODE.test(text) ? text : undefined;

/** The shop's page with the wish. `page` keeps its query. */
export function buyLink(page: string, { lines, coupon }: BuyWish): string {
  const url = new URL(page);
  const items = lines.map(({ sku, quantity }) => `${sku}:${quantity}`).join(',');
  url.hash = `${FRAGMENT}=${items}${coupon ? `&coupon=${coupon}` : ''}`;
  return url.href;
}

/** The wish in a page's address, and the address without it. Undefined when there is none. */
export function readBuyLink(href: string): (BuyWish & { readonly clean: string }) | undefined {
  const url = new URL(href);
  const hash = new URLSearchParams(url.hash.slice(1));
  const items = hash.get(FRAGMENT);
  if (items === null) return undefined;
  const coupon = readBuyCoupon(hash.get('coupon'));
  url.hash = '';
  return { lines: readBuyLines(items) ?? [], coupon, clean: url.href };
}
