/**
 * The headers a page with a checkout is sent with, computed from what its gateways need and nothing else: the one source for
 * the demo, the command `store-elements csp` and the documentation.
 */
import type { PageSources } from '../../gateways/page-sources.js';
import {
  DIRECTIVES,
  directive,
  requireOrigin,
  requireSource,
  typePolicies,
  unproven,
  type SourceKind,
} from './source-list.js';

export interface PageHeadersOptions {
  /** `stripeSources()`, `squareSources({ mode: 'live' })`, …; the sources of a gateway of your own. */
  readonly gateways: readonly PageSources[];
  /** Origin of the store server, where it is not the page's own. */
  readonly store?: string;
  /** Origin that the files of store-elements come from, where it is not the page's own. */
  readonly files?: string;
  /** What else your page needs: a font service, the pictures' host, an analytics script. */
  readonly also?: Readonly<Partial<Record<SourceKind, readonly string[]>>>;
  /**
   * For the page's own script tags (`nonce="…"`): base64 of 16 random bytes or more, another for every answer. With it, scripts
   * of the page's own origin need it too.
   */
  readonly nonce?: string;
  /** Scripts are let in by the nonce alone and by what those scripts load; hosts no longer count. Needs `nonce`. */
  readonly strictDynamic?: boolean;
  /**
   * `enforce` lets no script write to the page's dangerous places but through named policies; `report` only tells. Default
   * `enforce` if every gateway is known to run there, else `off`.
   */
  readonly trustedTypes?: 'enforce' | 'report' | 'off';
  /** Where browsers send what they blocked and which scripts ran: the store server's `/store/reports`, or a service. */
  readonly reports?: string;
  /** Origins that may show the page in a frame of theirs. Default: nobody. */
  readonly ancestors?: readonly string[];
  /**
   * Keeps pages that opened this one from reaching it (Cross-Origin-Opener-Policy); wallets' windows still can. Default false:
   * with it, WebKit's WebDriver was seen to lose a page that came Back from a gateway's own page. Try that before you send it.
   */
  readonly openerPolicy?: boolean;
  /** Whether the page is served over HTTPS; `false` only for a try on your own machine. Default true. */
  readonly https?: boolean;
}

export interface PageHeaders {
  /** By name in lower case, as `new Response(…, { headers })` takes them. */
  readonly headers: Readonly<Record<string, string>>;
  /** What is weaker than it could be, or must be known before it goes live; a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Sources of the rules: W3C CSP Level 3, Trusted Types, Permissions Policy; the gateways' pages named in their `records`.
 * @throws TypeError for what would break the header or undo the policy (`*`, `'unsafe-inline'` for scripts, a line break).
 */
export function cspFor(options: PageHeadersOptions): PageHeaders {
  const { gateways, store, files, nonce, reports, ancestors = [], https = true } = options;
  const own = ["'self'", ...(files ? [requireOrigin('files', files)] : [])];
  const reportsTo = reports === undefined ? undefined : requireReports(reports);
  const reporting = reportsTo ? [`report-uri ${reportsTo}`, 'report-to store-reports'] : [];
  const types = trustedTypesOf(options);
  const sources = (kind: SourceKind): string[] => [
    ...gateways.flatMap((gateway) => gateway[kind] ?? []).map((each) => requireSource(kind, each)),
    ...(options.also?.[kind] ?? []).map((each) => requireSource(kind, each)),
  ];
  const enforceTypes = [
    directive('trusted-types', typePolicies(gateways)),
    "require-trusted-types-for 'script'",
  ];
  const policy = [
    "default-src 'none'",
    directive(DIRECTIVES.script, [...scriptRules(options), ...own, ...sources('script')]),
    directive(DIRECTIVES.frame, sources('frame')),
    directive(DIRECTIVES.connect, [
      "'self'",
      ...(store ? [requireOrigin('store', store)] : []),
      ...sources('connect'),
    ]),
    directive(DIRECTIVES.image, ["'self'", 'data:', ...sources('image')]),
    directive(DIRECTIVES.style, [...own, ...sources('style')]),
    directive(DIRECTIVES.font, ["'self'", ...sources('font')]),
    directive(DIRECTIVES.form, ["'self'", ...sources('form')]),
    "base-uri 'none'",
    "object-src 'none'",
    directive(
      'frame-ancestors',
      ancestors.map((each) => requireAncestor(each)),
    ),
    ...(types === 'enforce' ? enforceTypes : []),
    ...(https ? ['upgrade-insecure-requests'] : []),
    ...reporting,
  ];
  const payment = gateways.flatMap((gateway) => gateway.payment ?? []);
  const headers: Record<string, string> = {
    'content-security-policy': policy.join('; '),
    ...(types === 'report' && {
      'content-security-policy-report-only': [...enforceTypes, ...reporting].join('; '),
    }),
    ...(reportsTo && { 'reporting-endpoints': `store-reports="${reportsTo}"` }),
    'permissions-policy': `payment=(${['self', ...quoted(payment)].join(' ')})`,
    // Wallets open windows that answer their opener.
    ...(options.openerPolicy && { 'cross-origin-opener-policy': 'same-origin-allow-popups' }),
    'referrer-policy': 'strict-origin-when-cross-origin',
    'x-content-type-options': 'nosniff',
    ...framingOf(ancestors),
    ...(https && { 'strict-transport-security': 'max-age=31536000' }),
  };
  return Object.freeze({
    headers: Object.freeze(headers),
    notes: Object.freeze(notesOf(options, types, nonce)),
  });
}

/** What comes before the hosts of `script-src`. */
function scriptRules({ nonce, strictDynamic, reports }: PageHeadersOptions): string[] {
  if (strictDynamic && nonce === undefined)
    throw new TypeError('strictDynamic needs a nonce: without one, no script could start.');
  if (nonce !== undefined && !/^[A-Za-z0-9+/_-]{22,}={0,2}$/.test(nonce))
    throw new TypeError('nonce must be base64 of at least 16 random bytes, without quotes.');
  return [
    ...(nonce === undefined ? [] : [`'nonce-${nonce}'`]),
    ...(strictDynamic ? ["'strict-dynamic'"] : []),
    // Chromium tells the hash of every script that ran; others overlook the word.
    ...(reports === undefined ? [] : ["'report-sha256'"]),
  ];
}

function trustedTypesOf({ trustedTypes, gateways }: PageHeadersOptions): 'enforce' | 'report' | 'off' {
  return trustedTypes ?? (unproven(gateways).length ? 'off' : 'enforce');
}

function requireReports(address: string): string {
  const own = /^\/(?!\/)[\w./~%-]*$/.test(address);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!own && (url?.href !== address || url.protocol !== 'https:' || /["\\\s;,]/.test(address)))
    throw new TypeError(`reports must be a path of the page's own origin or an https: address.`);
  return address;
}

const requireAncestor = (source: string): string =>
  source === "'self'" ? source : requireSource('frame', source === 'https:' ? '' : source);

function framingOf(ancestors: readonly string[]): Record<string, string> {
  // It knows no list; where one is given, frame-ancestors stands alone.
  if (ancestors.length === 0) return { 'x-frame-options': 'DENY' };
  return ancestors.length === 1 && ancestors[0] === "'self'" ? { 'x-frame-options': 'SAMEORIGIN' } : {};
}

const quoted = (origins: readonly string[]): string[] =>
  [...new Set(origins)].map((origin) => `"${requireOrigin('payment', origin)}"`);

function notesOf({ gateways, strictDynamic }: PageHeadersOptions, types: string, nonce?: string): string[] {
  const unknown = unproven(gateways);
  const reported = gateways.flatMap(({ name, records }) =>
    records
      .filter(({ kind }) => kind === 'reported')
      .map(({ about }) => (about ? `${name}: ${about}` : name)),
  );
  return [
    ...gateways.flatMap((gateway) => gateway.notes ?? []),
    ...(unknown.length && types === 'enforce'
      ? [`Trusted Types are enforced, but ${unknown.join(', ')} was never seen to run there. Try it first.`]
      : []),
    ...(unknown.length && types === 'off'
      ? [
          `Trusted Types are off, because it is not known whether ${unknown.join(', ')} runs where they are enforced.`,
        ]
      : []),
    ...(reported.length
      ? [
          `Not from the gateway's own documents, but as others report it (${reported.join('; ')}): watch what browsers report of your page.`,
        ]
      : []),
    ...(strictDynamic
      ? [
          `With 'strict-dynamic' browsers overlook the hosts in script-src: what runs is decided by the nonce and by the scripts that have it.`,
        ]
      : []),
    ...(nonce !== undefined
      ? ['The nonce must be another one in every answer, and the page must not be cached with it.']
      : []),
    'Leave Cross-Origin-Embedder-Policy off: with it, browsers show no gateway’s card form.',
  ];
}
