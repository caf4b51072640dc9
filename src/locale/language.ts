/**
 * The language a store speaks: the locale for Intl and the words in force. Both may change while the page is open. English is
 * built in; every other language and a merchant's file of labels are the business of languages.ts, loaded when needed.
 */
import type { Env } from '../env.js';
import { StoreError } from '../errors.js';
import { observable, type Observable } from '../observable.js';
import type { LabelOverrides } from './label.js';
import type { Part } from './parts.js';
import type { LanguageChoice, Speech } from './speech.js';

export interface Language extends Observable<Speech> {
  /** Set until the first words are there, if they must be loaded: an element shows none before. Never rejects. */
  readonly first: Promise<void> | undefined;
  /** Resolves when the words of these parts are there, or could not be had. Never rejects. */
  need(...parts: readonly Part[]): Promise<void>;
  /** Speaks otherwise from here on, as far as `choice` says so. Until the words are there the old ones stay. */
  set(choice: LanguageChoice): Promise<void>;
}

/** What needs no file: English, of whatever country. */
const BUILT_IN = /^en(-[A-Z]{2})?$/;

export function createLanguage(given: LanguageChoice, env: Pick<Env, 'fetch' | 'page'>): Language {
  const none: Speech = { locale: 'en', labels: {}, own: {} };
  const state = observable(none);
  const parts = new Set<Part>(['shop']);
  let choice = given;
  let last: Promise<void>;

  async function speak(): Promise<void> {
    const chosen = choice;
    const { labels, labelsSrc } = chosen;
    const locale = chosen.locale || env.page().lang || 'en';
    // Own properties only: what a page has put on Object.prototype is no label (T-04).
    const own = Object.freeze({ __proto__: null, ...labels }) as object as LabelOverrides;
    let speech: Speech = { locale, labels: own, own };
    // Elements that were marked as German must be told that they are no more.
    if (!BUILT_IN.test(locale) || labelsSrc || state.get().dress) {
      try {
        const { open } = await import('./languages.js');
        speech = await open({ locale, labels: own, labelsSrc }, parts, env);
      } catch (cause) {
        const error = new StoreError('network_failed', undefined, { cause });
        speech = { ...speech, locale: 'en', error };
      }
    }
    if (chosen === choice) state.set(speech);
    else await last;
  }

  const language: Writable<Language> = {
    ...state,
    first: undefined,
    need(...wanted) {
      const { size } = parts;
      for (const part of wanted) parts.add(part);
      return parts.size > size && (language.first || state.get().dress) ? language.set({}) : last;
    },
    set(change) {
      choice = { ...choice, ...change };
      return (last = speak());
    },
  };
  last = speak();
  if (state.get() === none) language.first = last.then(() => (language.first = undefined));
  return language;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
