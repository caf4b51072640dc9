/**
 * Every language but English, and a merchant's file of labels: which one is meant, where its words are, what it does to the
 * page. Loaded when a store speaks something else than plain English. Each part of each language is a chunk of its own.
 */
import type { Env } from '../env.js';
import { StoreError } from '../errors.js';
import type { LabelOverrides, LabelTable } from './label.js';
import { loadLabels } from './labels-file.js';
import type { Part } from './parts.js';
import { resolveLanguage } from './resolve.js';
import type { LanguageChoice, Speech } from './speech.js';
import { TABLES } from './tables.js';

/** Makes what a store speaks of what was chosen. What can't be loaded is English and stands in `error`; never rejects. */
export async function open(
  { locale: tag = 'en', labels, labelsSrc }: LanguageChoice,
  parts: ReadonlySet<Part>,
  env: Pick<Env, 'fetch' | 'page'>,
): Promise<Speech> {
  const { language, locale } = resolveLanguage(tag);
  let error: StoreError | undefined;
  const orNothing = async <T extends object>(loading: Promise<T> | undefined): Promise<T | undefined> => {
    try {
      return await loading;
    } catch (cause) {
      const text = `The words for "${language}" could not be loaded: the page speaks English.`;
      error = cause instanceof StoreError ? cause : new StoreError('network_failed', text, { cause });
      return undefined;
    }
  };
  const words = TABLES[language];
  const [file, ...tables] = await Promise.all([
    orNothing(labelsSrc ? fileOf(labelsSrc.replaceAll('{language}', language), env) : undefined),
    ...[...parts].map(async (part) => (await orNothing(words?.[part]?.()))?.default),
  ]);
  const own = merge([file, labels]);
  const all = merge([...tables, own]);
  return {
    locale,
    own,
    labels: isLeftward(language) ? isolated(all) : all,
    error,
    dress: (element) => dress(element, language),
  };
}

/** By world and address. */
const files = new WeakMap<object, Map<string, Promise<LabelOverrides>>>();

/** Asked once; a failure is not kept. */
function fileOf(address: string, env: Pick<Env, 'fetch' | 'page'>): Promise<LabelOverrides> {
  const known = files.get(env) ?? new Map<string, Promise<LabelOverrides>>();
  files.set(env, known);
  let file = known.get(address);
  if (!file) {
    file = loadLabels(address, env);
    known.set(address, file);
    file.catch(() => known.delete(address));
  }
  return file;
}

const merge = (tables: readonly (LabelTable | undefined)[]): LabelOverrides =>
  Object.freeze(Object.assign({ __proto__: null }, ...tables) as LabelOverrides);

/**
 * First strong isolate, the place, pop: what will stand there keeps its own direction. Else a host name or an amount would tear
 * a sentence apart that goes from right to left.
 */
const isolated = (table: LabelTable): LabelOverrides =>
  merge([
    Object.fromEntries(
      Object.entries(table).map(([key, text]) => [key, text.replaceAll(/\{\w+\}/g, '\u2068$&\u2069')]),
    ),
  ]);

/** Elements that we marked, not the merchant. */
const dressed = new WeakMap<HTMLElement, Set<'lang' | 'dir'>>();

/** Says the language and direction of our words on an element, unless the page around it says the same. */
function dress(element: HTMLElement, language: string): void {
  const ours = dressed.get(element) ?? new Set();
  dressed.set(element, ours);
  for (const name of ours) element.removeAttribute(name);
  ours.clear();
  const said = around(element, 'lang');
  if (!said || resolveLanguage(said).language !== language) mark('lang', language);
  const direction = isLeftward(language) ? 'rtl' : 'ltr';
  // A page may have its reasons for a direction; one that says none reads from left to right.
  if (around(element, 'dir') === undefined && direction === 'rtl') mark('dir', direction);

  function mark(name: 'lang' | 'dir', value: string): void {
    element.setAttribute(name, value);
    ours.add(name);
  }
}

/** Of the element or the nearest around it, out of shadow roots too. */
function around(element: Element, attribute: string): string | undefined {
  for (let root: Node | undefined, from: Element = element; ; from = root.host) {
    const found = from.closest(`[${attribute}]`)?.getAttribute(attribute);
    if (found) return found;
    root = from.getRootNode();
    if (!(root instanceof ShadowRoot)) return undefined;
  }
}

const isLeftward = (language: string): boolean => language === 'ar' || language === 'he';
