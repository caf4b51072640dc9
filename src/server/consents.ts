/** What a merchant asks shoppers to agree to, and what of it a shopper did agree to: the very text, in their language. */
import type { WireConsent, WireConsentRequest } from '../api/wire.js';
import { StoreError } from '../errors.js';
import { isList, need } from './option-checks.js';

/** A box to tick. It is never ticked beforehand. */
export interface ConsentRule {
  /** Stays the same when the text changes: `terms`. */
  readonly id: string;
  /** Plain text, as the shopper reads it. Words in [brackets] lead to `link`: `I agree to the [terms of sale].` */
  readonly text: string;
  /** https://…, or a path of the shop's website. */
  readonly link?: string;
  /** Nobody orders without it. Default: asked, and left to the shopper. */
  readonly required?: boolean;
  /** The same in other languages, by BCP 47 tag: `de`, `pt-BR`. */
  readonly translations?: Readonly<Record<string, { readonly text: string; readonly link?: string }>>;
}

/** What a shopper agreed to, as it is kept with the order; when is when the order was placed. */
export interface KeptConsent {
  readonly id: string;
  readonly text: string;
  readonly link: string | null;
  /** BCP 47, of the page it was read on. */
  readonly locale: string | null;
}

/** @throws TypeError that names the option and the cure. */
export function consentsOf(rules: readonly ConsentRule[] = []): readonly WireConsent[] {
  need(isList(rules), 'consents', 'must be a list of what shoppers are asked to agree to.');
  need(new Set(rules.map(({ id }) => id)).size === rules.length, 'consents', 'has two of the same id.');
  return rules.map(({ id, required = false, translations = {}, ...usual }) => {
    need(/^[a-z0-9][a-z0-9_-]{0,63}$/.test(id), 'consents', `"${id}" is no id: use a-z, 0-9 and dashes.`);
    const read = ({ text, link }: { readonly text: string; readonly link?: string }) => {
      const isText = typeof text === 'string' && text.trim() === text && text !== '' && text.length <= 1000;
      need(isText, 'consents', `"${id}" needs a text of at most 1000 characters.`);
      const isLink = link === undefined || /^(https:\/\/|\/(?!\/))\S+$|^\/$/.test(link);
      need(isLink, 'consents', `"${id}" needs a link that begins with https:// or /, or none.`);
      return { text, link: link ?? null };
    };
    const others = Object.entries(translations).map(([locale, each]) => {
      need(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(locale), 'consents', `"${id}": "${locale}" is no language.`);
      return [locale, read(each)] as const;
    });
    return Object.freeze({ id, required, ...read(usual), translations: Object.fromEntries(others) });
  });
}

/**
 * What was agreed to, in the words the shop itself uses: nobody can be said to have agreed to anything else.
 * @throws StoreError `consent_missing` if a required one is missing, or the text is another one by now.
 */
export function agreedTo(
  asked: readonly WireConsent[],
  given: readonly WireConsentRequest[],
  locale: string | null,
): readonly KeptConsent[] {
  const agreed = given.map(({ id, text }) => {
    const rule = asked.find((each) => each.id === id);
    const said = rule && [rule, ...Object.values(rule.translations)].find((each) => each.text === text);
    if (!said) throw new StoreError('consent_missing', 'The shop asks for something else by now.');
    return { id, text, link: said.link, locale };
  });
  const missing = asked.find(({ id, required }) => required && !agreed.some((each) => each.id === id));
  if (missing) throw new StoreError('consent_missing', undefined, { info: { id: missing.id } });
  return agreed;
}
