/** A theme as CSS and back: custom properties and nothing else, so that no import can bring a rule of another's. */
import { clean, isToken, TOKENS, type TokenName, type TokenValues } from './tokens.js';

/** One rule for the page, in the order of the tokens' table. What is none of its kind is left out. */
export function toCss(values: TokenValues, about: readonly string[] = []): string {
  const lines = (Object.keys(TOKENS) as TokenName[]).flatMap((name) => {
    const value = values[name] === undefined ? undefined : clean(name, values[name]);
    return value === undefined ? [] : [`  --store-${name}: ${value};`];
  });
  const head = about.length ? `/* ${about.join('\n   ').replaceAll('*/', '')} */\n` : '';
  return `${head}:root {\n${lines.join('\n')}\n}\n`;
}

export interface Read {
  readonly values: TokenValues;
  /** Declarations that were left out: no token of ours, or none of its kind. */
  readonly refused: readonly string[];
}

/** Reads declarations of tokens out of any CSS text, wherever they stand; everything else in it is left alone. */
export function fromCss(text: string): Read {
  const values: Partial<Record<TokenName, string>> = {};
  const refused: string[] = [];
  const plain = text.slice(0, 100_000).replace(/\/\*[\s\S]*?(?:\*\/|$)/g, ' ');
  // A name alone is a use, as in `var(--store-gap)`.
  for (const [, name = '', value] of plain.matchAll(/--store-([\w-]+)(?:\s*:([^;{}]*))?/g)) {
    if (value === undefined) continue;
    const kept = isToken(name) ? clean(name, value) : undefined;
    if (isToken(name) && kept !== undefined) values[name] = kept;
    else refused.push(`--store-${name}`);
  }
  return { values, refused };
}
