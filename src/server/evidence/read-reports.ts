/**
 * Reads what browsers report of a page: the Reporting API's bodies, the older `application/csp-report`, and our page watch's own.
 * What comes out holds nothing of a visitor: addresses lose query, fragment and names, and what looks like a key or a number in
 * them is replaced (security notes PCI-7). Anybody can send anything here, so nothing of it is believed to be true.
 */
import type { WireSeen } from '../../api/wire-evidence.js';
import { hasCardNumber } from '../card-data.js';
import { FINDING_KINDS } from './kinds.js';

export interface Seen extends WireSeen {
  /** Path of the page, as it is kept. */
  readonly page: string;
}

/** At most; what is more in one request is left out. */
const MOST = 200;

/** As in a policy: `sha256-` and base64. */
const isCspHash = (value: string): boolean => /^sha(256|384|512)-[A-Za-z0-9+/_-]{43,88}={0,2}$/.test(value);

/** `pages`: origins of the shop's pages; what is told of others is left out. */
export function readReports(body: unknown, pages: ReadonlySet<string>): Seen[] {
  const reports = Array.isArray(body) ? body : [body];
  return reports
    .slice(0, MOST)
    .flatMap((report) => (isRecord(report) ? readOne(report) : []))
    .slice(0, MOST)
    .flatMap(({ page, kind, subject, detail, added_by: by = '' }) => {
      const url = URL.canParse(page) ? new URL(page) : undefined;
      if (!url || !pages.has(url.origin)) return [];
      const seen = {
        page: cut(pathOf(url), 200),
        kind,
        subject: cut(subject, 500),
        detail: cut(detail, 2000),
        ...(by && { added_by: cut(by, 500) }),
      };
      return subject === '' || [seen.page, seen.subject, seen.detail, by].some((text) => hasCardNumber(text))
        ? []
        : [seen];
    });
}

function readOne(report: Readonly<Record<string, unknown>>): Seen[] {
  const { 'csp-report': legacy, findings, type, body, url, page } = report;
  if (isRecord(legacy)) return readViolation(legacy, text(legacy['document-uri']), true);
  if (Array.isArray(findings))
    return findings.filter(isRecord).flatMap((each) => readFinding(each, text(page)));
  if (!isRecord(body)) return [];
  if (type === 'csp-violation') return readViolation(body, text(body['documentURL']) || text(url), false);
  if (type === 'csp-hash') {
    const hash = text(body['hash']);
    const detail = isCspHash(hash) ? hash : '';
    const from = text(body['documentURL']) || text(url);
    return [{ page: from, kind: 'script', subject: addressOf(text(body['subresourceURL'])), detail }];
  }
  if (type === 'integrity-violation')
    return [
      {
        page: text(body['documentURL']) || text(url),
        kind: 'violation',
        subject: addressOf(text(body['blockedURL'])),
        detail: `integrity${body['reportOnly'] === true ? ' (reported only)' : ''}`,
      },
    ];
  return [];
}

/** Both forms name the same things, in camel case and with dashes. */
function readViolation(body: Readonly<Record<string, unknown>>, page: string, legacy: boolean): Seen[] {
  const blocked = text(body[legacy ? 'blocked-uri' : 'blockedURL']);
  const directive =
    text(body[legacy ? 'effective-directive' : 'effectiveDirective']) || text(body['violated-directive']);
  if (!/^[a-z-]{1,40}/.test(directive)) return [];
  const [name = ''] = directive.split(' ');
  const only = body['disposition'] === 'report' ? ' (reported only)' : '';
  return [{ page, kind: 'violation', subject: addressOf(blocked) || 'inline', detail: `${name}${only}` }];
}

function readFinding(finding: Readonly<Record<string, unknown>>, page: string): Seen[] {
  const kind = FINDING_KINDS.find((each) => each === finding['kind']);
  if (!kind) return [];
  const subject = text(finding['subject']);
  const detail = text(finding['detail']);
  if (kind === 'header')
    return /^[a-z-]{1,60}$/.test(subject) ? [{ page, kind, subject, detail: withoutNonce(detail) }] : [];
  if (kind === 'concern') return /^[a-z_]{1,40}$/.test(subject) ? [{ page, kind, subject, detail: '' }] : [];
  if (kind === 'violation')
    return /^[a-z-]{1,40}( \(reported only\))?$/.test(detail)
      ? [{ page, kind, subject: addressOf(subject), detail }]
      : [];
  return [
    {
      page,
      kind,
      subject: addressOf(subject),
      detail: isCspHash(detail) ? detail : '',
      added_by: addressOf(text(finding['added_by'])),
    },
  ];
}

/** What browsers say in place of an address. */
const WORDS = new Set([
  'inline',
  'eval',
  'wasm-eval',
  'self',
  'trusted-types-policy',
  'trusted-types-sink',
  'data',
  'blob',
  'about',
]);

/** An address without what may name a visitor; a scheme alone where the rest is content. Empty for what is none. */
function addressOf(address: string): string {
  if (WORDS.has(address)) return address;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url) return '';
  if (!/^(https?|wss?):$/.test(url.protocol)) return url.protocol.slice(0, -1);
  return url.origin + pathOf(url);
}

/** Segments that are numbers, keys or names of somebody are replaced; a file's name with a hash in it is left. */
const pathOf = ({ pathname }: URL): string =>
  pathname
    .split('/')
    .map((part) => (isPersonal(part) ? ':id' : part))
    .join('/');

function isPersonal(part: string): boolean {
  if (/^[\w.~-]+\.(m?js|css|html?|php|aspx?)$/i.test(part)) return false;
  return /^\d{4,}$/.test(part) || /^(?=.*\d)[\w-]{20,}$/.test(part) || /@|%40/.test(part);
}

/** Of a policy. A nonce is another one in every answer, and would make every visit look like a change. */
export const withoutNonce = (value: string): string => value.replace(/'nonce-[^']*'/g, "'nonce-…'");

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Control characters, and marks that turn the direction of text around, would lie to whoever reads it. */
const cut = (value: string, length: number): string =>
  value.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '').slice(0, length);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
