/**
 * A merchant's own words while they are edited, by language: what was changed, taken back, kept for this tab. The page's store
 * shows them at once. Nothing here draws.
 */
import { readLabels } from '../../src/locale/labels-file.js';
import { observable, type Observable } from '../../src/observable.js';
import type { KeyValueStorage } from '../../src/env.js';

export type OwnWords = Readonly<Record<string, string>>;

export interface DraftState {
  readonly language: string;
  /** Of that language. */
  readonly own: OwnWords;
  /** There is something that was not downloaded. */
  readonly unsaved: boolean;
  /** What the last large step took away, until the next change. */
  readonly before: OwnWords | undefined;
}

export interface Draft extends Observable<DraftState> {
  /** Undefined or empty: the text there would be without it. */
  write(key: string, text: string | undefined): void;
  speak(language: string): void;
  resetAll(): void;
  /** Takes back the last `resetAll` or `open`. */
  undo(): void;
  /** Reads a file in place of what there is. @throws StoreError that says what is wrong with it. */
  open(text: string, knows: (key: string) => boolean): { readonly read: number; readonly unknown: number };
  /** The file. It counts as saved from here. */
  save(): string;
}

interface Kept {
  readonly language: string;
  readonly words: Readonly<Record<string, OwnWords>>;
  readonly unsaved: boolean;
}

/** `own` are the words the store has of the shop already. `found` tells whether there was work of before. */
export function createDraft(
  name: string,
  first: { readonly language: string; readonly own: OwnWords },
  storage: KeyValueStorage | undefined,
): Draft & { readonly found: boolean } {
  const kept = readKept(name, storage);
  const words = new Map<string, OwnWords>(Object.entries(kept?.words ?? {}));
  const language = kept?.language ?? first.language;
  if (!words.has(first.language)) words.set(first.language, { ...first.own });
  const state = observable<DraftState>({
    language,
    own: words.get(language) ?? {},
    unsaved: kept?.unsaved ?? false,
    before: undefined,
  });

  function commit(change: Partial<DraftState>): void {
    const next = Object.freeze({ ...state.get(), ...change });
    words.set(next.language, next.own);
    state.set(next);
    try {
      const all: Kept = { language: next.language, words: Object.fromEntries(words), unsaved: next.unsaved };
      storage?.setItem(name, JSON.stringify(all));
    } catch {
      // Full or refused: the page itself still holds it, and asks before it is left.
    }
  }

  return {
    get: state.get,
    subscribe: state.subscribe,
    found: kept?.unsaved ?? false,
    write(key, text) {
      const { [key]: _old, ...others } = state.get().own;
      commit({ own: text ? { ...others, [key]: text } : others, unsaved: true, before: undefined });
    },
    speak: (to) => commit({ language: to, own: words.get(to) ?? {}, before: undefined }),
    resetAll: () => commit({ own: {}, unsaved: true, before: state.get().own }),
    undo() {
      const { before } = state.get();
      if (before) commit({ own: before, unsaved: true, before: undefined });
    },
    open(text, knows) {
      const all = Object.entries(readLabels(text));
      const known = all.filter(([key, value]) => value !== '' && knows(key));
      commit({ own: Object.fromEntries(known), unsaved: true, before: state.get().own });
      return { read: known.length, unknown: all.filter(([key]) => !knows(key)).length };
    },
    save() {
      const { own } = state.get();
      const sorted = Object.keys(own).sort();
      commit({ unsaved: false });
      return `${JSON.stringify(Object.fromEntries(sorted.map((key) => [key, own[key]])), null, 2)}\n`;
    },
  };
}

/** What a tab kept may be of another version, or of somebody else. */
function readKept(name: string, storage: KeyValueStorage | undefined): Kept | undefined {
  try {
    const kept = JSON.parse(storage?.getItem(name) ?? 'null') as Partial<Kept> | null;
    if (!kept || typeof kept.language !== 'string' || typeof kept.words !== 'object') return undefined;
    const words = Object.entries(kept.words).map(([language, own]) => [
      language,
      { ...readLabels(JSON.stringify(own)) },
    ]);
    return {
      language: kept.language,
      words: Object.fromEntries(words) as Kept['words'],
      unsaved: kept.unsaved === true,
    };
  } catch {
    return undefined;
  }
}
