/** Functions that run in the visited page, so each must stand alone: nothing from outside it, not even a constant. */

export interface ScriptElement {
  readonly src: string;
  readonly type: string;
  readonly text: string;
  readonly integrity: string;
}
export interface PageNotes {
  readonly scripts: ScriptElement[];
  readonly violations: string[];
}

/** Runs before the page's own scripts: keeps every script element that ever was, and what a policy refused. */
export function watchPage(name: string): void {
  const seen: { element: HTMLScriptElement | SVGScriptElement; text: string; src: string }[] = [];
  const violations = new Set<string>();
  const sourceOf = (element: Element): string => {
    const given = element.getAttribute('src') ?? element.getAttribute('href');
    if (!given) return '';
    return URL.canParse(given, document.baseURI) ? new URL(given, document.baseURI).href : given;
  };
  const keep = (node: Node): void => {
    if (!(node instanceof Element)) return;
    const inside = [...node.querySelectorAll('script')];
    for (const element of node.localName === 'script' ? [node, ...inside] : inside) {
      if (seen.some((each) => each.element === element)) continue;
      const script = element as HTMLScriptElement;
      seen.push({ element: script, text: script.textContent, src: sourceOf(script) });
    }
  };
  new MutationObserver((records) => {
    for (const { addedNodes, target } of records) {
      for (const node of addedNodes) keep(node);
      // A script that was put there empty and got its address or text later.
      if (target instanceof Element && target.localName === 'script') {
        const known = seen.find((each) => each.element === target);
        if (known && !known.text) known.text = target.textContent;
        if (known && !known.src) known.src = sourceOf(target);
      }
    }
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['src'] });
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, disposition }) => {
    const report = disposition === 'report' ? ' (reported only)' : '';
    violations.add(`${effectiveDirective} ${blockedURI.split(/[?#]/, 1)[0] ?? ''}${report}`);
  });
  Object.defineProperty(globalThis, name, {
    value: (): PageNotes => ({
      violations: [...violations],
      scripts: seen.map(({ element, text, src }) => {
        const now = element.textContent;
        return {
          src: src || sourceOf(element),
          type: (element.getAttribute('type') ?? '').trim().toLowerCase(),
          // One whose text was still arriving is longer now; one that changed its own text ran as it was.
          text: now.startsWith(text) ? now : text,
          integrity: element.getAttribute('integrity') ?? '',
        };
      }),
    }),
  });
}

/** What `watchPage` kept in a document until now. */
export function readNotes(name: string): PageNotes {
  const read = (globalThis as unknown as Record<string, (() => PageNotes) | undefined>)[name];
  return read?.() ?? { scripts: [], violations: [] };
}

export interface DocumentScan {
  readonly cardFields: string[];
  readonly insecure: string[];
  readonly handlers: string[];
  readonly metaPolicies: string[];
  /** Also those that `watchPage` did not see come: Firefox's driver runs nothing early in frames. */
  readonly scripts: ScriptElement[];
}

/** What stands in a document at the end, open shadow roots included. `called`: source of the pattern for card fields' names. */
export function scanDocument(called: string): DocumentScan {
  const elements = (root: Document | ShadowRoot): Element[] =>
    [...root.querySelectorAll('*')].flatMap((element) =>
      element.shadowRoot ? [element, ...elements(element.shadowRoot)] : [element],
    );
  const all = elements(document);
  const pattern = new RegExp(called, 'i');
  const scan: DocumentScan = { cardFields: [], insecure: [], handlers: [], metaPolicies: [], scripts: [] };
  for (const element of all) {
    if (element.matches('input, select, textarea, [contenteditable]:not([contenteditable=false])')) {
      const token = element.getAttribute('autocomplete') ?? '';
      const names = ['name', 'id', 'placeholder', 'aria-label'].map((name) => element.getAttribute(name));
      const labels = [...((element as HTMLInputElement).labels ?? [])].map((label) => label.textContent);
      const words = [...names, ...labels]
        .filter(Boolean)
        .join(' ')
        .replace(/[-_.]+|(?<=[a-z])(?=[A-Z])/g, ' ')
        .replace(/\s+/g, ' ')
        .trim();
      const byName = pattern.test(words) && !/gift|voucher|coupon|loyalty|member/i.test(words);
      if (/(^|\s)cc-/.test(token) || byName)
        scan.cardFields.push(`${element.localName} ${JSON.stringify((token || words).slice(0, 80))}`);
    }
    const loads = element.matches('img, script, iframe, audio, video, source, embed, track, input');
    const address = loads
      ? element.getAttribute('src')
      : element.matches('link[rel~=stylesheet]')
        ? element.getAttribute('href')
        : element.localName === 'form'
          ? element.getAttribute('action')
          : null;
    if (address && /^http:/i.test(address)) scan.insecure.push(`${element.localName} ${address}`);
    for (const { name, value } of element.attributes) {
      if (/^on[a-z]+$/.test(name)) scan.handlers.push(value);
      else if (/^(href|action|formaction)$/.test(name) && /^\s*javascript:/i.test(value))
        scan.handlers.push(value);
    }
    if (element.localName === 'script') {
      const given = element.getAttribute('src') ?? element.getAttribute('href');
      scan.scripts.push({
        src:
          given && URL.canParse(given, document.baseURI)
            ? new URL(given, document.baseURI).href
            : (given ?? ''),
        type: (element.getAttribute('type') ?? '').trim().toLowerCase(),
        text: element.textContent,
        integrity: element.getAttribute('integrity') ?? '',
      });
    }
    if (element.matches('meta[http-equiv="content-security-policy" i]'))
      scan.metaPolicies.push(element.getAttribute('content') ?? '');
  }
  return scan;
}
