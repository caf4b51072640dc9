import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { contrast, fromHex, mix, nearest, toHex, type Rgb } from '../../components/theme-editor/color.js';
import { check, suggestion, type Colors } from '../../components/theme-editor/pairs.js';
import { fromCss, toCss } from '../../components/theme-editor/sheet.js';
import { THEMES } from '../../components/theme-editor/themes.js';
import {
  clean,
  COLORS,
  TOKENS,
  type TokenName,
  type TokenValues,
} from '../../components/theme-editor/tokens.js';
import { tokens } from '../../components/styles/tokens.js';

type Scheme = 'light' | 'dark';

/** The half of `light-dark(#…, #…)` that counts, or the colour itself. */
function half(value: string, scheme: Scheme): Rgb {
  const both = /light-dark\((#[\da-f]+), (#[\da-f]+)\)/i.exec(value);
  const rgb = fromHex(both?.[scheme === 'light' ? 1 : 2] ?? value);
  assert.ok(rgb, value);
  return rgb;
}

const colorsOf = (values: TokenValues, scheme: Scheme): Colors =>
  Object.fromEntries(COLORS.map((name) => [name, half(values[`color-${name}`] ?? '', scheme)])) as Colors;

/** What the elements look like where no theme is linked, read from their sheet. */
function defaults(scheme: Scheme): Colors {
  const own = Object.fromEntries(
    [...tokens.cssText.matchAll(/--_[\w-]+: var\(--store-color-([\w-]+), (light-dark\([^)]*\))\)/g)].map(
      ([, name = '', value = '']) => [name, half(value, scheme)],
    ),
  ) as Record<string, Rgb>;
  const { text, border, accent } = own as Colors;
  // Chromium's ground for a dark page; those of the others are near it.
  const background = fromHex(scheme === 'light' ? '#fff' : '#121212') as Rgb;
  return { ...own, background, field: mix(text, 0.45, border), focus: accent } as Colors;
}

const failures = (colors: Colors): string[] =>
  check(colors)
    .filter(({ passes }) => !passes)
    .map(({ fore, back, ratio, needs }) => `${fore} on ${back}: ${ratio.toFixed(2)} of ${needs}`);

describe('the themes', () => {
  for (const scheme of ['light', 'dark'] as const) {
    it(`have enough contrast in every pair of colours the elements use (${scheme})`, () => {
      for (const [name, values] of Object.entries(THEMES)) {
        if (values['color-scheme'] && values['color-scheme'] !== scheme) continue;
        assert.deepEqual(failures(colorsOf(values, scheme)), [], name);
      }
    });

    it(`and so have the elements without one (${scheme})`, () => {
      assert.deepEqual(failures(defaults(scheme)), []);
    });
  }

  it('set only what is a token, each to a value of its kind, and come back from CSS as they were', () => {
    for (const [name, values] of Object.entries(THEMES)) {
      const { values: read, refused } = fromCss(toCss(values, [name]));
      assert.deepEqual(refused, [], name);
      assert.deepEqual(read, values, name);
    }
  });
});

describe('a theme as CSS', () => {
  const HOSTILE = [
    'red;} body{display:none',
    'url(https://evil.example/x)',
    'var(--x)',
    'expression(alert(1))',
    "'open",
    'red/*',
    '\\3b',
    '</style><script>',
    '@import "x"',
    '{',
    'env(x)',
    '',
    ' ',
    'image-set("x")',
    'a'.repeat(600),
  ];

  it('never holds more than declarations of tokens, whatever a value says', () => {
    const names = Object.keys(TOKENS) as TokenName[];
    const line = /^ {2}--store-[a-z-]+: [\p{L}\p{N}#\s.,%()/'"_-]+;$/u;
    const value = fc.oneof(fc.string(), fc.constantFrom(...HOSTILE), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), (values) => {
        const [first, ...rest] = toCss(values).trimEnd().split('\n');
        assert.equal(first, ':root {');
        assert.equal(rest.pop(), '}');
        for (const each of rest.filter(Boolean)) assert.match(each, line);
      }),
    );
    for (const name of names)
      for (const bad of HOSTILE) assert.equal(clean(name, bad), undefined, `${name}: ${bad}`);
  });

  it('is read out of any sheet, and what is no token of ours is named', () => {
    const text = `/* --store-radius: 1px */ body { color: red } .x{--store-radius:4px;--store-font: Georgia, serif
      ;--store-evil: 1;--store-color-text: url(x)} @media print { :root { --store-gap: 0 } }`;
    assert.deepEqual(fromCss(text), {
      values: { radius: '4px', font: 'Georgia, serif', gap: '0px' },
      refused: ['--store-evil', '--store-color-text'],
    });
  });
});

describe('contrast', () => {
  const rgb = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));

  it('is counted as WCAG does, the same both ways', () => {
    assert.equal(contrast([0, 0, 0], [255, 255, 255]), 21);
    assert.equal(contrast(fromHex('#767676') as Rgb, fromHex('#fff') as Rgb).toFixed(2), '4.54');
    fc.assert(fc.property(rgb, rgb, (a, b) => contrast(a, b) === contrast(b, a) && contrast(a, b) >= 1));
  });

  it('of a suggested colour is enough, and a colour that has enough stays', () => {
    fc.assert(
      fc.property(rgb, rgb, (color, ground) => {
        const found = nearest(color, [ground], 4.5);
        assert.ok(found);
        assert.ok(contrast(fromHex(toHex(found)) as Rgb, ground) >= 4.5);
        if (contrast(color, ground) >= 4.5) assert.deepEqual(found, color);
      }),
    );
  });

  it('is mended in place: a grey text gets the nearest colour that passes, what passes gets none', () => {
    const colors = colorsOf(THEMES.light, 'light');
    assert.equal(suggestion('text', colors), undefined);
    const pale: Colors = { ...colors, muted: [190, 190, 190] };
    const found = suggestion('muted', pale);
    assert.ok(found);
    assert.deepEqual(failures({ ...pale, muted: found }), []);
  });
});

describe('the tokens', () => {
  const used = (text: string): string[] =>
    [...text.matchAll(/--store-([a-z-]+)/g)].map(([, name = '']) => name);

  it('in the sheet, in the table, in docs/look.md and in the manifest are the same', () => {
    const table = Object.keys(TOKENS).sort();
    const rows = [...readFileSync('docs/look.md', 'utf8').matchAll(/^\| `--store-([a-z-]+)` \|/gm)];
    assert.deepEqual(rows.map(([, name]) => name).sort(), table);
    const documented = readFileSync('components/base/store-element.ts', 'utf8').matchAll(
      /@cssprop \[?--store-([a-z-]+)/g,
    );
    assert.deepEqual([...documented].map(([, name]) => name).sort(), table);
    const sheet = new Set(used(tokens.cssText + readFileSync('components/styles/base.ts', 'utf8')));
    assert.deepEqual(
      table.filter((name) => !sheet.has(name)),
      [],
      'tokens that nothing uses',
    );
    assert.deepEqual(
      [...sheet].filter((name) => !table.includes(name)),
      [],
    );
  });
});
