/** Every language against English: the same keys with the plural forms of the language, the same places, no promise (MSG-2). */
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { LabelTable } from '../../src/locale/label.js';
import { ENGLISH } from '../../src/locale/english.js';
import { keysOf, PARTS, placesOf } from '../../src/locale/keys.js';
import { LANGUAGES, type LanguageTag } from '../../src/locale/resolve.js';
import { TABLES } from '../../src/locale/tables.js';

const others = LANGUAGES.filter((each) => each !== 'en');

async function tableOf(language: LanguageTag, part: (typeof PARTS)[number]): Promise<LabelTable> {
  const table = (await TABLES[language]?.[part]?.())?.default ?? {};
  // What stands in the files is plain text.
  for (const [key, text] of Object.entries(table)) assert.equal(typeof text, 'string', key);
  return table;
}

/** Padlocks, promises, marks of others, in the words of each language. */
const BANNED =
  /🔒|🔐|🛡|✅|100 ?%|٪|\bPCI\b|guarant|compliant|certifi|bank-grade|military|zertifiziert|garantie|garantiz|garantito|garantido|gwaran|certyfik|gecertificeerd|保証|保证|认证|安心|مضمون|معتمد|מובטח|מאושר על ידי/i;

describe('English', () => {
  it('has each key once, and each table in a part', async () => {
    const keys = Object.values(ENGLISH).flatMap((table: LabelTable) => Object.keys(table));
    assert.deepEqual(
      keys.filter((key, i) => keys.indexOf(key) !== i),
      [],
    );
    const known = new Set(keys);
    for (const file of globSync('build/src/locale/en-*.js')) {
      const tables = (await import(`../../../${file}`)) as Record<string, LabelTable>;
      const missing = Object.values(tables).flatMap((table) =>
        Object.keys(table).filter((key) => !known.has(key)),
      );
      assert.deepEqual(missing, [], `${file} is in no part of src/locale/english.ts`);
    }
  });

  it('makes no promise (MSG-2)', () => {
    for (const table of Object.values(ENGLISH) as LabelTable[]) {
      for (const [key, text] of Object.entries(table)) {
        if (!key.startsWith('evidence.')) assert.doesNotMatch(text, BANNED, key);
      }
    }
  });
});

for (const language of others) {
  describe(`words in ${language}`, () => {
    it('have the keys of English with the plural forms of the language, and no other', async () => {
      for (const part of PARTS) {
        const keys = Object.keys(await tableOf(language, part));
        const wanted = keysOf(ENGLISH[part], language);
        assert.deepEqual(
          keys.filter((key) => !wanted.has(key)),
          [],
          part,
        );
        const missing = [...wanted.keys()].filter((key) => !keys.includes(key));
        assert.deepEqual(missing, [], `${language}/${part}: node scripts/labels.mjs lists what is missing`);
      }
    });

    it('have the places of English', async () => {
      for (const part of PARTS) {
        const wanted = keysOf(ENGLISH[part], language);
        for (const [key, text] of Object.entries(await tableOf(language, part)))
          assert.deepEqual(placesOf(text, key), placesOf(wanted.get(key) ?? '', key), `${key}: ${text}`);
      }
    });

    it('say on a button what it is called, too (WCAG 2.5.3), and call no two sections alike', async () => {
      const cart = await tableOf(language, 'cart');
      for (const [seen, called] of [
        ['cart.remove.short', 'cart.remove'],
        ['coupon.remove.short', 'coupon.remove'],
        ['cart.set', 'cart.set.title'],
      ] as const)
        assert.ok(
          cart[called]?.toLowerCase().includes(cart[seen]?.toLowerCase() ?? ''),
          `${called} does not say ${seen}`,
        );
      const merchant = await tableOf(language, 'merchant');
      const sections = ['title', 'revenue', 'orders', 'funnel', 'products', 'gateways', 'coupons'];
      const names = sections.map((each) => merchant[`reports.${each}`]);
      assert.equal(new Set(names).size, sections.length, names.join());
    });

    it('are plain text and make no promise (MSG-2)', async () => {
      for (const part of PARTS) {
        for (const [key, text] of Object.entries(await tableOf(language, part))) {
          assert.doesNotMatch(text, /<[a-z/!]|&\w+;|^\s|\s$| {2}|^$/i, key);
          if (!key.startsWith('evidence.')) assert.doesNotMatch(text, BANNED, key);
        }
      }
    });
  });
}
