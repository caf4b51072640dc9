/**
 * A small client of W3C WebDriver, for the engine that Playwright can't drive here. It waits as Playwright does: for the
 * state that a step needs, up to a deadline. https://www.w3.org/TR/webdriver2/
 */
import { setTimeout as pause } from 'node:timers/promises';

export interface Driver {
  go(url: string): Promise<void>;
  url(): Promise<string>;
  reload(): Promise<void>;
  back(): Promise<void>;
  /** Of the whole window, with the browser's own bars. */
  resize(width: number, height: number): Promise<void>;
  /** The first element that is shown, also in shadow roots; with `name` by its aria-label, label or text. */
  find(css: string, name?: string): Promise<Found>;
  /** How many are shown now. */
  count(css: string, name?: string): Promise<number>;
  /** Runs a function in the page. It is sent as text: it sees its arguments and the page, nothing around it here. */
  run<Args extends unknown[], Result>(
    work: (...args: Args) => Result | Promise<Result>,
    ...args: Args
  ): Promise<Result>;
  /** What is done in `work` is done in the frame's document. */
  inFrame<Result>(css: string, work: () => Promise<Result>): Promise<Result>;
  /** What is done in `work` is done in a new window, closed afterwards. */
  inNewWindow<Result>(work: () => Promise<Result>): Promise<Result>;
  /** A PNG of what the window shows. */
  screenshot(): Promise<Buffer>;
  close(): Promise<void>;
}

export interface Found {
  click(): Promise<void>;
  /** Key by key, in place of what stands in the field. */
  type(text: string): Promise<void>;
  value(): Promise<string>;
}

/** The driver's answer when it could not do as told; `code` from https://www.w3.org/TR/webdriver2/#errors. */
class WebDriverError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
type Reference = Readonly<Record<typeof ELEMENT, string>>;
const CONTROL = '\uE009';
const TAB = '\uE004';

/** What passes while a page draws, moves or leaves. */
const PASSING = [
  'stale element reference',
  'element not interactable',
  'element click intercepted',
  'javascript error',
  'no such element',
  'no such frame',
];
const PATIENCE = 15_000;

/** Asks until the answer is something. */
async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + PATIENCE;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      if (!(error instanceof WebDriverError && PASSING.includes(error.code))) throw error;
      last = error;
    }
    await pause(25);
  }
  throw new Error(`waited in vain for: ${what}`, { cause: last });
}

/** Starts a browser of its own, with an empty profile. */
export async function startSession(port: number, capabilities: object): Promise<Driver> {
  let base = `http://127.0.0.1:${port}/session`;
  async function call<T = unknown>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<T> {
    const response = await fetch(base + path, {
      method,
      // The driver closes idle connections without a word.
      headers: { connection: 'close' },
      // A driver that does not answer ends the test, not the patience of who runs it.
      signal: AbortSignal.timeout(2 * PATIENCE),
      ...(method === 'POST' && { body: JSON.stringify(body ?? {}) }),
    });
    const { value } = (await response.json()) as { value: unknown };
    if (response.ok) return value as T;
    const { error, message } = value as { error: string; message: string };
    throw new WebDriverError(error, `${message} (${method} ${path})`);
  }

  const { sessionId } = await call<{ sessionId: string }>('POST', '', {
    capabilities: { alwaysMatch: capabilities },
  });
  base += `/${sessionId}`;
  await call('POST', '/timeouts', { script: PATIENCE, pageLoad: PATIENCE });

  async function run<Args extends unknown[], Result>(
    work: (...args: Args) => Result | Promise<Result>,
    ...args: Args
  ): Promise<Result> {
    const script = `const done = arguments[arguments.length - 1];
      Promise.resolve((${work.toString()})(...[...arguments].slice(0, -1)))
        .then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const answer = await call<{ value: Result; error?: string }>('POST', '/execute/async', { script, args });
    if (answer.error !== undefined) throw new WebDriverError('javascript error', answer.error);
    return answer.value;
  }

  /** With pointer and keys of the window, not the driver's element click: that finds no text field in a shadow root. */
  const act = (...sources: object[]): Promise<unknown> => call('POST', '/actions', { actions: sources });

  function found(what: string, element: Reference): Found {
    async function click(): Promise<void> {
      await until(`a click on ${what}`, async () => {
        await run(bringIntoView, element as never);
        await act({
          type: 'pointer',
          id: 'mouse',
          actions: [
            { type: 'pointerMove', x: 0, y: 0, origin: element },
            { type: 'pointerDown', button: 0 },
            { type: 'pointerUp', button: 0 },
          ],
        });
        return true;
      });
    }
    return {
      click,
      async type(text) {
        await click();
        const press = (key: string): object[] => [
          { type: 'keyDown', value: key },
          { type: 'keyUp', value: key },
        ];
        const all = [{ type: 'keyDown', value: CONTROL }, ...press('a'), { type: 'keyUp', value: CONTROL }];
        await act({ type: 'key', id: 'keyboard', actions: [...all, ...[...text, TAB].flatMap(press)] });
      },
      value: () => call('GET', `/element/${element[ELEMENT]}/property/value`),
    };
  }

  return {
    async go(url) {
      await call('POST', '/url', { url });
    },
    url: () => call('GET', '/url'),
    async reload() {
      await call('POST', '/refresh');
    },
    async back() {
      await call('POST', '/back');
    },
    async resize(width, height) {
      await call('POST', '/window/rect', { width, height });
    },
    async find(css, name) {
      const what = `${css} ${name ?? ''}`;
      return found(what, await until(what, async () => (await run(shown, css, name ?? null))[0] as never));
    },
    async count(css, name) {
      return (await run(shown, css, name ?? null)).length;
    },
    run,
    async inFrame(css, work) {
      await until(css, async () => {
        // Not by the driver's own search: an element named like a method of the document leads it astray.
        const id = await run(first, css);
        if (!id) return undefined;
        await run(bringIntoView, id);
        await call('POST', '/frame', { id });
        return true;
      });
      try {
        return await work();
      } finally {
        await call('POST', '/frame', { id: null });
      }
    },
    async inNewWindow(work) {
      const before = await call<string>('GET', '/window');
      // Not a tab: in a tab, WebKit's driver never answers to a pointer.
      const { handle } = await call<{ handle: string }>('POST', '/window/new', { type: 'window' });
      await call('POST', '/window', { handle });
      try {
        return await work();
      } finally {
        await call('DELETE', '/window');
        await call('POST', '/window', { handle: before });
      }
    },
    async screenshot() {
      return Buffer.from(await call<string>('GET', '/screenshot'), 'base64');
    },
    async close() {
      await call('DELETE', '');
    },
  };
}

/** Runs in the page, at once and not smoothly: a pointer hits nothing that still moves. A frame was brought already. */
function bringIntoView(element: Element): void {
  element.scrollIntoView({ block: window === window.top ? 'center' : 'nearest', behavior: 'instant' });
}

/** Runs in the page. */
function first(css: string): Element | null {
  const search: (css: string) => Element | null = Reflect.get(Document.prototype, 'querySelector');
  return search.call(document, css);
}

/** Runs in the page: the elements that are shown, in all roots, in order. */
function shown(css: string, name: string | null): Element[] {
  const all: Element[] = [];
  const plain = (text: string | null | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim();
  const nameOf = (element: Element): string =>
    element.getAttribute('aria-label') ??
    plain(
      ('labels' in element && (element.labels as NodeListOf<Element> | null)?.[0]?.textContent) ||
        element.textContent,
    );
  const look = (root: Document | ShadowRoot): void => {
    for (const element of root.querySelectorAll('*')) {
      if (
        element.matches(css) &&
        element.checkVisibility({ visibilityProperty: true }) &&
        (name === null || nameOf(element) === name)
      )
        all.push(element);
      if (element.shadowRoot) look(element.shadowRoot);
    }
  };
  look(document);
  return all;
}
