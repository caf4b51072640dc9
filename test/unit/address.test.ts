import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ANYWHERE, asks, type AddressForm, type PlaceName } from '../../src/address/form.js';
import { doubtsIn, regionOf } from '../../src/address/doubts.js';
import { regionKey } from '../../src/address/region.js';
import { slipsBetween } from '../../src/address/email.js';
import { addressForm, countriesIn, suggestEmail } from '../../src/address/index.js';
import { EN_PLACES } from '../../src/locale/en-places.js';

const PLACE = { street: '', extended: '', city: '', region: '', postalCode: '' };
const NAMES: readonly PlaceName[] = ['street', 'extended', 'city', 'region', 'postalCode'];
const rows = ({ rows: all }: AddressForm): string => all.map((row) => row.join('+')).join(' ');
const COUNTRIES = countriesIn('en');
const country = fc.constantFrom(...COUNTRIES);

describe('addresses by country', () => {
  it('are asked for as they are written there, under the names they have there', async () => {
    const us = await addressForm('US', 'en');
    assert.equal(rows(us), 'street extended city+region+postalCode');
    assert.deepEqual(us.kinds, { region: 'state', city: 'city', postalCode: 'zip' });
    assert.equal(us.regions.length, 62);
    const de = await addressForm('DE', 'en');
    assert.equal(rows(de), 'street extended postalCode+city');
    assert.ok(!asks(de, 'region'));
    assert.equal(de.kinds.postalCode, 'plz');
    const jp = await addressForm('JP', 'en');
    assert.equal(rows(jp), 'postalCode region+city street extended');
    assert.equal(jp.kinds.region, 'prefecture');
    const gb = await addressForm('GB', 'en');
    assert.deepEqual([gb.kinds.city, gb.kinds.postalCode], ['post_town', 'postcode']);
    const br = await addressForm('BR', 'en');
    assert.deepEqual([br.kinds.postalCode, br.districts, br.regions.length], ['cep', true, 27]);
    assert.equal(rows(await addressForm('SG', 'en')), 'street extended postalCode');
  });

  it('names regions in the shopper’s language, or in letters they can read', async () => {
    const first = async (code: string, locale: string): Promise<unknown> =>
      (await addressForm(code, locale)).regions[0];
    assert.deepEqual(await first('JP', 'ja'), { value: '北海道', label: '北海道' });
    assert.deepEqual(await first('JP', 'de'), { value: 'Aichi', label: 'Aichi' });
    assert.deepEqual(await first('US', 'en'), { value: 'AL', label: 'Alabama' });
    assert.equal(regionOf(await addressForm('BR', 'en'), 'sao paulo')?.value, 'SP');
    assert.equal(regionOf(await addressForm('US', 'en'), ' oregon ')?.value, 'OR');
    assert.equal(regionOf(await addressForm('US', 'en'), 'Bavaria'), undefined);
    assert.deepEqual(
      [await regionKey('US', ' oregon '), await regionKey('US', 'or'), await regionKey('US', 'Bavaria')],
      ['OR', 'OR', undefined],
    );
    assert.equal(await regionKey('JP', 'hokkaido'), await regionKey('JP', '北海道'));
    assert.equal(await regionKey('DE', 'Hessen'), 'hessen', 'no list: as it was typed');
  });

  it('of any country, and of none that is known, can be given', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(country, fc.string({ maxLength: 3 })),
        fc.constantFrom('en', 'ja', 'ar', 'pt-BR'),
        async (code, locale) => {
          const form = await addressForm(code, locale);
          const names = form.rows.flat();
          assert.ok(names.includes('street'), code);
          assert.equal(new Set(names).size, names.length, code);
          assert.ok(
            names.every((name) => NAMES.includes(name)),
            code,
          );
          for (const name of form.needed)
            assert.ok(names.includes(name), `${code} needs ${name} and does not ask for it`);
          const { region, city, postalCode } = form.kinds;
          for (const key of [
            `field.region.${region}`,
            `field.city.${city}`,
            `field.postalCode.${postalCode}`,
          ])
            assert.ok(key in EN_PLACES, key);
          for (const each of form.regions) {
            assert.ok(each.value && each.label && each.value.length <= 120, code);
            assert.equal(regionOf(form, each.value)?.value, each.value, `${code} ${each.value}`);
          }
          if (form.postal) assert.match(form.postal.example, form.postal.pattern);
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('doubts about an address', () => {
  it('are a question about the postal code or what is mostly there, in any width, dash or case', async () => {
    const us = await addressForm('US', 'en');
    const full = { ...PLACE, street: '1 Main St', city: 'Portland', region: 'OR' };
    assert.deepEqual(doubtsIn(us, { ...full, postalCode: '97204' }), {});
    assert.deepEqual(doubtsIn(us, { ...full, postalCode: '97204-1234' }), {});
    assert.deepEqual(doubtsIn(us, { ...full, postalCode: 'SW1A 1AA' }), { postalCode: 'postal' });
    assert.deepEqual(doubtsIn(us, { ...PLACE }), { region: 'missing', postalCode: 'missing' });
    const [jp, gb, ie] = await Promise.all(['JP', 'GB', 'IE'].map((code) => addressForm(code, 'en')));
    assert.deepEqual(doubtsIn(jp!, { ...full, postalCode: '１５４−００２３' }), {});
    assert.deepEqual(doubtsIn(gb!, { ...full, postalCode: 'sw1a 1aa' }), {});
    assert.deepEqual(doubtsIn(ie!, { ...full, region: '' }), {});
  });

  it('are never about what is not asked for, and about nothing where nothing is known', async () => {
    const text = fc.string({ maxLength: 30, unit: 'binary' });
    await fc.assert(
      fc.asyncProperty(country, fc.tuple(text, text, text, text, text), async (code, values) => {
        const place = Object.fromEntries(NAMES.map((name, n) => [name, values[n] ?? ''])) as typeof PLACE;
        const form = await addressForm(code, 'en');
        for (const name of Object.keys(doubtsIn(form, place)) as PlaceName[])
          assert.ok(asks(form, name), `${code} ${name}`);
        assert.deepEqual(doubtsIn(ANYWHERE, place), {});
      }),
    );
  });
});

describe('a slip in an e-mail address', () => {
  it('is asked about', () => {
    for (const [typed, meant] of Object.entries({
      'ana@gmial.com': 'ana@gmail.com',
      'ana@gmail.con': 'ana@gmail.com',
      'ana@gmai.com': 'ana@gmail.com',
      'a.b+c@hotnail.com': 'a.b+c@hotmail.com',
      'ana@yahooo.com': 'ana@yahoo.com',
      'Ana@Outlok.com': 'Ana@outlook.com',
    }))
      assert.equal(suggestEmail(typed), meant);
  });

  it('is seen in no address whose domain is right, or another one', () => {
    for (const fine of [
      'ana@gmail.com',
      'ana@ymail.com',
      'ana@mail.com',
      'ana@gmx.de',
      'ana@example.com',
      'ana@tea.shop',
      'ana',
      '@',
      'ana@',
      'ana@x.y',
    ])
      assert.equal(suggestEmail(fine), undefined, fine);
  });

  it('never changes the name before the @, and comes to a domain nobody questions', () => {
    const near = fc
      .tuple(
        fc.constantFrom('gmail.com', 'hotmail.com', 'outlook.com', 'icloud.com'),
        fc.nat(20),
        fc.constantFrom('', 'x', 'e'),
      )
      .map(
        ([domain, at, put]) =>
          domain.slice(0, at % domain.length) + put + domain.slice((at % domain.length) + 1),
      );
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z.+]{1,20}$/), fc.oneof(fc.domain(), near), (name, domain) => {
        const suggestion = suggestEmail(`${name}@${domain}`);
        if (suggestion === undefined) return;
        assert.ok(suggestion.startsWith(`${name}@`));
        assert.equal(suggestEmail(suggestion), undefined);
      }),
    );
  });

  it('is counted the same in both directions, nought only for the same', () => {
    const word = fc.stringMatching(/^[a-d.]{0,8}$/);
    fc.assert(
      fc.property(word, word, (a, b) => {
        assert.equal(slipsBetween(a, b), slipsBetween(b, a));
        assert.equal(slipsBetween(a, b) === 0, a === b);
      }),
    );
  });
});
