/** Which of our languages is meant by a tag, and the tag as Intl wants it. */
export const LANGUAGES = [
  'en',
  'es',
  'fr',
  'de',
  'it',
  'pt-BR',
  'nl',
  'pl',
  'ja',
  'zh-Hans',
  'ar',
  'he',
] as const;

export type LanguageTag = (typeof LANGUAGES)[number];

/**
 * Takes `de`, `de-AT`, `en_US`, `PT-br`, `iw`, `de_DE.UTF-8`. A language that we don't have is English with its own numbers and
 * dates; what is no tag is English altogether. Chinese and Portuguese of other kinds get the one there is.
 */
export function resolveLanguage(tag: string): { readonly language: LanguageTag; readonly locale: string } {
  const [locale = 'en'] = canonical(
    tag
      .trim()
      .replace(/[.@][\s\S]*/, '')
      .replaceAll('_', '-'),
  );
  const { language: spoken } = new Intl.Locale(locale);
  return { language: LANGUAGES.find((each) => each.split('-')[0] === spoken) ?? 'en', locale };
}

function canonical(tag: string): readonly string[] {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length ? Intl.getCanonicalLocales(tag) : [];
  } catch {
    return [];
  }
}
