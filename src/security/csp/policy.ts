/** Reads Content-Security-Policy headers as browsers do, as far as telling what a policy lets in takes. */

/** One policy: directives by name, in lower case; the first of two with one name counts (CSP 3, 2.2.1). */
export type Policy = ReadonlyMap<string, readonly string[]>;

/** Every policy in a header's value: several headers arrive joined by commas, and all of them apply. */
export function parsePolicies(value: string): Policy[] {
  return value
    .split(',')
    .map((text) => {
      const policy = new Map<string, readonly string[]>();
      for (const part of text.split(';')) {
        const [name = '', ...sources] = part.trim().split(/\s+/);
        if (name && !policy.has(name.toLowerCase())) policy.set(name.toLowerCase(), sources);
      }
      return policy;
    })
    .filter((policy) => policy.size > 0);
}

/** Where a directive that is absent looks next (CSP 3, 6.8.3); `form-action` and `frame-ancestors` look nowhere. */
const FALLBACKS: Readonly<Record<string, readonly string[]>> = {
  'script-src': ['default-src'],
  'script-src-elem': ['script-src', 'default-src'],
  'frame-src': ['child-src', 'default-src'],
  'connect-src': ['default-src'],
  'img-src': ['default-src'],
  'style-src': ['default-src'],
  'font-src': ['default-src'],
};

/** The list that decides for `name`; undefined if the policy says nothing about it, which allows everything. */
export function sourcesFor(policy: Policy, name: string): readonly string[] | undefined {
  const first = [name === 'script-src' ? 'script-src-elem' : name, name, ...(FALLBACKS[name] ?? [])];
  return first.map((each) => policy.get(each)).find((list) => list !== undefined);
}

/** Whether a list lets in all that a source names: `https://*.x.example` takes more than `https://a.x.example`. */
export function covers(list: readonly string[], source: string): boolean {
  if (source.startsWith("'")) return list.some((each) => each.toLowerCase() === source);
  if (source.endsWith(':')) return list.some((each) => each.toLowerCase() === source || each === '*');
  const [wantedScheme, wantedHost] = split(source);
  return list.some((each) => {
    const entry = each.toLowerCase();
    if (entry === '*') return true;
    if (entry.endsWith(':'))
      return entry === wantedScheme || (entry === 'http:' && wantedScheme === 'https:');
    const [scheme, host] = split(entry);
    // A list's http: lets https: in, too; a host without a scheme takes the page's own, which is https.
    const sameScheme =
      !scheme || scheme === wantedScheme || (scheme === 'http:' && wantedScheme === 'https:');
    if (!sameScheme) return false;
    if (host === wantedHost) return true;
    return host.startsWith('*.') && wantedHost.replace(/^\*/, '').endsWith(host.slice(1));
  });
}

/** Scheme and host with port; a path narrows it, so an entry with one covers no whole host. */
function split(source: string): [scheme: string, host: string] {
  const [, scheme = '', host = '', path = ''] =
    /^(?:([a-z][a-z0-9+.-]*:)\/\/)?([^/]*)(\/.*)?$/.exec(source) ?? [];
  return [scheme, path.length > 1 ? `${host}${path}` : host];
}
