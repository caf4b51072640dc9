// What somebody gets who installs the package: packs it, installs the tarball into an empty project, imports every
// export in plain Node and type-checks a program that uses them. No network beyond the package manager's own cache.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { home, json, npm, pack, type Packed } from '../support/packed.js';

const run = promisify(execFile);
const project = mkdtempSync(join(tmpdir(), 'store-elements-package-'));
const installed = join(project, 'node_modules/store-elements');

interface Manifest {
  readonly exports: Record<string, string | { readonly default: string }>;
  readonly scripts?: Record<string, string>;
  readonly [field: string]: unknown;
}

/** Every file of the package is one of these. */
const SHIPS = [
  /^(package\.json|README\.md|LICENSE|custom-elements\.json)$/,
  /^dist\/(openapi\.json|sbom\.json|third-party-licenses\.txt)$/,
  /^dist\/(src|components)\/([\w-]+\/)*[\w-]+(\.d\.ts|\.js)$/,
  /^dist\/(components\/styles|src\/gateways\/sandbox\/service\/browser)\/[\w-]+\.css$/,
  /^dist\/cdn\/((store-elements(\.classic)?|page-watch|analytics|evidence|reports|label-editor|theme-editor)\.js|store-elements\.css|themes\/[\w-]+\.css|(manifest|sri)\.json|chunks\/[\w-]+-[\w-]{7}\.js)$/,
  /^dist\/frameworks\/(elements|react|preact|solid|vue|svelte)(\.d\.ts|\.js)$/,
  /^dist\/editors\/(vscode-(html|css)|web-types)\.json$/,
  /^dist\/sandbox\/(sandbox|frame|challenge)\.js$/,
  /^dist\/vendor\/@stripe\/stripe-js\/[\w/]+\.js$/,
];

/** Every import that package.json promises, patterns resolved against the files that are really there. */
function promised(): { specifier: string; file: string }[] {
  const { exports } = json(join(installed, 'package.json')) as Manifest;
  return Object.entries(exports).flatMap(([subpath, target]) => {
    const path = typeof target === 'string' ? target : target.default;
    const [start = '', end] = path.split('*');
    const specifier = subpath.replace(/^\./, 'store-elements');
    if (end === undefined) return [{ specifier, file: path }];
    return globSync(path, { cwd: installed }).map((found) => {
      const file = `./${found}`;
      return { specifier: specifier.replace('*', file.slice(start.length, file.length - end.length)), file };
    });
  });
}
const modules = () =>
  promised()
    .filter(({ file }) => /^\.\/dist\/(src|components)\//.test(file))
    .map(({ specifier }) => specifier);

describe('the packed package', () => {
  let packed: Packed;

  before(async () => {
    packed = await pack(project);
    writeFileSync(
      join(project, 'package.json'),
      JSON.stringify({ name: 'shop', private: true, type: 'module' }),
    );
    await npm(project, 'install', '--prefer-offline', '--no-audit', '--no-fund', `./${packed.filename}`);
  });
  after(() => {
    rmSync(project, { recursive: true, force: true });
  });

  it('holds what ships and nothing else', () => {
    const paths = packed.files.map(({ path }) => path);
    const stray = paths.filter((path) => !SHIPS.some((pattern) => pattern.test(path)));
    assert.deepEqual(stray, []);
    for (const pattern of SHIPS)
      assert.ok(
        paths.some((path) => pattern.test(path)),
        `nothing is ${pattern}`,
      );
    for (const path of ['LICENSE', 'README.md', 'dist/third-party-licenses.txt', 'dist/sbom.json']) {
      assert.ok(paths.includes(path), `${path} is not in the package`);
    }
  });

  it('has a program that runs from where it was installed', () => {
    const { bin } = json(join(installed, 'package.json')) as { bin: Record<string, string> };
    // As npm writes it: at anything else `npm publish` complains that it corrected an error.
    assert.equal(bin['store-elements'], 'dist/src/cli/bin.js');
    const said = execFileSync(
      process.execPath,
      [join(installed, bin['store-elements'] ?? ''), 'csp', '--gateway', 'stripe'],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    assert.match(
      said,
      /^Content-Security-Policy: default-src 'none'; script-src 'self' https:\/\/js\.stripe\.com/,
    );
    assert.match(
      readFileSync(join(installed, bin['store-elements'] ?? ''), 'utf8'),
      /^#!\/usr\/bin\/env node\n/,
    );
  });

  it('names no path of the machine that built it', () => {
    const telling = globSync('**/*.{js,ts,json,css}', { cwd: installed, exclude: ['node_modules'] }).filter(
      (file) => readFileSync(join(installed, file), 'utf8').includes(home),
    );
    assert.deepEqual(telling, []);
  });

  it('installs no Node, and no package with an install script', () => {
    const manifest = json(join(installed, 'package.json')) as Manifest;
    assert.equal(manifest['optionalDependencies'], undefined);
    const hooks = Object.keys(manifest.scripts ?? {}).filter((name) =>
      /^(pre|post)?(install|prepare)$/.test(name),
    );
    assert.deepEqual(hooks, []);
    const lock = json(join(project, 'node_modules/.package-lock.json')) as {
      packages: Record<string, { hasInstallScript?: boolean }>;
    };
    const names = Object.keys(lock.packages);
    assert.deepEqual(
      names.filter((name) => lock.packages[name]?.hasInstallScript),
      [],
    );
    assert.deepEqual(
      names.filter((name) => /node_modules\/node(-|$)/.test(name)),
      [],
    );
  });

  it('brings along what its bill of materials says, and no more (T-21)', () => {
    const lock = json(join(project, 'node_modules/.package-lock.json')) as { packages: object };
    const names = Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, ''));
    const brought = names.filter((name) => name !== 'store-elements').sort();
    assert.deepEqual(brought, [
      ...['@hono/node-server', '@lit-labs/ssr-dom-shim', '@lit/context', '@lit/reactive-element'],
      ...['@types/trusted-types', 'hono', 'kysely', 'lit', 'lit-element', 'lit-html', 'yaml', 'zod'],
    ]);
    const { components } = json(join(installed, 'dist/sbom.json')) as { components: { name: string }[] };
    const inside = ['@stripe/stripe-js'];
    assert.deepEqual(components.map(({ name }) => name).sort(), [...brought, ...inside].sort());
  });

  it('keeps every promise of its exports', () => {
    const { exports } = json(join(installed, 'package.json')) as Manifest;
    const kept = promised();
    for (const { file } of kept) assert.ok(existsSync(join(installed, file)), `${file} does not exist`);
    for (const subpath of Object.keys(exports)) {
      const pattern = new RegExp(`^${subpath.replace(/^\./, 'store-elements').replace('*', '.+')}$`);
      assert.ok(
        kept.some(({ specifier }) => pattern.test(specifier)),
        `${subpath} leads nowhere`,
      );
    }
  });

  it('can be imported in plain Node, door by door', async () => {
    const program = `for (const name of process.argv.slice(1)) {
      await import(name).catch((error) => { console.error(name); throw error; });
    }`;
    await run(process.execPath, ['--input-type=module', '--eval', program, ...modules()], { cwd: project });
  });

  it('its root touches no global', async () => {
    const program = `const before = Reflect.ownKeys(globalThis).length;
      await import('store-elements');
      if (Reflect.ownKeys(globalThis).length !== before) throw new Error(String(Reflect.ownKeys(globalThis).slice(before)));`;
    await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: project });
  });

  for (const [module, moduleResolution] of [
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ] as const) {
    it(`type-checks for a program with moduleResolution ${moduleResolution}`, async () => {
      const lines = modules().map(
        (name, index) => `import * as m${String(index)} from '${name}';\nvoid m${String(index)};`,
      );
      writeFileSync(join(project, 'program.ts'), lines.join('\n'));
      const tsconfig = {
        compilerOptions: {
          ...{
            module,
            moduleResolution,
            target: 'es2022',
            lib: ['es2023', 'dom', 'dom.iterable'],
            strict: true,
          },
          ...{
            noEmit: true,
            skipLibCheck: false,
            types: ['node'],
            typeRoots: [join(home, 'node_modules/@types')],
          },
        },
        files: ['program.ts'],
      };
      writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(tsconfig));
      const tsc = join(home, 'node_modules/.bin/tsc');
      await run(tsc, ['-p', project]).catch((error: unknown) => {
        assert.fail((error as { stdout: string }).stdout.slice(0, 4000));
      });
    });
  }
});
