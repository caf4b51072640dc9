/** The scripts of a visit: from what the page's documents held, what came over the network, and Chromium's own debugger. */
import { createHash } from 'node:crypto';
import type { CDPSession, Page, Request, Response } from 'playwright-core';
import type { ScriptElement } from './in-page.js';
import type { ScriptKind, ScriptSeen } from './seen.js';

export interface ScriptRecord {
  /** `own`: of requests of the page and of frames it can read. */
  found(
    elements: readonly ScriptElement[],
    handlers: readonly string[],
    origin: string,
    own: (request: Request) => boolean,
  ): Promise<ScriptSeen[]>;
}

interface Loaded {
  readonly request: Request;
  readonly body: Promise<Buffer | undefined>;
}

export async function recordScripts(page: Page): Promise<ScriptRecord> {
  const loaded: Loaded[] = [];
  const workers = new Map<string, ScriptKind>();
  const context = page.context();
  page.on('worker', (worker) => void workers.set(worker.url(), 'worker'));
  context.on('serviceworker', (worker) => void workers.set(worker.url(), 'service worker'));
  const hear = (response: Response): void => {
    const request = response.request();
    if (request.resourceType() !== 'script' || (response.status() >= 300 && response.status() < 400)) return;
    loaded.push({ request, body: response.body().catch(() => undefined) });
  };
  page.on('response', hear);
  const chromium =
    context.browser()?.browserType().name() === 'chromium' ? await listenToChromium(page) : undefined;

  return {
    async found(elements, handlers, origin, own) {
      const rows = new Map<string, ScriptSeen>();
      const add = (row: ScriptSeen): void => {
        const known = rows.get(row.script);
        // The same address with other bytes in the same visit: both are kept, so that it never equals a baseline of one.
        const differs = known?.hash && row.hash && known.hash !== row.hash;
        rows.set(
          row.script,
          differs ? { ...known, hash: [known.hash, row.hash].sort().join(' ') } : (known ?? row),
        );
      };
      const unnamed = (what: string, kind: ScriptKind, text: string): void => {
        const hash = digest('sha256', text);
        const loader = 'the page';
        add({ ...NONE, script: `${what} ${hash}`, kind, origin, party: 'first', hash, loader });
      };
      const bySrc = new Map<string, ScriptElement>();
      for (const element of elements) {
        const kind = kindOf(element);
        if (!kind) continue;
        if (element.src) bySrc.set(withoutHash(element.src), element);
        else if (element.text.trim())
          unnamed(
            'inline',
            kind === 'classic' ? 'inline' : kind === 'module' ? 'inline module' : kind,
            element.text,
          );
      }
      for (const text of handlers) unnamed('handler', 'inline handler', text);
      for (const text of (await chromium?.blobs()) ?? []) unnamed('blob', 'blob', text);

      for (const { request, body } of loaded) {
        if (!own(request)) continue;
        const script = withoutHash(request.url());
        if (script.startsWith('blob:')) continue;
        const element = bySrc.get(script) ?? bySrc.get(firstAddress(request));
        const kind = workers.get(script) ?? (element ? kindOf(element) : undefined) ?? 'loaded by a script';
        const loader = chromium?.loaderOf(request.url());
        add(named(script, kind, origin, await body, element?.integrity, loader));
      }
      for (const [address, kind] of workers) {
        if (rows.has(address) || address.startsWith('blob:')) continue;
        const again = await context.request.get(address).catch(() => undefined);
        add(named(address, kind, origin, await again?.body().catch(() => undefined), undefined, undefined));
      }
      // Asked for, and nothing came: refused by a policy, by a blocker, or not there.
      for (const [script, element] of bySrc) {
        if (rows.has(script) || !/^(https?|blob|data):/.test(script)) continue;
        if (chromium && /^(blob|data):/.test(script)) continue;
        if (loaded.some(({ request }) => firstAddress(request) === script)) continue;
        const name = /^https?:/.test(script) ? script : `${script.split(':', 1)[0] ?? ''} (bytes not read)`;
        add(named(name, kindOf(element) ?? 'classic', origin, undefined, element.integrity, undefined));
      }
      return [...rows.values()].sort((a, b) => (a.script < b.script ? -1 : 1));
    },
  };
}

const NONE = { hash: undefined, sha384: undefined, integrity: undefined, loader: undefined };

function named(
  script: string,
  kind: ScriptKind,
  origin: string,
  body: Buffer | undefined,
  integrity: string | undefined,
  loader: string | undefined,
): ScriptSeen {
  const from = URL.canParse(script) ? new URL(script).origin : origin;
  return {
    script,
    kind,
    origin: from,
    party: from === origin ? 'first' : 'third',
    hash: body && digest('sha256', body),
    sha384: body && digest('sha384', body),
    integrity: integrity === '' ? undefined : integrity,
    loader,
  };
}

/** Undefined for data blocks, which no browser runs. */
function kindOf({ type }: ScriptElement): 'classic' | 'module' | 'import map' | undefined {
  if (type === 'module') return 'module';
  if (type === 'importmap') return 'import map';
  return type === '' || /^(text|application)\/(x-)?(java|ecma|j|live)script/.test(type)
    ? 'classic'
    : undefined;
}

function firstAddress(request: Request): string {
  const before = request.redirectedFrom();
  return before ? firstAddress(before) : withoutHash(request.url());
}

interface ChromiumRecord {
  /** Texts of the scripts that ran from a blob: or data: address. */
  blobs(): Promise<string[]>;
  loaderOf(address: string): string | undefined;
}

async function listenToChromium(page: Page): Promise<ChromiumRecord> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const texts: Promise<string>[] = [];
  const loaders = new Map<string, string>();
  session.on('Debugger.scriptParsed', ({ scriptId, url }) => {
    if (!/^(blob|data):/.test(url)) return;
    const source = session.send('Debugger.getScriptSource', { scriptId });
    texts.push(source.then(({ scriptSource }) => scriptSource).catch(() => ''));
  });
  session.on('Network.requestWillBeSent', ({ request, initiator, documentURL }) => {
    let stack = initiator.stack;
    while (stack && !stack.callFrames.length) stack = stack.parent;
    const by = stack?.callFrames[0]?.url ?? (initiator.type === 'script' ? initiator.url : undefined);
    const script =
      by === documentURL ? 'an inline script of the page' : by?.replace(/^(blob|data):.*/s, '$1:');
    if (!loaders.has(request.url)) loaders.set(request.url, script ? withoutHash(script) : 'the page');
  });
  await session.send('Network.enable');
  await session.send('Debugger.enable');
  return {
    blobs: async () => (await Promise.all(texts)).filter(Boolean),
    loaderOf: (address) => loaders.get(address),
  };
}

const digest = (algorithm: string, bytes: Buffer | string): string =>
  `${algorithm}-${createHash(algorithm).update(bytes).digest('base64')}`;
const withoutHash = (address: string): string => address.split('#', 1)[0] ?? '';
