// What type checkers of frameworks know of the elements, each asked by its own: what is right compiles, what is wrong does not.
// And what editors are told: all that the manifest has.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { consumer, home, json } from '../support/packed.js';

let project: string;
before(async () => {
  project = await consumer();
});
after(() => rmSync(project, { recursive: true, force: true }));

async function compile(config: string, program = 'tsc', args = ['-p']): Promise<void> {
  await promisify(execFile)(join(home, 'node_modules/.bin', program), [...args, config]).catch(
    (error: unknown) => assert.fail((error as { stdout: string }).stdout.slice(0, 4000)),
  );
}

interface Program {
  readonly file: string;
  readonly options?: object;
  readonly text: string;
}

/** What JSX of React and of Preact have in common; both hand listeners on under the event's own name. */
const jsx = (hooks: string): string => `
import type { StoreCheckout } from 'store-elements/store-checkout';
import { useRef } from '${hooks}';
export function Shop() {
  const form = useRef<StoreCheckout>(null);
  return (
    <div>
      <store-provider endpoint="/store" locale="de" onstore-cart-change={(event) => event.detail.count.toFixed()}>
        <store-cart checkout-href="/checkout" readonly class="mine" id="cart" />
      </store-provider>
      <store-checkout ref={form} order-href="/order" confirm-redirect
        onstore-order-placed={(event) => event.detail.number.trim()}
        onstore-error={({ detail }) => detail.money === 'untouched'} />
      <store-add-to-cart sku="tea-bowl-ash" quantity={2} disabled={false}><button>Buy</button></store-add-to-cart>
      {/* @ts-expect-error a number is no sku */}
      <store-add-to-cart sku={2} />
      {/* @ts-expect-error there is no such attribute */}
      <store-cart mood="good" />
      {/* @ts-expect-error a truth is no address */}
      <store-checkout order-href={true} />
      {/* @ts-expect-error an order has no colour */}
      <store-checkout onstore-order-placed={(event) => event.detail.colour} />
      {/* @ts-expect-error there is no such element */}
      <store-basket />
    </div>
  );
}
`;

const programs: Record<string, Program> = {
  react: {
    file: 'react.tsx',
    options: { jsx: 'react-jsx' },
    text: `import 'store-elements/react';\n${jsx('react')}`,
  },
  preact: {
    file: 'preact.tsx',
    options: { jsx: 'react-jsx', jsxImportSource: 'preact' },
    text: `import 'store-elements/preact';\n${jsx('preact/hooks')}`,
  },
  solid: {
    file: 'solid.tsx',
    options: { jsx: 'preserve', jsxImportSource: 'solid-js' },
    text: `import 'store-elements/solid';
import { createStore } from 'store-elements';
const store = createStore({ endpoint: '/store' });
export const Shop = () => (
  <store-provider prop:store={store} on:store-cart-change={(event) => event.detail.count.toFixed()}>
    <store-cart checkout-href="/checkout" readonly class="mine" />
    <store-checkout order-href="/order" on:store-order-placed={(event) => event.detail.number.trim()} />
    {/* @ts-expect-error a number is no sku */}
    <store-add-to-cart sku={2} />
    {/* @ts-expect-error a text is no store */}
    <store-provider prop:store="/store" />
    {/* @ts-expect-error there is no such element */}
    <store-basket />
  </store-provider>
);
`,
  },
  vue: {
    file: 'vue.ts',
    text: `import 'store-elements/vue';
import type { GlobalComponents } from 'vue';
type Props<T extends keyof GlobalComponents> = InstanceType<GlobalComponents[T]>['$props'];
export const right: Props<'store-cart'> = { 'checkout-href': '/checkout', readonly: true, class: ['a', { b: true }], id: 'x' };
// @ts-expect-error a number is no sku
export const wrong: Props<'store-add-to-cart'> = { sku: 2 };
// @ts-expect-error there is no such attribute
export const unknown: Props<'store-cart'> = { mood: 'good' };
export function emits({ $emit }: InstanceType<GlobalComponents['store-checkout']>): void {
  $emit('store-order-placed', {} as GlobalEventHandlersEventMap['store-order-placed']);
  // @ts-expect-error there is no such event
  $emit('store-order-eaten', new Event('store-order-eaten'));
}
`,
  },
  svelte: {
    file: 'svelte.ts',
    text: `import 'store-elements/svelte';
import type { SvelteHTMLElements } from 'svelte/elements';
type Props<T extends 'store-cart' | 'store-checkout' | 'store-add-to-cart'> = SvelteHTMLElements[T];
export const right: Props<'store-checkout'> = {
  'order-href': '/order',
  class: 'mine',
  'onstore-order-placed': (event) => event.detail.number.trim(),
  'on:store-error': ({ detail }) => detail.code,
};
// @ts-expect-error a number is no sku
export const wrong: Props<'store-add-to-cart'> = { sku: 2 };
// @ts-expect-error an order has no colour
export const other: Props<'store-checkout'> = { 'onstore-order-placed': (event) => event.detail.colour };
`,
  },
};

describe('the types for frameworks', () => {
  for (const [framework, { file, options, text }] of Object.entries(programs)) {
    for (const [module, moduleResolution] of [
      ['nodenext', 'nodenext'],
      ['esnext', 'bundler'],
    ]) {
      it(`know the elements in ${framework}, with moduleResolution ${moduleResolution}`, async () => {
        writeFileSync(join(project, file), text);
        const compilerOptions = {
          ...{ module, moduleResolution, target: 'es2022', lib: ['es2023', 'dom', 'dom.iterable'] },
          ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, types: [] },
          ...options,
        };
        const config = join(project, `tsconfig.${file}.json`);
        writeFileSync(config, JSON.stringify({ compilerOptions, files: [file] }));
        await compile(config);
      });
    }
  }
});

/** What their own checkers say of templates, which plain tsc does not read: each error's line, and a word that must be in it. */
const templates: Record<string, { file: string; bin: string[]; options: object; text: string; wrong: [string, RegExp][] }> = {
  vue: {
    file: 'Shop.vue',
    bin: ['vue-tsc', '-p'],
    options: { vueCompilerOptions: { strictTemplates: true } },
    text: `<script setup lang="ts">
import 'store-elements/vue';
</script>

<template>
  <store-cart checkout-href="/checkout" readonly class="mine" />
  <store-add-to-cart sku="tea-bowl-ash" :quantity="2"><button>Buy</button></store-add-to-cart>
  <store-checkout order-href="/order" @store-order-placed="({ detail }) => detail.number.trim()" />
  <store-add-to-cart :sku="2" />
  <store-cart mood="good" />
  <store-checkout @store-order-placed="({ detail }) => detail.colour" />
</template>
`,
    wrong: [[':sku="2"', /number/], ['mood', /mood/], ['colour', /colour/]],
  },
  svelte: {
    file: 'Shop.svelte',
    bin: ['svelte-check', '--no-color', '--output', 'machine', '--workspace', '.', '--tsconfig'],
    options: {},
    text: `<script lang="ts">
  import 'store-elements/svelte';
</script>

<store-cart checkout-href="/checkout" readonly class="mine"></store-cart>
<store-add-to-cart sku="tea-bowl-ash" quantity={2}><button>Buy</button></store-add-to-cart>
<store-checkout order-href="/order" onstore-order-placed={({ detail }) => detail.number.trim()}></store-checkout>
<store-add-to-cart sku={2}></store-add-to-cart>
<store-cart mood="good"></store-cart>
<store-checkout onstore-order-placed={({ detail }) => detail.colour}></store-checkout>
`,
    wrong: [['sku={2}', /number/], ['mood', /mood/], ['colour', /colour/]],
  },
}; // prettier-ignore

describe('the checkers of templates', () => {
  for (const [framework, { file, bin, options, text, wrong }] of Object.entries(templates)) {
    it(`of ${framework} take what is right, and find what is wrong where it stands`, async () => {
      const folder = join(project, `templates-${framework}`);
      mkdirSync(folder);
      writeFileSync(join(folder, file), text);
      const compilerOptions = {
        ...{ module: 'esnext', moduleResolution: 'bundler', target: 'es2022', types: [], strict: true },
        ...{ lib: ['es2023', 'dom', 'dom.iterable'], noEmit: true, skipLibCheck: true, jsx: 'preserve' },
      };
      writeFileSync(
        join(folder, 'tsconfig.json'),
        JSON.stringify({ compilerOptions, ...options, include: [file] }),
      );
      const [name = '', ...args] = bin;
      const program = join(home, 'node_modules/.bin', name);
      const said = await promisify(execFile)(program, [...args, 'tsconfig.json'], { cwd: folder }).then(
        () => '',
        (error: unknown) => (error as { stdout: string }).stdout,
      );
      // Shop.vue(9,5): error …, or 1795 ERROR "Shop.svelte" 8:20 "…"
      const found = [...said.matchAll(/^.*?Shop\.\w+(?:\(|" )(\d+)[,:]\d+\)?:? (.*)$/gm)];
      const lines = text.split('\n');
      assert.deepEqual(
        [...new Set(found.map(([, line]) => Number(line)))],
        wrong.map(([part]) => lines.findIndex((line) => line.includes(part)) + 1),
        said,
      );
      for (const [part, word] of wrong) {
        const at = lines.findIndex((line) => line.includes(part)) + 1;
        assert.match(said, new RegExp(`(?:\\(|" )${at}[,:].*${word.source}`, 's'));
      }
    });
  }
});

describe('the example apps', () => {
  before(() => cpSync(join(home, 'examples'), join(project, 'examples'), { recursive: true }));

  // Angular and Next compile theirs when they build: test/e2e/examples.test.ts and next.test.ts.
  for (const name of ['react', 'solid', 'vite'])
    it(`compile against the package: ${name}`, () => compile(join(project, 'examples', name)));
  it('compile against the package: vue', () => compile(join(project, 'examples/vue'), 'vue-tsc'));
  it('compile against the package: svelte', () => {
    const folder = join(project, 'examples/svelte');
    return compile(join(folder, 'tsconfig.json'), 'svelte-check', ['--workspace', folder, '--tsconfig']);
  });

  it('name the versions they are tested with', () => {
    type Manifest = { version: string; dependencies: object; devDependencies: object };
    const { version, devDependencies: ours } = json(join(home, 'package.json')) as Manifest;
    const tools = json(join(home, 'tools/examples/package.json')) as Manifest;
    const next = json(join(home, 'tools/examples/next/package.json')) as Manifest;
    const known: object = {
      ...ours,
      ...tools.devDependencies,
      ...next.dependencies,
      ...{ 'store-elements': version, typescript: '6.0.2' },
    };
    for (const name of ['react', 'vue', 'svelte', 'solid', 'angular', 'vite', 'next']) {
      const { dependencies, devDependencies } = json(join(home, `examples/${name}/package.json`)) as Record<
        string,
        object
      >;
      for (const [needed, wanted] of Object.entries({ ...dependencies, ...devDependencies }))
        assert.equal(
          wanted,
          Object.entries(known).find(([each]) => each === needed)?.[1],
          `${name}: ${needed}`,
        );
    }
  });
});

interface Named {
  readonly name: string;
  readonly description?: unknown;
}
interface Element {
  readonly tagName?: string;
  readonly attributes?: readonly Named[];
  readonly events?: readonly Named[];
  readonly slots?: readonly Named[];
  readonly cssParts?: readonly Named[];
  readonly cssProperties?: readonly Named[];
  readonly cssStates?: readonly Named[];
}
const names = (things: readonly Named[] = []): string[] => things.map(({ name }) => name).sort();

describe('the data for editors', () => {
  const { modules } = json(join(home, 'custom-elements.json')) as { modules: { declarations?: Element[] }[] };
  const elements = modules.flatMap(({ declarations = [] }) => declarations).filter(({ tagName }) => tagName);
  const read = <T>(file: string): T =>
    JSON.parse(readFileSync(join(project, 'node_modules/store-elements/dist/editors', file), 'utf8')) as T;
  const all = (field: 'cssParts' | 'cssProperties' | 'cssStates'): string[] => [
    ...new Set(elements.flatMap((element) => names(element[field]))),
  ];

  it('name each element with its attributes, events and slots', () => {
    const vscode = read<{ tags: (Named & { attributes: Named[] })[] }>('vscode-html.json');
    type Contributed = Named & { attributes: Named[]; slots: Named[]; js: { events: Named[] } };
    const web = read<{ contributions: { html: { elements: Contributed[] } } }>('web-types.json');
    assert.equal(vscode.tags.length, elements.length);
    assert.equal(web.contributions.html.elements.length, elements.length);
    for (const { tagName, attributes, events, slots } of elements) {
      const [tag, element] = [vscode.tags, web.contributions.html.elements].map((list) =>
        list.find(({ name }) => name === tagName),
      ) as [(typeof vscode.tags)[0], Contributed];
      assert.deepEqual(names(tag.attributes), names(attributes), tagName);
      assert.deepEqual(names(element.attributes), names(attributes), tagName);
      assert.deepEqual(names(element.slots), names(slots), tagName);
      assert.deepEqual(names(element.js.events), names(events), tagName);
      for (const { name } of events ?? []) assert.ok(JSON.stringify(tag.description).includes(name), name);
    }
  });

  it('name each part, token and state', () => {
    const css = read<Record<'properties' | 'pseudoClasses' | 'pseudoElements', Named[]>>('vscode-css.json');
    assert.deepEqual(names(css.properties), all('cssProperties').sort());
    assert.deepEqual(
      names(css.pseudoElements),
      all('cssParts')
        .map((name) => `::part(${name})`)
        .sort(),
    );
    assert.deepEqual(
      names(css.pseudoClasses),
      all('cssStates')
        .map((name) => `:state(${name})`)
        .sort(),
    );
  });

  it('are found by editors through package.json', () => {
    const manifest = json(join(home, 'package.json')) as Record<string, string>;
    for (const field of ['web-types', 'customElements'])
      assert.ok(readFileSync(join(project, 'node_modules/store-elements', manifest[field] ?? '')));
  });
});
