/**
 * Says in words what is wrong with the headers a checkout page came with: what keeps the gateway's form from working, and what
 * protects less than it could (security notes CSP-4, CSP-6). One line a cause, with its cure.
 */
import type { PageSources } from '../../gateways/page-sources.js';
import { covers, parsePolicies, sourcesFor, type Policy } from './policy.js';
import { DIRECTIVES, typePolicies, unproven, type SourceKind } from './source-list.js';

export interface Finding {
  /** `breaks`: the checkout can't work so. `weak`: it works, and an attack has it easier. `note`: to know. */
  readonly severity: 'breaks' | 'weak' | 'note';
  /** The header or directive it is about, as it is written: `frame-src`. */
  readonly about: string;
  readonly text: string;
}

export interface PageAsReceived {
  /** By name in lower case; of several headers with one name, the values joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** `content` of every `<meta http-equiv="Content-Security-Policy">`. */
  readonly metaPolicies?: readonly string[];
  /** Whether it came over HTTPS. */
  readonly https: boolean;
  readonly gateways: readonly PageSources[];
}

/** What breaks comes first; nothing found is an empty list. */
export function explainHeaders(page: PageAsReceived): Finding[] {
  const inHeaders = parsePolicies(page.headers['content-security-policy'] ?? '');
  const inMeta = (page.metaPolicies ?? []).flatMap(parsePolicies);
  const policies = [...inHeaders, ...inMeta];
  const found = [
    ...page.gateways.flatMap((gateway) => policies.flatMap((policy) => missing(gateway, policy))),
    ...policies.flatMap((policy) => [...blocked(policy, page.gateways), ...weak(policy)]),
    ...isolation(page),
    ...framing(page, inHeaders),
    ...(policies.length ? [] : [NO_POLICY]),
    ...(inMeta.length && !inHeaders.length ? [ONLY_META] : []),
    ...(page.https && !page.headers['strict-transport-security'] ? [NO_HSTS] : []),
  ];
  const order = ['breaks', 'weak', 'note'];
  const once = new Map(found.map((each) => [`${each.about} ${each.text}`, each]));
  return [...once.values()].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

const KINDS = Object.keys(DIRECTIVES) as SourceKind[];

/** What happens to the shopper, by what is not let in. */
const LOST: Readonly<Record<SourceKind, string>> = {
  script: 'its script can’t load, so there is no card form',
  frame: 'its frame stays empty, so there is no card form or no 3-D Secure',
  connect: 'its script reaches nobody, so payments fail',
  image: 'its pictures are missing',
  style: 'its form looks broken',
  font: 'its fonts are missing',
  form: 'the shopper is not let through to the payment page',
};

function missing(gateway: PageSources, policy: Policy): Finding[] {
  return KINDS.flatMap((kind) => {
    const list = sourcesFor(policy, DIRECTIVES[kind]);
    const loads = kind === 'script' && list?.includes("'strict-dynamic'");
    if (!list || loads) return [];
    const absent = (gateway[kind] ?? []).filter((source) => !covers(list, source));
    if (!absent.length) return [];
    const text = `${gateway.name} needs ${absent.join(' ')} in ${DIRECTIVES[kind]}: ${LOST[kind]}.`;
    const cosmetic = kind === 'image' || kind === 'font';
    return [{ severity: cosmetic ? 'weak' : 'breaks', about: DIRECTIVES[kind], text }];
  });
}

function blocked(policy: Policy, gateways: readonly PageSources[]): Finding[] {
  const found: Finding[] = [];
  const scripts = sourcesFor(policy, 'script-src') ?? [];
  const keyed = isKeyed(scripts);
  if (scripts.includes("'strict-dynamic'")) {
    found.push(
      keyed
        ? note(
            'script-src',
            "With 'strict-dynamic' the hosts in script-src count for nothing: what runs is decided by the nonce and by the scripts that have it.",
          )
        : breaks('script-src', "'strict-dynamic' without a nonce or a hash lets no script run at all."),
    );
  }
  const sandbox = policy.get('sandbox');
  const lacking = sandbox
    ? ['allow-scripts', 'allow-same-origin', 'allow-forms', 'allow-popups'].filter(
        (each) => !sandbox.includes(each),
      )
    : [];
  if (lacking.length)
    found.push(
      breaks(
        'sandbox',
        `The page is sandboxed without ${lacking.join(', ')}: gateways and the store refuse an origin of "null".`,
      ),
    );
  const types = policy.get('trusted-types');
  if (policy.has('require-trusted-types-for') && types && !types.includes('*')) {
    const absent = typePolicies(gateways).filter((each) => !types.includes(each));
    if (absent.length)
      found.push(
        breaks(
          'trusted-types',
          `trusted-types must name ${absent.join(', ')}, or nothing of the shop is drawn and no gateway loads.`,
        ),
      );
  }
  const unknown = unproven(gateways);
  if (policy.has('require-trusted-types-for') && unknown.length)
    found.push(
      note(
        'require-trusted-types-for',
        `Nobody has seen ${unknown.join(', ')} run where Trusted Types are enforced: try a payment.`,
      ),
    );
  return found;
}

/** Scripts need a nonce or a hash; browsers overlook `'unsafe-inline'` then. */
const isKeyed = (scripts: readonly string[]): boolean =>
  scripts.some((source) => /^'(nonce|sha(256|384|512))-/.test(source));

function weak(policy: Policy): Finding[] {
  const found: Finding[] = [];
  const scripts = sourcesFor(policy, 'script-src');
  if (!scripts)
    found.push(weakly('script-src', 'The policy says nothing about scripts: any may run. Add script-src.'));
  if (scripts?.includes("'unsafe-inline'") && !isKeyed(scripts))
    found.push(
      weakly(
        'script-src',
        "'unsafe-inline' lets every script run that gets into the page. store-elements does not need it: give your own inline scripts a nonce.",
      ),
    );
  if (scripts?.includes("'unsafe-eval'"))
    found.push(
      weakly('script-src', "'unsafe-eval' turns texts into scripts. store-elements does not need it."),
    );
  const wide = scripts?.filter((source) => ['*', 'https:', 'http:', 'data:', 'blob:'].includes(source)) ?? [];
  if (wide.length && !scripts?.includes("'strict-dynamic'"))
    found.push(
      weakly('script-src', `${wide.join(' ')} in script-src lets in scripts from anywhere. Name the hosts.`),
    );
  for (const name of ['object-src', 'base-uri'] as const) {
    const set = name === 'base-uri' ? policy.get(name) : (policy.get(name) ?? policy.get('default-src'));
    if (!set) found.push(weakly(name, `${name} is missing: add ${name} 'none'.`));
  }
  return found;
}

function isolation({ headers, gateways }: PageAsReceived): Finding[] {
  const found: Finding[] = [];
  const embedder = headers['cross-origin-embedder-policy']?.trim();
  if (embedder && embedder !== 'unsafe-none')
    found.push(
      breaks(
        'cross-origin-embedder-policy',
        `Cross-Origin-Embedder-Policy: ${embedder} keeps every gateway’s frame empty. Leave it off this page.`,
      ),
    );
  if (headers['cross-origin-opener-policy']?.trim() === 'same-origin')
    found.push(
      weakly(
        'cross-origin-opener-policy',
        'Cross-Origin-Opener-Policy: same-origin cuts wallets’ windows off from the page. Use same-origin-allow-popups.',
      ),
    );
  const payment = /(?:^|,)[ \t]*payment=(\*|\([^()]*\))/.exec(headers['permissions-policy'] ?? '')?.[1];
  const without = gateways
    .flatMap((each) => each.payment ?? [])
    .filter((origin) => !payment?.includes(`"${origin}"`));
  if (payment && payment !== '*' && without.length)
    found.push(
      weakly(
        'permissions-policy',
        `Permissions-Policy: payment=${payment} keeps wallets (Apple Pay, Google Pay) out of the gateway’s frames. Add ${without.map((each) => `"${each}"`).join(' ')}.`,
      ),
    );
  const integrity = headers['integrity-policy'];
  if (integrity?.includes('script') && gateways.some((each) => each.script?.length))
    found.push(
      breaks(
        'integrity-policy',
        'Integrity-Policy is enforced for scripts: gateways’ scripts change without notice and have no hash, so they are blocked. Use Integrity-Policy-Report-Only.',
      ),
    );
  return found;
}

function framing({ headers }: PageAsReceived, policies: readonly Policy[]): Finding[] {
  if (headers['x-frame-options'] || policies.some((policy) => policy.has('frame-ancestors'))) return [];
  return [
    weakly(
      'frame-ancestors',
      "Any website may show this page in a frame and lead clicks to it. Send frame-ancestors 'none' (a header; in a meta tag it does not count).",
    ),
  ];
}

const breaks = (about: string, text: string): Finding => ({ severity: 'breaks', about, text });
const weakly = (about: string, text: string): Finding => ({ severity: 'weak', about, text });
const note = (about: string, text: string): Finding => ({ severity: 'note', about, text });

const NO_POLICY = weakly(
  'content-security-policy',
  'The page has no Content-Security-Policy: any script from anywhere may run beside the card form.',
);
const ONLY_META = note(
  'content-security-policy',
  'The policy stands only in a meta tag: browsers overlook frame-ancestors, report-uri and sandbox there. Send it as a header.',
);
const NO_HSTS = weakly(
  'strict-transport-security',
  'Without Strict-Transport-Security a first visit can be led to plain HTTP. Send max-age=31536000.',
);
