/** Sources of a Content-Security-Policy: checked before they become part of a header, joined without doubles. */
import type { PageSources } from '../../gateways/page-sources.js';

/** The directives that list sources, by their names in `PageSources`. */
export const DIRECTIVES = {
  script: 'script-src',
  frame: 'frame-src',
  connect: 'connect-src',
  image: 'img-src',
  style: 'style-src',
  font: 'font-src',
  form: 'form-action',
} as const;

export type SourceKind = keyof typeof DIRECTIVES;

/** A host with `*.` before it at most, a port, and a path; never a scheme alone but `https:`, never a wildcard alone. */
const HOST_SOURCE =
  /^(https|wss):\/\/(\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:\/[\w./~%-]*)?$/i;
const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/;

/** What may stand beside hosts, by directive. `'unsafe-inline'` and `'unsafe-eval'` for scripts may not. */
const KEYWORDS: Readonly<Partial<Record<SourceKind, readonly string[]>>> = {
  style: ["'unsafe-inline'"],
  image: ['data:', 'https:', 'blob:'],
  font: ['data:', 'https:'],
  frame: ['https:'],
  form: ['https:'],
};

/** @throws TypeError naming the source, for what is no source or would undo the policy. */
export function requireSource(kind: SourceKind, source: string): string {
  const good = HOST_SOURCE.test(source) || LOOPBACK.test(source) || KEYWORDS[kind]?.includes(source) === true;
  if (!good)
    throw new TypeError(
      `${JSON.stringify(source)} can't stand in ${DIRECTIVES[kind]}: give an https: address of a host, such as https://cdn.example.`,
    );
  return source;
}

/** @throws TypeError unless it is a whole origin: `https://shop.example`, or HTTP on this machine. */
export function requireOrigin(what: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const loopback = url?.protocol === 'http:' && LOOPBACK.test(url.origin);
  if (!url || url.origin !== value || (url.protocol !== 'https:' && !loopback))
    throw new TypeError(
      `${what} must be an origin such as https://shop.example, but is ${JSON.stringify(value)}.`,
    );
  return value;
}

/** The names of the Trusted Types policies that a page with these gateways makes. */
export const typePolicies = (gateways: readonly PageSources[]): string[] => [
  'lit-html',
  'store-elements',
  'store-elements-data',
  ...(gateways.some(({ trustedTypes }) => trustedTypes === 'default') ? ['default'] : []),
];

/** Gateways that were never seen to run where Trusted Types are enforced, by name. */
export const unproven = (gateways: readonly PageSources[]): string[] =>
  gateways.filter(({ trustedTypes }) => trustedTypes === 'unknown').map(({ name }) => name);

/** One directive; none if nothing may come from anywhere. Doubles are left out, the order stays. */
export const directive = (name: string, sources: readonly string[]): string =>
  `${name} ${sources.length ? [...new Set(sources)].join(' ') : "'none'"}`;
