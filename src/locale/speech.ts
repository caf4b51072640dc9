/** What a merchant chooses of a store's language, and what comes of it. */
import type { StoreError } from '../errors.js';
import type { LabelOverrides } from './label.js';

/** What a merchant may say of a store's language. */
export interface LanguageChoice {
  /** BCP 47, or what people write for it (`en_US`). */
  readonly locale?: string | undefined;
  /** The shop's own words, by label key. */
  readonly labels?: LabelOverrides | undefined;
  /** Address of a JSON file with the shop's own words; `labels` win. `{language}` in it stands for `de`, `pt-BR` … */
  readonly labelsSrc?: string | undefined;
}

/** A language at work. */
export interface Speech {
  /** Fit for Intl. */
  readonly locale: string;
  /** The shop's own words over those of the language, as far as they were needed. What is missing is English. */
  readonly labels: LabelOverrides;
  /** Only the shop's own. */
  readonly own: LabelOverrides;
  /** What could not be loaded: English stands in for it. */
  readonly error?: StoreError | undefined;
  /** Marks an element with language and direction where its page does not say them. */
  readonly dress?: ((element: HTMLElement) => void) | undefined;
}
