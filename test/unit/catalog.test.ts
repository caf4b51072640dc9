import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Product, ProductPage } from '../../src/api/types.js';
import { readChoice, SORTS, withParams, writeChoice, type CatalogChoice } from '../../src/catalog/address.js';
import { choose, firstVariant, picturesOf, stateOf, variantOf } from '../../src/catalog/choice.js';
import { createList, type ListSnapshot } from '../../src/catalog/list.js';
import { money } from '../../src/money.js';

const START: CatalogChoice = { search: '', category: undefined, sort: 'relevance', page: 1 };

const choices = fc.record(
  {
    search: fc.string({ maxLength: 20, unit: 'grapheme' }).filter((text) => text.length <= 100),
    category: fc.option(fc.string({ minLength: 1, maxLength: 50, unit: 'grapheme' }), { nil: undefined }),
    sort: fc.constantFrom(...SORTS),
    page: fc.integer({ min: 1, max: 10_000 }),
  },
  { noNullPrototype: true },
);

test('a choice survives the address, and the page’s own parameters survive letter for letter', () => {
  const foreign = fc.stringMatching(/^(utm=a%20b|x|y=|z=1\+2|q2=%E4|=v|%zz=1)(&(a=1|b=%2C,|c)){0,3}$/);
  fc.assert(
    fc.property(choices, choices, foreign, fc.constantFrom('', 'wine'), (choice, before, own, namespace) => {
      const search = writeChoice(`?${own}`, namespace, START, before);
      const written = writeChoice(search, namespace, START, choice);
      assert.deepEqual(readChoice(written, namespace, START), choice);
      assert.ok(written.startsWith(`?${own}`), written);
      assert.equal(writeChoice(written, namespace, START, START), `?${own}`);
    }),
  );
});

test('two catalogues in one address do not touch each other', () => {
  fc.assert(
    fc.property(choices, choices, (one, other) => {
      const search = writeChoice(writeChoice('', 'a', START, one), 'b', START, other);
      assert.deepEqual([readChoice(search, 'a', START), readChoice(search, 'b', START)], [one, other]);
    }),
  );
});

test('an address that we did not write is read as nothing, never as an error', () => {
  for (const search of [
    '?page=0',
    '?page=-1',
    '?page=1e3',
    '?page=999999',
    '?sort=__proto__',
    '?category=',
    '?q=%',
    '?page',
  ])
    assert.deepEqual({ ...readChoice(search, '', START), search: '' }, START, search);
  assert.equal(readChoice(`?q=${'x'.repeat(1000)}`, '', START).search.length, 100);
  fc.assert(fc.property(fc.string(), (search) => void readChoice(search, '', START)));
});

test('parameters of other names stay, in their place', () => {
  assert.equal(withParams('?variant=a&x=1', { variant: 'b c' }), '?x=1&variant=b%20c');
  assert.equal(withParams('?v%61riant=a', { variant: undefined }), '');
  assert.equal(withParams('', {}), '');
});

const variant = (
  sku: string,
  options: Record<string, string>,
  available = true,
): Product['variants'][number] => ({
  ...{ sku, title: sku, options, available, price: money(100, 'USD') },
  ...{ compareAt: undefined, image: null, left: undefined },
});
const MUG: Product = {
  ...{
    id: 'mug',
    title: 'Mug',
    description: '',
    image: null,
    images: [],
    category: null,
    catalogOnly: false,
  },
  options: [
    { name: 'Glaze', values: ['Ash', 'Snow', 'Pine'] },
    { name: 'Size', values: ['S', 'L'] },
  ],
  variants: [
    variant('ash-s', { Glaze: 'Ash', Size: 'S' }, false),
    variant('ash-l', { Glaze: 'Ash', Size: 'L' }),
    variant('snow-s', { Glaze: 'Snow', Size: 'S' }),
    variant('pine-l', { Glaze: 'Pine', Size: 'L' }, false),
  ],
};

test('options: what is linked to, sold out, or no combination at all', () => {
  assert.equal(firstVariant(MUG)?.sku, 'ash-l');
  assert.equal(firstVariant(MUG, 'pine-l')?.sku, 'pine-l');
  assert.equal(firstVariant(MUG, 'gone')?.sku, 'ash-l');
  const chosen = { Glaze: 'Ash', Size: 'L' };
  assert.deepEqual(
    ['Ash', 'Snow', 'Pine'].map((value) => stateOf(MUG, chosen, 'Glaze', value)),
    ['available', 'none', 'soldout'],
  );
  // There is no large one in snow, so the size follows.
  assert.equal(variantOf(MUG, choose(MUG, chosen, 'Glaze', 'Snow'))?.sku, 'snow-s');
});

test('options: whatever is chosen, in whatever order, there is always a variant', () => {
  const click = fc.constantFrom(
    ...MUG.options.flatMap(({ name, values }) => values.map((v) => [name, v] as const)),
  );
  fc.assert(
    fc.property(fc.array(click, { maxLength: 12 }), (clicks) => {
      let chosen = firstVariant(MUG)?.options ?? {};
      for (const [name, value] of clicks) {
        chosen = choose(MUG, chosen, name, value);
        assert.equal(variantOf(MUG, chosen)?.options[name], value);
      }
    }),
  );
});

test('pictures are shown once each, a variant’s after the product’s', () => {
  const picture = (url: string) => ({ url, alt: '', width: 1, height: 1 });
  const product = {
    ...MUG,
    images: [picture('a'), picture('b')],
    variants: [
      { ...MUG.variants[0]!, image: picture('b') },
      { ...MUG.variants[1]!, image: picture('c') },
    ],
  };
  assert.deepEqual(
    picturesOf(product).map(({ url }) => url),
    ['a', 'b', 'c'],
  );
  assert.deepEqual(
    picturesOf({ ...product, images: [], image: picture('z'), variants: [] }).map(({ url }) => url),
    ['z'],
  );
});

const page = (total: number, more: Partial<ProductPage> = {}): ProductPage => ({
  ...{ products: [], total, page: 1, pages: 1, categories: [{ name: 'Tea', count: 3 }] },
  ...more,
});

function listOf(answers: Record<string, () => Promise<ProductPage>>) {
  const asked: string[] = [];
  const list = createList({
    load: ({ search }) => {
      asked.push(search);
      return answers[search]!();
    },
    ...{ start: START, limit: 12, room: 8, signal: new AbortController().signal },
  });
  const seen: ListSnapshot[] = [];
  list.subscribe((snapshot) => seen.push(snapshot), new AbortController().signal);
  return { list, seen, asked };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('list: only the newest question counts, however late the older answers come', async () => {
  let late: (value: ProductPage) => void = () => undefined;
  const { list, seen } = listOf({
    '': () => new Promise((resolve) => (late = resolve)),
    tea: () => Promise.resolve(page(3)),
  });
  list.go({ ...START, search: 'tea' });
  await settled();
  late(page(99));
  await settled();
  assert.equal(list.get().result?.total, 3);
  assert.deepEqual(
    seen.map(({ status }) => status),
    ['loading', 'ready'],
  );
});

test('list: room is kept from the act on for as many as can come, and an answer never takes it back', async () => {
  const { list } = listOf({ '': () => Promise.resolve(page(30)), x: () => Promise.resolve(page(1)) });
  assert.equal(list.get().room, 8);
  await settled();
  assert.equal(list.get().room, 8);
  for (const [choice, room] of [
    [{ ...START, page: 3 }, 6],
    [{ ...START, category: 'Tea' }, 3],
    [{ ...START, sort: 'title' as const }, 12],
    [{ ...START, search: 'x' }, 12],
  ] as const) {
    list.go(choice);
    assert.equal(list.get().room, room);
    await settled();
    assert.equal(list.get().room, room);
    if (choice.search !== 'x') (list.go(START), await settled());
  }
});

test('list: a failure keeps what was shown, says what it is, and can be tried again', async () => {
  let fail = true;
  const { list, asked } = listOf({
    '': () => Promise.resolve(page(5)),
    tea: () => (fail ? Promise.reject(new Error('no')) : Promise.resolve(page(1))),
  });
  await settled();
  list.go({ ...START, search: 'tea' });
  await settled();
  assert.deepEqual(
    [list.get().status, list.get().error?.code, list.get().result?.total],
    ['failed', 'server_failed', 5],
  );
  fail = false;
  list.retry();
  await settled();
  assert.deepEqual([list.get().status, list.get().error, list.get().result?.total], ['ready', undefined, 1]);
  assert.deepEqual(asked, ['', 'tea', 'tea']);
});
