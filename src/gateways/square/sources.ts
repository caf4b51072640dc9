/** What Square needs the page to allow; test and live mode never share an origin but for fonts. */
import type { PageSources, SourceRecord } from '../page-sources.js';

export type SquareMethod = 'gift_card' | 'google_pay' | 'apple_pay' | 'cash_app' | 'bank';

export interface SquarePageOptions {
  readonly mode: 'test' | 'live';
  /** What is offered beside the card. */
  readonly methods?: readonly SquareMethod[];
  /**
   * For 3-D Secure, Square frames the page of the shopper's bank in the shop's own page, and posts a form to it. `https` allows
   * any bank's; `strict` none but Square's: such payments fail, and Square declines those that need it. Default `https`.
   */
  readonly threeDSecure?: 'https' | 'strict';
}

const CSP_PAGE = 'https://developer.squareup.com/docs/web-payments/content-security-policy';

/** Source: the page above; what it leaves out is as merchants report it, see `records`. */
export function squareSources({
  mode,
  methods = [],
  threeDSecure = 'https',
}: SquarePageOptions): PageSources {
  const live = mode === 'live';
  const web = live ? 'https://web.squarecdn.com' : 'https://sandbox.web.squarecdn.com';
  const site = live ? 'squareup.com' : 'squareupsandbox.com';
  const any = threeDSecure === 'https' ? ['https:'] : [];
  const extras = methods.flatMap((method) => EXTRAS[method]?.(live) ?? []);
  const all = (kind: Kind): string[] => extras.flatMap((extra) => extra[kind] ?? []);
  return {
    name: 'square',
    script: [web, ...all('script')],
    frame: [web, `https://connect.${site}`, `https://api.${site}`, ...all('frame'), ...any],
    connect: [web, `https://pci-connect.${site}`, ...all('connect')],
    image: all('image'),
    style: ["'unsafe-inline'", web],
    font: [
      'https://square-fonts-production-f.squarecdn.com',
      'https://d1g145x70srn7h.cloudfront.net',
      'https://cash-f.squarecdn.com',
    ],
    form: any,
    payment: [web, ...(methods.includes('google_pay') ? ['https://pay.google.com'] : [])],
    trustedTypes: 'unknown',
    notes: [
      "Square's script writes styles into the page, which takes style-src 'unsafe-inline'. It lets no script run.",
      threeDSecure === 'https'
        ? "Square frames the shopper's bank for 3-D Secure, any bank's: frame-src and form-action allow every https: address. threeDSecure: 'strict' closes that, and loses payments that need 3-D Secure."
        : 'Without https: in frame-src and form-action, payments fail whose bank asks for 3-D Secure on a page of its own.',
    ],
    records: [
      { url: CSP_PAGE, checkedOn: '2026-11-23', kind: 'documented' },
      {
        about: '3-D Secure',
        url: 'https://developer.squareup.com/forums/t/content-security-policy-csp-questions-for-web-payments-sdk/11628',
        checkedOn: '2026-11-23',
        kind: 'reported',
      },
      ...extras.map(({ record }) => record),
    ],
  };
}

type Kind = 'script' | 'frame' | 'connect' | 'image';
type Extra = Partial<Record<Kind, readonly string[]>> & { readonly record: SourceRecord };

/** Gift cards and Apple Pay (the browser's own) need nothing more than the card. */
const EXTRAS: Partial<Record<SquareMethod, (live: boolean) => Extra>> = {
  google_pay: () => ({
    script: ['https://pay.google.com'],
    frame: ['https://pay.google.com'],
    connect: ['https://pay.google.com', 'https://google.com'],
    image: ['https://www.gstatic.com'],
    record: {
      about: 'Google Pay',
      url: 'https://github.com/google-pay/google-pay-button/discussions/247',
      checkedOn: '2026-11-23',
      kind: 'reported',
    },
  }),
  cash_app: (live) => {
    const kit = live ? 'https://kit.cash.app' : 'https://sandbox.kit.cash.app';
    const api = live ? 'https://api.cash.app' : 'https://sandbox.api.cash.app';
    return {
      script: [kit],
      frame: [kit],
      connect: [api],
      image: [api],
      record: { about: 'Cash App Pay', url: CSP_PAGE, checkedOn: '2026-11-23', kind: 'reported' },
    };
  },
  bank: (live) => ({
    script: ['https://cdn.plaid.com'],
    frame: ['https://cdn.plaid.com'],
    connect: [live ? 'https://production.plaid.com' : 'https://sandbox.plaid.com'],
    record: {
      about: 'bank payments (Plaid)',
      url: 'https://plaid.com/docs/link/web/',
      checkedOn: '2026-11-23',
      kind: 'documented',
    },
  }),
};
