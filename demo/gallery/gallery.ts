/**
 * The gallery: each element in each state, in any theme, language, direction and width, chosen in the address
 * (`?element=store-cart&state=store-cart/full&theme=dark&lang=ar&dir=rtl&width=375`). The same page is the bed of
 * test/e2e/gallery.test.ts, which drives it by the one global it has.
 */
import type { StoreProvider } from '../../components/store-provider.js';
import { createStore, type Store } from '../../src/store.js';
import { ADAPTERS } from './gateways.js';
import { scriptedEnv } from './shop.js';
import { watchShifts, type Shift } from './shifts.js';
import type { State } from './state.js';
import { STATES } from './states.js';

export interface Choice {
  /** A theme's name; empty for none. */
  readonly theme?: string;
  /** BCP 47 */
  readonly lang?: string;
  readonly dir?: 'ltr' | 'rtl' | '';
}

export interface Gallery {
  readonly states: readonly string[];
  /** Those of the shopper's elements that are reached by loading alone. */
  readonly loading: readonly string[];
  /** Shows one state alone and resolves when it stands there. */
  show(id: string, choice?: Choice): Promise<void>;
  /**
   * Puts a state's element on a page with something below it, lets answers take a while, and resolves with what moved. On a page
   * of its own (`?upgrade`) the element's code comes only then, too.
   */
  upgrade(id: string, choice?: Choice): Promise<readonly Shift[]>;
}

declare global {
  var gallery: Gallery;
}

const THEMES = ['', 'light', 'dark', 'editorial', 'rounded', 'mono'];
const LANGUAGES = ['en', 'es', 'fr', 'de', 'it', 'pt-BR', 'nl', 'pl', 'ja', 'zh-Hans', 'ar', 'he', 'en-XA'];
const RTL = /^(ar|he)\b/;
const MERCHANTS = /^store-(evidence|label-editor|reports|theme-editor)\//;
const stage = document.querySelector('main') as HTMLElement;
const open: Store[] = [];

/** Makes the elements known. Apart from the page, so that it can be looked at before. */
const define = (): Promise<unknown> => import('../../components/define.js');
const defineMerchants = (): Promise<unknown> =>
  Promise.all([
    import('../../components/evidence.js'),
    import('../../components/label-editor.js'),
    import('../../components/reports.js'),
    import('../../components/theme-editor.js'),
  ]);

function clear(): void {
  stage.replaceChildren();
  for (const store of open.splice(0)) store.close();
  // A draft of the theme editor is no part of the next state.
  sessionStorage.clear();
}

/** Resolves with the first element that fits, looked for after each frame; a state that is never reached says so. */
async function seenIn(element: HTMLElement, selector: string, id: string): Promise<HTMLElement> {
  const until = performance.now() + 5_000;
  for (;;) {
    const found = element.shadowRoot?.querySelector<HTMLElement>(selector);
    if (found) return found;
    if (performance.now() > until) throw new Error(`${id} shows no ${selector}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** `pause`: ms that each of its answers takes. */
function storeOf(state: State, lang: string, pause = 0): Store {
  const name = state.id.replace('/', '.');
  const store = createStore({
    endpoint: `/gallery/store/${name}`,
    env: scriptedEnv(name, state.script ?? {}, pause),
    locale: lang,
    adapters: ADAPTERS,
    ...(state.labels && { labels: state.labels }),
  });
  open.push(store);
  for (const [sku, quantity] of Object.entries(state.cart ?? {})) store.cart.add(sku, quantity);
  return store;
}

function elementOf(state: State): HTMLElement {
  const element = document.createElement(state.id.split('/')[0] ?? '');
  for (const [name, value] of Object.entries(state.attributes ?? {})) element.setAttribute(name, value);
  if (state.inside) element.append(state.inside());
  return element;
}

async function place(state: State, where: HTMLElement, lang: string): Promise<void> {
  const store = storeOf(state, lang);
  const provider = document.createElement('store-provider');
  provider.store = store;
  where.append(provider);
  const element = elementOf(state);
  provider.append(element);
  const seen = (selector: string): Promise<HTMLElement> => seenIn(element, selector, state.id);
  await state.then?.(element, store, seen);
  await seen(state.shows);
}

function find(id: string): State {
  const state = STATES.find((each) => each.id === id);
  if (!state) throw new TypeError(`the gallery has no "${id}"`);
  return state;
}

const frames = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
};

/** Resolves when the theme's sheet is in force. */
function wear({ theme = '', lang = 'en', dir = '' }: Choice): Promise<void> {
  const root = document.documentElement;
  root.lang = lang;
  root.dir = dir || (RTL.test(lang) ? 'rtl' : 'ltr');
  const link = document.querySelector<HTMLLinkElement>('#theme');
  const href = theme ? `/store-elements/themes/${theme}.css` : '';
  if (!link || (link.getAttribute('href') ?? '') === href) return Promise.resolve();
  root.dataset['theme'] = theme;
  if (!href) {
    link.removeAttribute('href');
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    link.onload = () => resolve();
    link.onerror = () => reject(new Error(`no theme ${theme}`));
    link.href = href;
  });
}

const asked = new URLSearchParams(location.search);
const ready = asked.has('upgrade') ? undefined : Promise.all([define(), defineMerchants()]);

globalThis.gallery = {
  states: STATES.map(({ id }) => id),
  loading: STATES.filter(({ id, then }) => !then && !MERCHANTS.test(id)).map(({ id }) => id),
  async show(id, choice = {}) {
    const state = find(id);
    await ready;
    document.body.classList.add('bare');
    clear();
    await wear(choice);
    await place(state, stage, choice.lang ?? 'en');
    // Rows are laid out in full once they are seen to be in view.
    await frames(2);
  },
  async upgrade(id, choice = {}) {
    const state = find(id);
    document.body.classList.add('bare');
    clear();
    await wear(choice);
    // As for the script tag with `blocking="render"`, nothing is painted before the elements are known.
    await define();
    const provider: StoreProvider = document.createElement('store-provider');
    provider.store = storeOf(state, choice.lang ?? 'en', PAUSE);
    const element = elementOf(state);
    provider.append(element);
    const below = document.createElement('p');
    below.textContent = 'What stands below.';
    const shifts = watchShifts();
    stage.append(provider, below);
    await frames(2);
    await seenIn(element, state.shows, id);
    await settled();
    return shifts();
  },
};

/** ms: an answer that comes after a paint or two, as answers do. */
const PAUSE = 60;

/** When all that was on its way has come: pictures, and what is laid out for them. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 4 * PAUSE));
  await frames(2);
}

// For people: the address chooses, and the fields above write it.
const elements = [...new Set(STATES.map(({ id }) => id.split('/')[0] ?? ''))];
const fields: Readonly<Record<string, readonly string[]>> = {
  element: ['', ...elements],
  theme: THEMES,
  lang: LANGUAGES,
  dir: ['', 'ltr', 'rtl'],
  width: ['', '320', '375', '768', '1440'],
};

function drawFields(): void {
  const form = document.querySelector('form') as HTMLFormElement;
  for (const [name, values] of Object.entries(fields)) {
    const label = document.createElement('label');
    const select = document.createElement('select');
    select.name = name;
    select.append(
      ...values.map((value) => new Option(value || '–', value, false, value === asked.get(name))),
    );
    label.append(name, select);
    form.append(label);
  }
  form.addEventListener('change', () => form.requestSubmit());
}

function drawStates(): void {
  const [element, only] = [asked.get('element'), asked.get('state')];
  const lang = asked.get('lang') || 'en';
  for (const state of STATES) {
    if (element && !state.id.startsWith(`${element}/`)) continue;
    if (only && state.id !== only) continue;
    const figure = document.createElement('figure');
    const caption = document.createElement('figcaption');
    const link = document.createElement('a');
    const here = new URLSearchParams(asked);
    here.set('state', state.id);
    link.href = `?${here}`;
    link.textContent = state.id;
    caption.append(link);
    const room = document.createElement('div');
    figure.append(caption, room);
    stage.append(figure);
    if (state.alone && only !== state.id) continue;
    place(state, room, lang).catch((error: unknown) => caption.append(` – ${String(error)}`));
  }
}

await ready;
const width = Number(asked.get('width'));
if (width) stage.style.inlineSize = `${width}px`;
if (!asked.has('bare')) drawFields();
await wear({
  theme: asked.get('theme') ?? '',
  lang: asked.get('lang') || 'en',
  dir: (asked.get('dir') ?? '') as NonNullable<Choice['dir']>,
});
if (!asked.has('bare')) drawStates();
