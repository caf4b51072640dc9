import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isStoreError } from '../../src/errors.js';
import { formatMoney } from '../../src/locale/format.js';
import { label } from '../../src/locale/label.js';
import { readLabels } from '../../src/locale/labels-file.js';
import { createLanguage } from '../../src/locale/language.js';
import { pseudo } from '../../src/locale/pseudo.js';
import { resolveLanguage } from '../../src/locale/resolve.js';
import { money } from '../../src/money.js';
import type { LanguageChoice } from '../../src/locale/speech.js';

const speak = (given: LanguageChoice, answer?: () => Promise<Response>, lang?: string) =>
  createLanguage(given, {
    fetch: () => answer?.() ?? Promise.reject(new Error('nothing is asked here')),
    page: () => ({
      href: 'https://shop.example/',
      secureContext: true,
      framed: false,
      ...(lang && { lang }),
    }),
  });

describe('which language is meant', () => {
  for (const [tag, language, locale] of [
    ['en_US', 'en', 'en-US'],
    ['PT-br', 'pt-BR', 'pt-BR'],
    ['pt-PT', 'pt-BR', 'pt-PT'],
    ['de_DE.UTF-8', 'de', 'de-DE'],
    ['de_DE@euro', 'de', 'de-DE'],
    ['iw', 'he', 'he'],
    ['zh-CN', 'zh-Hans', 'zh-CN'],
    ['zh-Hant-TW', 'zh-Hans', 'zh-Hant-TW'],
    ['ar-EG', 'ar', 'ar-EG'],
    ['da', 'en', 'da'],
    ['', 'en', 'en'],
    ['english, please', 'en', 'en'],
    ['x', 'en', 'en'],
    ['qq-Zzzz', 'en', 'en'],
  ] as const) {
    it(`takes "${tag}" for ${language}, with the numbers of ${locale}`, () => {
      assert.deepEqual(resolveLanguage(tag), { language, locale });
    });
  }

  it('makes of any text a locale that Intl takes', () => {
    const anyTag = fc.oneof(fc.string(), fc.stringMatching(/^[a-zA-Z]{2,3}([-_][a-zA-Z0-9]{1,8}){0,3}$/));
    fc.assert(
      fc.property(anyTag, (tag) => {
        new Intl.NumberFormat(resolveLanguage(tag).locale).format(1);
      }),
    );
  });
});

describe('prices', () => {
  it('keep the sign of a dollar beside its letters where one writes from right to left', () => {
    const usd = money(3400, 'USD');
    assert.match(formatMoney(usd, 'ar'), /US\$\u200e$/);
    assert.ok(!formatMoney(usd, 'en-CA').includes('\u200e'));
    assert.ok(!formatMoney(usd, 'es').includes('\u200e'));
  });
});

describe('a store’s language', () => {
  it('is English at once, from the options or the page, and loads nothing for it', () => {
    for (const language of [speak({}), speak({ locale: 'en-GB' }), speak({}, undefined, 'en-GB')])
      assert.equal(language.first, undefined);
    assert.equal(speak({}, undefined, 'en-GB').get().locale, 'en-GB');
  });

  it('waits for the words of another one, and has them then', async () => {
    const language = speak({}, undefined, 'de_AT');
    assert.notEqual(language.first, undefined);
    await language.first;
    assert.equal(language.first, undefined);
    const { locale, labels, error } = language.get();
    assert.deepEqual([locale, error], ['de-AT', undefined]);
    assert.equal(labels['cart.add'], 'In den Warenkorb');
  });

  it('changes while it is open, back to English too, and only the last wish counts', async () => {
    const language = speak({ locale: 'fr', labels: { 'cart.title': 'Mine' } });
    void language.set({ locale: 'de' });
    void language.set({ locale: 'nonsense!' });
    await Promise.all([language.first, language.set({ locale: 'de-CH' })]);
    assert.equal(language.get().locale, 'de-CH');
    assert.equal(language.get().labels['cart.title'], 'Mine');
    await language.set({ locale: 'en', labels: {} });
    const { locale, labels, own } = language.get();
    assert.deepEqual([locale, { ...labels }, { ...own }], ['en', {}, {}]);
  });

  it('takes the shop’s own words from a file, below those it was given', async () => {
    const file = { 'cart.add': 'Buy', 'cart.title': 'Basket' };
    const answer = (): Promise<Response> => Promise.resolve(Response.json(file));
    const language = speak(
      { locale: 'de', labels: { 'cart.title': 'Bag' }, labelsSrc: '/labels.json' },
      answer,
    );
    await language.first;
    assert.deepEqual({ ...language.get().own }, { 'cart.add': 'Buy', 'cart.title': 'Bag' });
    assert.equal(language.get().labels['cart.add'], 'Buy');
  });

  it('asks for the file of its language', async () => {
    const asked: string[] = [];
    const language = createLanguage(
      { locale: 'pt_BR', labelsSrc: '/words/{language}.json' },
      {
        fetch: (url) => (asked.push(url), Promise.resolve(Response.json({}))),
        page: () => ({ href: 'https://shop.example/a', secureContext: true, framed: false }),
      },
    );
    await language.first;
    assert.deepEqual(asked, ['https://shop.example/words/pt-BR.json']);
  });

  it('goes on without a file that can’t be used, and says why', async () => {
    for (const [what, answer] of [
      ['is missing', () => Promise.resolve(new Response('', { status: 404 }))],
      ['is unreachable', () => Promise.reject(new TypeError('failed'))],
      ['is a page', () => Promise.resolve(new Response('<!doctype html>'))],
    ] as const) {
      const language = speak({ locale: 'de', labelsSrc: '/labels.json' }, answer);
      await language.first;
      const { error, labels } = language.get();
      assert.ok(isStoreError(error) && error.money === 'untouched', what);
      assert.equal(labels['cart.add'], 'In den Warenkorb', what);
    }
    const odd = speak({ labelsSrc: 'javascript:alert(1)' });
    await odd.first;
    assert.match(odd.get().error?.message ?? '', /no address/);
  });
});

describe('a file of labels', () => {
  it('is a flat object of texts', () => {
    assert.deepEqual({ ...readLabels('{"cart.add":"Buy"}') }, { 'cart.add': 'Buy' });
    for (const text of [
      '[]',
      'null',
      '"text"',
      '{',
      '{"cart.add":1}',
      '{"cart":{"add":"Buy"}}',
      '{"":"x"}',
      '{"a b":"x"}',
      '{"__proto__":"x"}',
      `{"a":"${'x'.repeat(2001)}"}`,
      ' '.repeat(200_001),
    ])
      assert.throws(() => readLabels(text), isStoreError, text.slice(0, 40));
  });
});

describe('a label', () => {
  const table = { 'n.one': '{count} piece', 'n.other': '{count} pieces', to: 'to {host}' } as const;

  it('has the forms of its language (CLDR), down to `other` where a form is missing', () => {
    const polish = { 'n.one': 'jeden', 'n.few': '{count} kilka', 'n.many': '{count} wiele' };
    const say = (count: number): string => label(polish, table, 'n', { count }, 'pl');
    assert.deepEqual([1, 3, 5, 1.5].map(say), ['jeden', '3 kilka', '5 wiele', '1,5 pieces']);
    const forms = ['zero', 'one', 'two', 'few', 'many', 'other'];
    const arabic = Object.fromEntries(forms.map((form) => [`n.${form}`, form]));
    const inArabic = (count: number): string => label(arabic, table, 'n', { count }, 'ar');
    assert.deepEqual([0, 1, 2, 3, 11, 100].map(inArabic), forms);
  });

  it('writes numbers as the locale does', () => {
    assert.equal(label({}, table, 'n', { count: 1234 }, 'de'), '1.234 pieces');
  });

  it('keeps what comes from elsewhere apart in a script from right to left', async () => {
    const language = speak({ locale: 'he', labels: { to: 'אל {host}' } });
    await language.first;
    const { labels } = language.get();
    assert.equal(label(labels, table, 'to', { host: 'pay.example' }, 'he'), 'אל \u2068pay.example\u2069');
    assert.equal(label({}, table, 'to', { host: 'pay.example' }), 'to pay.example');
  });

  it('fills the places that were given, and no other, whatever text stands around them', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.dictionary(fc.stringMatching(/^\w+$/), fc.string()),
        (a, b, values) => {
          const plain = (text: string): string => text.replaceAll(/[{}]/g, '');
          const text = `${plain(a)}{host}${plain(b)}{nobody}`;
          const given = { ...values, host: 'H' };
          const filled = label({}, { text }, 'text', given);
          const nobody = Object.hasOwn(given, 'nobody') ? (values['nobody'] ?? '') : '{nobody}';
          assert.equal(filled, `${plain(a)}H${plain(b)}${nobody}`);
        },
      ),
    );
    assert.equal(label({}, { text: '{constructor}' }, 'text', {}), '{constructor}');
  });
});

describe('the pseudo-language', () => {
  it('is longer by 40 %, keeps places, and leaves no vowel as it was', () => {
    const text = 'Pay {total} now';
    assert.ok(pseudo(text).length >= text.length * 1.4);
    assert.match(pseudo(text), /\{total\}/);
    assert.doesNotMatch(pseudo(text).replace(/\{\w+\}/g, ''), /[aeiou]/i);
  });
});
