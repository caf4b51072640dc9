import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { check } from 'recheck';
import ts from 'typescript';
import { addressForm, countriesIn } from '../../src/address/index.js';

interface Pattern {
  readonly where: string;
  readonly source: string;
  readonly flags: string;
}

/** Every pattern written in a file, and the places that make one of something else. */
function patternsIn(file: string): { readonly patterns: Pattern[]; readonly made: string[] } {
  const text = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const patterns: Pattern[] = [];
  const made: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      const line = text.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      const [source, flags] = [node.text.slice(1, end), node.text.slice(end + 1)];
      patterns.push({ where: `${file}:${line}`, source, flags });
    }
    if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp')
      made.push(file);
    ts.forEachChild(node, visit);
  };
  visit(text);
  return { patterns, made };
}

/** What a run of this pattern on hostile input costs: `safe`, or how it grows and the input that shows it. */
async function costOf({ source, flags }: Pick<Pattern, 'source' | 'flags'>): Promise<string> {
  // By steps, not by time: a busy machine changes no verdict.
  const found = await check(source, flags, {
    ...{ timeout: null, attackTimeout: null, incubationTimeout: null, seedingTimeout: null },
    randomSeed: 7,
  });
  if (found.status === 'safe') return 'safe';
  if (found.status === 'unknown') return `unknown (${found.error.kind})`;
  return `${found.complexity.summary}, shown by ${found.attack.pattern}`;
}

const files = globSync('{src,components}/**/*.ts').sort();
const read = files.map(patternsIn);

test('T-26: no pattern in our sources grows faster than its input', async () => {
  const all = new Map(
    read.flatMap(({ patterns }) => patterns).map((each) => [`/${each.source}/${each.flags}`, each]),
  );
  assert.ok(all.size > 150, `only ${all.size} patterns were found: is the search broken?`);
  const slow: string[] = [];
  for (const [name, pattern] of all) {
    const cost = await costOf(pattern);
    if (cost !== 'safe') slow.push(`${pattern.where} ${name}: ${cost}`);
  }
  assert.deepEqual(slow, []);
});

test('T-26: patterns are written down, not put together, but for a few of our own parts', () => {
  assert.deepEqual([...new Set(read.flatMap(({ made }) => made))].sort(), [
    // A theme's tokens are checked below, as they were put together.
    'components/theme-editor/tokens.ts',
    // A country's postal codes, from Google's data; checked below.
    'src/address/index.ts',
    // Its source is a constant of visit.ts, checked below.
    'src/cli/audit/in-page.ts',
    // The digits' count is 3 or 4.
    'src/gateways/sandbox/cards.ts',
  ]);
});

test('T-26: what a theme is read with is linear, too', async () => {
  const made: RegExp[] = [];
  const usual = globalThis.RegExp;
  globalThis.RegExp = class extends usual {
    constructor(source: RegExp | string, flags?: string) {
      super(source, flags);
      made.push(this);
    }
  } as typeof RegExp;
  try {
    // @ts-expect-error -- the query makes it another module, so that it runs here
    await import('../../components/theme-editor/tokens.js?t26');
  } finally {
    globalThis.RegExp = usual;
  }
  assert.ok(made.length >= 4);
  for (const pattern of made) assert.equal(await costOf(pattern), 'safe', pattern.source);
});

test('T-26: the pattern the audit hands to the page is linear, too', async () => {
  const visit = readFileSync('src/cli/audit/visit.ts', 'utf8');
  const [, source = ''] = /const CARD_FIELD =\s*'((?:[^'\\]|\\.)+)'/.exec(visit) ?? [];
  assert.ok(source.includes('card'), 'the constant CARD_FIELD is no longer there');
  assert.equal(await costOf({ source: JSON.parse(`"${source}"`) as string, flags: 'i' }), 'safe');
});

test('T-26, the defence off: the analyser finds what our own patterns were before it, and the usual ones', async () => {
  for (const [source, flags, how] of [
    // JSON with one quote that is never closed; what this test found when it was new.
    ['"[^"\\\\]*(?:\\\\.[^"\\\\]*)*"(\\s*:)?', 'g', /polynomial/],
    ['<meta\\b[^>]*>', 'gi', /polynomial/],
    ['\\/+$', '', /polynomial/],
    ['^([a-zA-Z0-9_.-]+)+@(([a-zA-Z0-9-])+\\.)+([a-zA-Z0-9]{2,4})+$', '', /exponential/],
    ['^.*payment.*updated.*$', '', /polynomial/],
  ] as const)
    assert.match(await costOf({ source, flags }), how, source);
});

test('T-26: so is what postal codes are compared with', async () => {
  const codes = countriesIn('en');
  const forms = await Promise.all(codes.map((code) => addressForm(code, 'en')));
  const patterns = new Map(
    forms.flatMap(({ postal }) => (postal ? [[postal.pattern.source, postal.pattern]] : [])),
  );
  assert.ok(patterns.size > 50);
  for (const pattern of patterns.values()) assert.equal(await costOf(pattern), 'safe', pattern.source);
});
