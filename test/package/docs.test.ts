// The guides' snippets, as a reader would copy them: programs compile against the package and run, pages name what exists,
// commands are taken. "Write a gateway" and "Hosts" have tests of their own (guide, hosts), README too.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';

const home = resolve(import.meta.dirname, '../../..');

interface Snippet {
  readonly guide: string;
  readonly language: string;
  readonly text: string;
}

const snippets: readonly Snippet[] = globSync('docs/*.md', { cwd: home })
  .filter((file) => !/^(write-a-gateway|hosts)\.md$/.test(basename(file)))
  .sort()
  .flatMap((file) =>
    [...readFileSync(join(home, file), 'utf8').matchAll(/^```(\w*)[^\n]*\n([\s\S]*?)^```/gm)].map(
      ([, language = '', text = '']) => ({ guide: basename(file, '.md'), language, text }),
    ),
  );
const inLanguage = (...languages: string[]): readonly Snippet[] =>
  snippets.filter(({ language }) => languages.includes(language));

/** A project beside this one that has the package installed: the built files, by a link. */
const project = mkdtempSync(join(tmpdir(), 'store-elements-docs-'));
mkdirSync(join(project, 'node_modules'));
symlinkSync(home, join(project, 'node_modules/store-elements'));
for (const name of ['@types', '@hono', 'stripe', 'square', 'pg'])
  symlinkSync(join(home, 'node_modules', name), join(project, 'node_modules', name));
writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module', private: true }));
after(() => rmSync(project, { recursive: true, force: true }));

const programs = inLanguage('ts').map(({ guide, text }, i) => {
  const name = `${guide}-${i}.ts`;
  writeFileSync(join(project, name), text);
  return { name, text };
});

describe('the guides', () => {
  it('hold no snippet that no test looks at', () => {
    const looked = new Set(['ts', 'html', 'css', 'sh', 'json', 'text']);
    assert.deepEqual(
      snippets
        .filter(({ language }) => !looked.has(language))
        .map(({ guide, language }) => `${guide}: ${language}`),
      [],
    );
  });

  it('show programs that compile against the package', () => {
    const options = [
      ...['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--moduleResolution', 'nodenext'],
      ...['--target', 'es2024', '--lib', 'es2024,dom,dom.iterable', '--types', 'node'],
    ];
    execFileSync(join(home, 'node_modules/.bin/tsc'), [...options, ...programs.map(({ name }) => name)], {
      cwd: project,
      encoding: 'utf8',
    });
  });

  it('show programs that run', async () => {
    const env = {
      ...process.env,
      STRIPE_SECRET_KEY: 'sk_test_docs_not_a_secret',
      STRIPE_PUBLISHABLE_KEY: 'pk_test_docs',
      STRIPE_WEBHOOK_SECRET: 'whsec_docs_not_a_secret',
      SQUARE_ACCESS_TOKEN: 'EAAAdocs_not_a_secret',
      SQUARE_APPLICATION_ID: 'sandbox-sq0idb-docs',
      SQUARE_LOCATION_ID: 'LDOCS',
      SQUARE_WEBHOOK_SIGNATURE_KEY: 'docs_signature_not_a_secret',
    };
    // What is for a page is compiled above; the elements' own examples live in test/e2e/docs.test.ts.
    const onServer = /from 'store-elements\/(server|sandbox|csp|gateways\/[^']+\/server)'/;
    for (const { name, text } of programs.filter(({ text: each }) => onServer.test(each))) {
      const serves = text.includes('serve({ fetch: store.fetch, port: 3000 });');
      if (serves)
        writeFileSync(
          join(project, name),
          text.replace('port: 3000 });', 'port: 0 }, (at) => console.log(`port ${at.port}`));'),
        );
      const child = spawn(process.execPath, [name], { cwd: project, env, stdio: ['ignore', 'pipe', 'pipe'] });
      const wrong: string[] = [];
      child.stderr.on('data', (data) => wrong.push(String(data)));
      try {
        const [said, code] = await new Promise<[string, number | null]>((done) => {
          let out = '';
          child.stdout.on('data', (data) => {
            out += String(data);
            if (serves && /port \d+/.test(out)) done([out, 0]);
          });
          child.once('close', (status) => done([out, status]));
        });
        assert.equal(code, 0, `${name}: ${wrong.join('')}`);
        if (!serves) continue;
        const port = /port (\d+)/.exec(said)?.[1] ?? '';
        const answer = await fetch(`http://localhost:${port}/store/products/tea-bowl`);
        assert.equal(((await answer.json()) as { id?: string }).id, 'tea-bowl');
      } finally {
        child.kill();
      }
    }
  });

  it('show pages of elements, attributes and files that exist', () => {
    interface Declaration {
      readonly tagName?: string;
      readonly attributes?: readonly { readonly name: string }[];
    }
    const manifest = JSON.parse(readFileSync(join(home, 'custom-elements.json'), 'utf8')) as {
      readonly modules: readonly { readonly declarations?: readonly Declaration[] }[];
    };
    const known = new Map(
      manifest.modules
        .flatMap(({ declarations = [] }) => declarations)
        .flatMap(({ tagName, attributes = [] }) =>
          tagName ? [[tagName, new Set(attributes.map(({ name }) => name))] as const] : [],
        ),
    );
    let elements = 0;
    for (const { guide, text } of inLanguage('html')) {
      for (const [, tag = '', inside = ''] of text.matchAll(/<(store-[a-z-]+)([^>]*)>/g)) {
        const attributes = known.get(tag);
        assert.ok(attributes, `${guide}: there is no <${tag}>`);
        elements += 1;
        for (const [, name = ''] of inside.matchAll(/\s([a-z-]+)(?==|\s|$)/g))
          assert.ok(
            attributes.has(name) || ['id', 'class', 'slot', 'lang', 'hidden'].includes(name),
            `${guide}: <${tag}> has no attribute ${name}`,
          );
      }
      for (const [, file = ''] of text.matchAll(/"\/store-elements\/([^"?#]+)"/g))
        assert.ok(existsSync(join(home, 'dist/cdn', file)), `${guide}: there is no ${file}`);
    }
    assert.ok(elements >= 6);
  });

  it('show tokens that exist', () => {
    const sheets = globSync('{components/styles/**/*.{ts,css},components/**/*.ts}', { cwd: home })
      .map((file) => readFileSync(join(home, file), 'utf8'))
      .join('\n');
    for (const { guide, text } of inLanguage('css'))
      for (const [token] of text.matchAll(/--store-[a-z-]+/g))
        assert.ok(sheets.includes(token), `${guide}: no sheet reads ${token}`);
  });

  it('show JSON that is JSON', () => {
    for (const { text } of inLanguage('json')) assert.ok(JSON.parse(text));
  });

  it('show commands there are', () => {
    const scripts = Object.keys(
      (JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { scripts: object }).scripts,
    );
    for (const { guide, text } of inLanguage('sh')) {
      for (const line of text
        .split('\n')
        // What a shell sets before a command.
        .map((each) => each.replace(/^(?:[A-Z_]+=\S+ )+/, ''))
        .filter((each) => each.trim() && !each.startsWith('#'))) {
        const command = /^npx store-elements (\w+)/.exec(line)?.[1];
        if (command) {
          const bin = join(home, 'dist/src/cli/bin.js');
          const help = execFileSync(process.execPath, [bin, command, '--help'], { encoding: 'utf8' });
          for (const [option] of line.matchAll(/--[a-z-]+/g))
            assert.ok(help.includes(option), `${guide}: ${command} has no ${option}`);
        } else if (line.startsWith('npm ')) {
          for (const [, script = ''] of line.matchAll(/npm (?:run )?(\w[\w:]*)/g))
            assert.ok(
              ['ci', 'install', 'init'].includes(script) || scripts.includes(script),
              `${guide}: there is no npm run ${script}`,
            );
        } else assert.match(line, /^(stripe listen |node |docker |mkdir |cd |curl )/, `${guide}: ${line}`);
      }
    }
  });
});
