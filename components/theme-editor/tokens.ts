/** The shop's own tokens, `--store-*`, with what each of them takes. Defaults stand where they are used (styles/tokens.ts). */
export const COLORS = [
  'background',
  'surface',
  'text',
  'muted',
  'border',
  'field',
  'accent',
  'on-accent',
  'error',
  'success',
  'warning',
  'focus',
] as const;

export type ColorName = (typeof COLORS)[number];

export type TokenKind = 'color' | 'scheme' | 'length' | 'number' | 'font' | 'shadow';

const OTHERS = {
  'color-scheme': 'scheme',
  font: 'font',
  'font-heading': 'font',
  'font-size': 'length',
  'font-size-heading': 'length',
  'weight-heading': 'number',
  radius: 'length',
  'radius-button': 'length',
  'border-width': 'length',
  'focus-width': 'length',
  shadow: 'shadow',
  gap: 'length',
  density: 'number',
  'control-size': 'length',
  padding: 'length',
} as const;

export type TokenName = keyof typeof OTHERS | `color-${ColorName}`;

export const TOKENS = Object.freeze({
  ...Object.fromEntries(COLORS.map((name) => [`color-${name}`, 'color'])),
  ...OTHERS,
}) as Readonly<Record<TokenName, TokenKind>>;

/** What a theme sets; what it leaves out is as by default. */
export type TokenValues = Readonly<Partial<Record<TokenName, string>>>;

/** What these texts may hold and no more: nothing that ends a declaration, loads, or runs. */
const COLOR = String.raw`(#[0-9a-f]{3,8}|[a-z]+|(rgb|rgba|hsl|hsla|oklch|oklab|lab|lch|hwb)\([\d\s.,%/a-z-]*\))`;
const NUMBER = String.raw`(\d{1,4}(\.\d{1,4})?|\.\d{1,4})`;
const LENGTH = String.raw`(0|-?${NUMBER}(px|rem|em|ch|lh|vw|vi|cqi|%))`;
const TAKES: Readonly<Record<TokenKind, RegExp>> = {
  color: new RegExp(String.raw`^(${COLOR}|light-dark\(\s*${COLOR}\s*,\s*${COLOR}\s*\))$`, 'i'),
  scheme: /^(light|dark|light dark)$/,
  length: new RegExp(String.raw`^(${LENGTH}|max\(${LENGTH}, ${LENGTH}\))$`),
  number: new RegExp(`^${NUMBER}$`),
  font: /^[\p{L}\p{N}\s'",._-]{1,400}$/u,
  shadow: new RegExp(
    String.raw`^(none|(inset\s+)?${LENGTH}(\s+${LENGTH}){1,3}(\s+(${COLOR}|light-dark\(\s*${COLOR}\s*,\s*${COLOR}\s*\)))?)$`,
    'i',
  ),
};

/** The value as it may stand in a sheet, or undefined for one that is none of its kind. */
export function clean(name: TokenName, value: string): string | undefined {
  const text = value.trim().replace(/\s+/g, ' ');
  const kind = TOKENS[name];
  if (!text || text.length > 500 || !TAKES[kind].test(text)) return undefined;
  // An open quotation mark would swallow what comes after it.
  const marks = (mark: string): boolean => (text.split(mark).length - 1) % 2 === 0;
  if (!marks("'") || !marks('"')) return undefined;
  // Sums are made with lengths, and there a 0 without a unit is none.
  return kind === 'length' && text === '0' ? '0px' : text;
}

export const isToken = (name: string): name is TokenName => Object.hasOwn(TOKENS, name);
