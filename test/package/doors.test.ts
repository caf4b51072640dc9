// What an application bundles when it imports a part of the package, and that every part can be imported anywhere: on a server,
// in a worker, in a realm that has nothing of Node's.
import assert from 'node:assert/strict';
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import vm from 'node:vm';
import nodeResolve from '@rollup/plugin-node-resolve';
import { rollup, type OutputChunk } from 'rollup';
import { VERSION } from '../../src/version.js';
import { consumer, home, json } from '../support/packed.js';

let project: string;
before(async () => {
  project = await consumer();
});
after(() => rmSync(project, { recursive: true, force: true }));

/** Bundles a program of the project as an application would, for the browser or for a server of whatever kind. */
async function bundle(program: string, kind: 'browser' | 'server' = 'browser'): Promise<OutputChunk[]> {
  const input = join(project, 'program.js');
  writeFileSync(input, program);
  const made = await rollup({
    input,
    plugins: [
      nodeResolve(
        kind === 'browser'
          ? { browser: true, exportConditions: ['production'] }
          : { exportConditions: ['node'] },
      ),
    ],
    onwarn(warning) {
      if (warning.code === 'UNRESOLVED_IMPORT') throw new Error(warning.message);
    },
  });
  const whole = kind === 'server';
  const { output } = await made.generate({ format: whole ? 'iife' : 'es', inlineDynamicImports: whole });
  await made.close();
  return output.filter((file) => file.type === 'chunk');
}

/** The modules of which the page's first load has code, without the folders above them. */
async function first(program: string): Promise<string[]> {
  const chunks = await bundle(program);
  const reached = new Set(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
  for (const name of reached)
    chunks.find(({ fileName }) => fileName === name)?.imports.forEach((next) => reached.add(next));
  return chunks
    .filter(({ fileName }) => reached.has(fileName))
    .flatMap(({ modules }) => Object.entries(modules))
    .filter(([, { renderedLength }]) => renderedLength > 0)
    .map(([id]) => id.replace(/^.*\/(node_modules\/store-elements\/dist|node_modules)\//, ''))
    .filter((id) => !id.endsWith('/program.js'));
}

const CHECKOUT =
  /^src\/(checkout|gateways|server|conformance)\/|^src\/security\/|^src\/locale\/en-(?!shop)|^components\/checkout\/(?!events)|^vendor\/|stripe|square|zod|kysely|hono/;

describe('what an application bundles', () => {
  it('is nothing for an element that it imports and does not use', async () => {
    for (const door of ['store-cart', 'store-checkout', 'gateways/stripe', 'csp', 'context', 'page-watch'])
      assert.deepEqual(await first(`import * as unused from 'store-elements/${door}';`), [], door);
    assert.deepEqual(await first(`import { createStore } from 'store-elements';`), []);
  });

  it('is the cart without checkout, gateways and their words, for the cart', async () => {
    for (const program of [
      `import 'store-elements/define/store-cart';`,
      `import { StoreCart } from 'store-elements/store-cart'; customElements.define('my-cart', StoreCart);`,
      `import 'store-elements/define/store-cart';
       import { createStore } from 'store-elements';
       import { provideStore } from 'store-elements/context';
       provideStore(createStore({ endpoint: '/store' }));`,
    ]) {
      const modules = await first(program);
      assert.ok(modules.includes('components/store-cart.js'));
      assert.deepEqual(
        modules.filter((id) => CHECKOUT.test(id)),
        [],
      );
      const others = modules.filter((id) => /components\/store-/.test(id) && !id.endsWith('store-cart.js'));
      assert.deepEqual(others, []);
    }
  });

  it('is, at first, no checkout for all elements together either', async () => {
    const modules = await first(`import 'store-elements/define';`);
    assert.ok(modules.includes('components/store-checkout.js'));
    assert.deepEqual(
      modules.filter((id) => CHECKOUT.test(id)),
      [],
    );
  });
});

describe('the doors', () => {
  it('are one for each element, as the manifest has them, and register it', async () => {
    const { modules } = json(join(home, 'custom-elements.json')) as {
      modules: { declarations?: { tagName?: string }[] }[];
    };
    const tags = modules
      .flatMap(({ declarations = [] }) => declarations)
      .flatMap(({ tagName }) => tagName ?? []);
    const folder = join(project, 'node_modules/store-elements/dist/components/define');
    const doors = globSync('*.js', { cwd: folder });
    assert.deepEqual(doors.map((file) => basename(file, '.js')).sort(), tags.sort());
    for (const tag of tags)
      assert.ok(readFileSync(join(folder, `${tag}.js`), 'utf8').includes(`register({ '${tag}': Store`), tag);
    const [{ code } = { code: '' }] = await bundle(`import 'store-elements/define/store-cart';`);
    assert.match(code, /register\(\{ 'store-cart': StoreCart \}\)/);
  });

  it('say which version they are', () => {
    const { version } = json(join(home, 'package.json')) as { version: string };
    assert.equal(VERSION, version);
  });

  const gateways = ['sandbox', 'stripe', 'square'].map((name) => `/gateways/${name}`);
  const core = ['', '/csp', '/page-watch', ...gateways];
  const elements = [
    '/define',
    '/context',
    '/evidence',
    '/theme-editor',
    '/label-editor',
    '/conformance/browser',
  ];
  for (const [realm, doors, globals] of [
    ['that has nothing of a browser, of Node, Deno or Bun', core, {}],
    ['with a worker’s own, elements too', [...core, ...elements], { Event, EventTarget, URL }],
  ] as [string, string[], object][]) {
    it(`can be imported in a realm ${realm}`, async () => {
      const names = doors.map((door, i) => `import * as m${i} from 'store-elements${door}';`);
      const program = `${names.join('\n')}\nglobalThis.doors = [${doors.map((_, i) => `m${i}`).join()}];`;
      const [chunk] = await bundle(program, 'server');
      const world: Record<string, unknown> = { ...globals };
      vm.runInNewContext(chunk?.code ?? '', world);
      assert.equal((world['doors'] as object[]).length, doors.length);
    });
  }

  it('name everything in the guide to the package’s doors', () => {
    const { exports } = json(join(home, 'package.json')) as { exports: Record<string, unknown> };
    const guide = readFileSync(join(home, 'docs/package.md'), 'utf8');
    for (const door of Object.keys(exports))
      assert.ok(guide.includes(`\`${door.replace(/^\./, 'store-elements').replace('*', '…')}\``), door);
  });
});
