/**
 * What was checked on this page just now: plain facts, no judgement and no words. guard.ts judges, message.ts says.
 * Nothing here is assumed: what could not be read is `undefined`.
 */
import type { PageFacts } from '../env.js';

export interface SecurityFacts {
  /** `shop.example`, `localhost:4242` */
  readonly host: string;
  readonly scheme: 'https' | 'http' | 'other';
  /** The browser's own verdict (`isSecureContext`): HTTPS, or a loopback address. */
  readonly secureContext: boolean;
  /** localhost, 127.0.0.0/8 or [::1]: the connection never leaves the device. */
  readonly loopback: boolean;
  /** Origins of other websites in whose frames the page stands, nearest first; `null` for one the browser does not name. */
  readonly framedBy: readonly (string | null)[];
  /** What the watch over the card form sees at this moment (card-watch.ts); nothing while it does not run. */
  readonly concerns: readonly Concern[];
  /** Its address, without what only a frame was told. */
  readonly pageUrl: string;
  /** The same page over HTTPS. */
  readonly httpsUrl: string;
  /** Of the chosen gateway, by the store's configuration; undefined until known. */
  readonly mode: 'test' | 'live' | undefined;
  readonly payment: PaymentFacts;
}

/** Something about the page that a shopper should know before they type a card number. */
export type Concern =
  /** Something else of the page lies over the card form. */
  | 'covered'
  /** The card form is there, but can't be seen. */
  | 'hidden'
  /** A field of the page itself asks for a card number or its code. */
  | 'card_field';

/** Who takes the card details. */
export type PaymentFacts =
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'frame';
      /** Origins of the frames that really stand in the mount. */
      readonly origins: readonly string[];
      /** Every one of them is declared for this gateway, belongs to another origin, and can't be read from this page. */
      readonly genuine: boolean;
    }
  /** Nothing stands on the page: the gateway opens a window of its own when the shopper pays. */
  | { readonly kind: 'window' }
  | { readonly kind: 'redirect'; readonly hosts: readonly string[] }
  | { readonly kind: 'offline' };

/** Facts of the page itself; what concerns the payment is filled in when it is known. */
export function pageFacts(page: PageFacts): SecurityFacts {
  const url = new URL(page.href);
  const secure = new URL(page.href);
  secure.protocol = 'https:';
  secure.hash = '';
  return Object.freeze<SecurityFacts>({
    host: url.host,
    scheme: url.protocol === 'https:' ? 'https' : url.protocol === 'http:' ? 'http' : 'other',
    secureContext: page.secureContext,
    loopback: isLoopback(url.hostname),
    framedBy: Object.freeze(foreignersOf(page, url.origin)),
    concerns: NONE,
    pageUrl: url.origin + url.pathname,
    httpsUrl: secure.href,
    mode: undefined,
    payment: { kind: 'unknown' },
  });
}

const NONE: readonly Concern[] = Object.freeze([]);

/** A page of the same shop may frame it. */
function foreignersOf({ framed, ancestors = [] }: PageFacts, own: string): (string | null)[] {
  if (!framed) return [];
  return ancestors.length ? ancestors.filter((origin) => origin !== own) : [null];
}

/** By name or address, as the Secure Contexts specification counts them. */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);

/**
 * Looks at the frames in the mount: where they come from, and that this page can't look inside. A declared origin may stand for
 * all its subdomains, as `https://*.js.stripe.com` does.
 */
export function frameFacts(mount: ParentNode, declared: readonly string[], pageOrigin: string): PaymentFacts {
  const frames = [...mount.querySelectorAll('iframe')];
  const origins = [...new Set(frames.map((frame) => originOf(frame.src)))];
  const genuine = frames.length > 0 && frames.every((frame) => isDeclared(frame, declared, pageOrigin));
  return Object.freeze<PaymentFacts>({ kind: 'frame', origins: Object.freeze(origins), genuine });
}

/** Whether a frame is of one of these origins, none of them the page's own, and can't be read from here. */
export function isDeclared(
  frame: HTMLIFrameElement,
  declared: readonly string[],
  pageOrigin: string,
): boolean {
  const origin = originOf(frame.src);
  return origin !== pageOrigin && declared.some((each) => covers(each, origin)) && !canRead(frame);
}

function covers(declared: string, origin: string): boolean {
  const [scheme, domain] = declared.split('*');
  return domain
    ? origin.startsWith(scheme ?? '') && origin.endsWith(domain) && domain.startsWith('.')
    : origin === declared;
}

function originOf(src: string): string {
  try {
    return new URL(src).origin;
  } catch {
    return 'null';
  }
}

/** A frame of another origin has no `contentDocument` for us. */
function canRead(frame: HTMLIFrameElement): boolean {
  try {
    return frame.contentDocument !== null;
  } catch {
    return false;
  }
}
