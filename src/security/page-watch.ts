/**
 * The page watch: tells the store server which scripts and frames a payment page loads, what its policy refused, and which
 * security headers the browser received (PCI DSS v4.0.1, 6.4.3 and 11.6.1; security notes PCI-5 to PCI-7). Opt-in, with a script
 * tag of its own. It watches and does nothing else: a script that ran before it can hide from it, which is why the server's list
 * is evidence and no proof.
 */
import type { WireFindingKind, WirePageReport, WireSeen } from '../api/wire-evidence.js';

export interface PageWatchOptions {
  /** `POST /reports` of the store server: `/store/reports`. */
  readonly reports: string;
  /** Ends the watch. */
  readonly signal?: AbortSignal;
}

/** Things told per visit; a page that makes up names has no end of them. */
const MOST = 200;

/** ms that what is found is gathered before it is told. */
const PAUSE = 2000;

/** The headers whose change is to be noticed (PCI DSS 11.6.1: security-impacting). */
const HEADERS = [
  ...['content-security-policy', 'content-security-policy-report-only', 'strict-transport-security'],
  ...['x-frame-options', 'permissions-policy', 'referrer-policy', 'x-content-type-options'],
  ...[
    'cross-origin-opener-policy',
    'cross-origin-embedder-policy',
    'reporting-endpoints',
    'integrity-policy',
  ],
];

/**
 * Begins to watch the page. Never throws, and nothing of it waits for an answer.
 * @throws TypeError if `reports` is no address.
 */
export function watchPage({ reports, signal: until = new AbortController().signal }: PageWatchOptions): void {
  const address = new URL(reports, document.baseURI).href;
  const known = new Set<string>();
  const tagged = new Set<string>();
  let waiting: WireSeen[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function tell(kind: WireFindingKind, subject: string, detail = '', by = ''): void {
    const key = `${kind} ${subject} ${detail}`;
    if (!subject || known.has(key) || known.size >= MOST || until.aborted) return;
    known.add(key);
    waiting.push({ kind, subject, detail, ...(by && { added_by: by }) });
    timer ??= setTimeout(send, PAUSE);
  }

  function send(): void {
    clearTimeout(timer);
    timer = undefined;
    if (!waiting.length) return;
    const page = location.origin + location.pathname;
    const body = JSON.stringify({ page, findings: waiting } satisfies WirePageReport);
    waiting = [];
    // What can't be told is not worth a shopper's trouble.
    void fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      keepalive: true,
      credentials: 'omit',
    }).catch(() => undefined);
  }

  function look(node: Node, by?: string): void {
    if (!(node instanceof Element)) return;
    const found = node.matches('script, iframe') ? [node] : [];
    for (const element of [...found, ...node.querySelectorAll('script, iframe')]) {
      if (element instanceof HTMLScriptElement) void lookAtScript(element, by);
      else tell('frame', bare((element as HTMLIFrameElement).src) || 'inline', '', by);
    }
  }

  async function lookAtScript(script: HTMLScriptElement, by?: string): Promise<void> {
    // Data, a template, or held back by a consent tool: nothing that runs.
    if (script.type && !/^(module|importmap|(text|application)\/(java|ecma)script)$/i.test(script.type))
      return;
    if (script.src) {
      tagged.add(bare(script.src));
      tell('script', bare(script.src), script.integrity.split(' ')[0] ?? '', by);
    } else tell('script', 'inline', await hashOf(script.text), by);
  }

  const changes = new MutationObserver((records) => {
    const by = running();
    for (const { addedNodes, target, type } of records) {
      if (type === 'attributes') look(target, by);
      for (const node of addedNodes) look(node, by);
    }
  });
  changes.observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ['src'] });
  until.addEventListener('abort', () => changes.disconnect());
  look(document.documentElement);

  // What modules import, and what is taken away again before it could be seen.
  const loads = new PerformanceObserver((list) => {
    for (const { name, initiatorType } of list.getEntries() as PerformanceResourceTiming[]) {
      const isScript = initiatorType === 'script' || /\.m?js$/.test(new URL(name).pathname);
      // One with a tag is told by its tag, which knows more.
      if (isScript && !tagged.has(bare(name))) tell('script', bare(name));
      if (initiatorType === 'iframe') tell('frame', bare(name));
    }
  });
  // A browser fetches ahead of its parser: before the page is read, a script with a tag would seem to have none.
  const begin = (): void => loads.observe({ type: 'resource', buffered: true });
  if (document.readyState === 'loading')
    document.addEventListener('DOMContentLoaded', begin, { signal: until, once: true });
  else begin();
  until.addEventListener('abort', () => loads.disconnect());

  document.addEventListener(
    'securitypolicyviolation',
    ({ blockedURI, effectiveDirective, disposition }) =>
      tell(
        'violation',
        bare(blockedURI),
        effectiveDirective + (disposition === 'report' ? ' (reported only)' : ''),
      ),
    { signal: until },
  );
  document.addEventListener(
    'store-security-change',
    ({ detail }) => {
      for (const concern of [...detail.verdict.refusals, ...detail.verdict.warnings])
        tell('concern', concern);
    },
    { signal: until },
  );
  addEventListener('pagehide', send, { signal: until });
  void lookAtHeaders(tell, until);
}

/**
 * The classic script whose run this is the end of: what it did is told before it stops being the current one (HTML, "clean up
 * after running script"). Undefined for modules, timers, events and the parser.
 */
function running(): string | undefined {
  const script = document.currentScript;
  return script instanceof HTMLScriptElement ? bare(script.src) || 'inline' : undefined;
}

/** As this browser receives them: the page is asked for once more, without its body. */
async function lookAtHeaders(
  tell: (kind: 'header', name: string, value: string) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    const { headers } = await fetch(location.href, { method: 'HEAD', cache: 'no-store', signal });
    for (const name of HEADERS) tell('header', name, headers.get(name) ?? '');
  } catch {
    // A server that answers no HEAD is told of by the audit instead.
  }
}

/** Without what may name a visitor: a scheme alone where the rest is content. */
function bare(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url) return address;
  return /^https?:$/.test(url.protocol) ? url.origin + url.pathname : url.protocol.slice(0, -1);
}

/** As in a policy; empty where the page is not secure. */
async function hashOf(text: string): Promise<string> {
  try {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
  } catch {
    return '';
  }
}
