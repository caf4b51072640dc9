/** HTML from templates in which every value is text: nothing of a visited page becomes markup. */

/** Markup that was made by `html` and nothing else. */
export class Markup {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  toString(): string {
    return this.#text;
  }
}

type Value = string | number | Markup | readonly Markup[] | undefined;

export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const parts = strings.map((string, at) => string + (at < values.length ? write(values[at]) : ''));
  return new Markup(parts.join(''));
}

function write(value: Value): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.toString();
  return typeof value === 'object' ? value.map(String).join('') : escape(String(value));
}

/** Characters that turn the direction of writing, or show as nothing, are shown by number: an address must look as it is. */
const escape = (text: string): string =>
  text
    .replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(
      /[\p{Cc}\p{Cf}]/gu,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
