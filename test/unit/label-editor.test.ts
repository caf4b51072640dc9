import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { examplesOf, warningsOf } from '../../components/label-editor/checks.js';
import { createDraft } from '../../components/label-editor/draft.js';
import { rowsOf, shownOf } from '../../components/label-editor/rows.js';
import { isStoreError } from '../../src/errors.js';

const FIRST = { language: 'de', own: { 'cart.add': 'Kaufen' } };
const tab = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
};

describe('warnings about a merchant’s own text', () => {
  const warn = (own: string, key = 'k', english = 'Go to {host} now') =>
    warningsOf(own, key, english, english).map((each) => ('place' in each ? each.place : each.kind));

  it('are given for places that are missing or unknown, for markup, and for great length', () => {
    assert.deepEqual(warn('Weiter zu {host}'), []);
    assert.deepEqual(warn('Weiter'), ['{host}']);
    assert.deepEqual(warn('{host} {hots}'), ['{hots}']);
    assert.deepEqual(warn('<b>{host}</b>'), ['markup']);
    assert.deepEqual(warn('{host} &amp; more'), ['markup']);
    assert.deepEqual(warn(`{host} ${'x'.repeat(60)}`), ['long']);
  });

  it('let a form for one number do without the number', () => {
    assert.deepEqual(warn('one thing', 'n.one', '{count} thing'), []);
    assert.deepEqual(warn('{count} thing', 'n.one', '{count} thing'), []);
    assert.deepEqual(warn('things', 'n.other', '{count} things'), ['{count}']);
  });
});

describe('a draft of own words', () => {
  it('keeps them by language, over a reload of the tab', () => {
    const storage = tab();
    const draft = createDraft('shop', FIRST, storage);
    assert.equal(draft.found, false);
    draft.write('cart.title', 'Tasche');
    draft.speak('fr');
    draft.write('cart.title', 'Sac');
    const again = createDraft('shop', { language: 'en', own: {} }, storage);
    assert.deepEqual([again.found, again.get().unsaved], [true, true]);
    assert.deepEqual([again.get().language, again.get().own], ['fr', { 'cart.title': 'Sac' }]);
    again.speak('de');
    assert.deepEqual(again.get().own, { 'cart.add': 'Kaufen', 'cart.title': 'Tasche' });
  });

  it('takes an own text away when it is emptied, and all at once, which can be undone', () => {
    const draft = createDraft('shop', FIRST, undefined);
    draft.write('cart.title', 'Tasche');
    draft.write('cart.title', '');
    assert.deepEqual(draft.get().own, FIRST.own);
    draft.resetAll();
    assert.deepEqual(draft.get().own, {});
    draft.undo();
    assert.deepEqual(draft.get().own, FIRST.own);
    assert.equal(draft.get().before, undefined);
  });

  it('goes out as a file and comes in again; what is unknown is left out, what is no file changes nothing', () => {
    const draft = createDraft('shop', FIRST, undefined);
    draft.write('cart.title', 'Tasche');
    assert.equal(draft.get().unsaved, true);
    const file = draft.save();
    assert.equal(draft.get().unsaved, false);
    const other = createDraft('other', { language: 'de', own: {} }, undefined);
    const knows = (key: string): boolean => key === 'cart.title';
    assert.deepEqual(other.open(file, knows), { read: 1, unknown: 1 });
    assert.deepEqual(other.get().own, { 'cart.title': 'Tasche' });
    assert.throws(() => other.open('{"cart.title":{}}', knows), isStoreError);
    assert.deepEqual(other.get().own, { 'cart.title': 'Tasche' });
  });

  it('does not believe what a tab kept, and works where nothing can be kept', () => {
    for (const kept of ['{', '1', '{"language":"de"}', '{"language":"de","words":{"de":{"cart.add":1}}}']) {
      const draft = createDraft('shop', FIRST, { ...tab(), getItem: () => kept });
      assert.deepEqual(draft.get().own, FIRST.own, kept);
    }
    const full = {
      ...tab(),
      setItem() {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    const draft = createDraft('shop', FIRST, full);
    draft.write('cart.title', 'Tasche');
    assert.equal(draft.get().own['cart.title'], 'Tasche');
  });
});

describe('the texts of an editor', () => {
  it('have the plural forms of the language, with numbers that show which is meant', async () => {
    const rows = (await rowsOf('pl')).filter(({ key }) => key.startsWith('cart.button'));
    assert.deepEqual(
      rows.map(({ form }) => form),
      ['one', 'few', 'many', 'other'],
    );
    assert.equal(examplesOf('few', 'pl', 'en'), '2, 3, 4, 22 …');
    assert.equal(examplesOf('one', 'pl', 'en'), '1');
    assert.equal(examplesOf('other', 'pl', 'en'), '0.5, 1.5');
  });

  it('are found by key, English and own text, without accents, and by what became of them', async () => {
    const rows = await rowsOf('de');
    const own = { 'cart.title': 'Täschchen', 'checkout.pay': 'Zahlen' };
    const keys = (filter: 'all' | 'changed' | 'warned', search: string) =>
      shownOf(rows, own, filter, search).map(({ key }) => key);
    assert.deepEqual(keys('all', 'taschchen'), ['cart.title']);
    assert.ok(keys('all', 'your cart').includes('cart.title'));
    assert.ok(keys('all', 'cart.ti').includes('cart.title'));
    assert.deepEqual(keys('changed', ''), ['cart.title', 'checkout.pay']);
    assert.deepEqual(keys('warned', ''), ['checkout.pay']);
  });
});
