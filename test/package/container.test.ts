// The Dockerfile of docs/hosts.md without a container: each of its lines done in folders, in their order, for the shop that `init`
// writes and the packed package. What only a container engine can do (users, volumes, a read-only root) is not tried.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, it } from 'node:test';
import { promisify } from 'node:util';
import { home, npm, outside, pack } from '../support/packed.js';
import { freePort } from '../support/world.js';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'store-elements-container-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const [, recipe = ''] = /^```dockerfile Dockerfile\n([\s\S]*?)^```/m.exec(readFileSync(join(home, 'docs/hosts.md'), 'utf8')) ?? []; // prettier-ignore

/** A stage's file system, and where in it commands run. */
interface Stage {
  readonly root: string;
  readonly env: Record<string, string>;
  workdir: string;
}
interface Image extends Stage {
  readonly command: readonly string[];
  readonly health: readonly string[];
}

async function build(context: string): Promise<Image> {
  const stages = new Map<string, Stage>();
  let stage: Stage = { root: '', env: {}, workdir: '/' };
  let command: string[] = [];
  let health: string[] = [];
  const at = (path: string): string => join(stage.root, path.startsWith('/') ? path : join(stage.workdir, path));
  for (const line of recipe.split('\n').filter(Boolean)) {
    const [instruction = '', ...words] = line.split(' ');
    const rest = words.join(' ');
    if (instruction === 'FROM') {
      const name = words[2] ?? 'last';
      stage = { root: join(folder, name), env: {}, workdir: '/' };
      stages.set(name, stage);
      mkdirSync(stage.root);
    } else if (instruction === 'WORKDIR') {
      stage.workdir = rest;
      mkdirSync(at('.'), { recursive: true });
    } else if (instruction === 'ENV') {
      const [name = '', value = ''] = rest.split('=');
      stage.env[name] = value;
    } else if (instruction === 'COPY') {
      const from = words[0]?.startsWith('--from=') ? words.shift()?.slice(7) : undefined;
      const base = from === undefined ? context : (stages.get(from)?.root ?? '');
      const target = words.pop() ?? '';
      for (const file of words)
        cpSync(join(base, file), target.endsWith('/') ? join(at(target), basename(file)) : at(target), {
          recursive: true,
        });
    } else if (instruction === 'RUN')
      // There is no such user here.
      await run('sh', ['-c', rest.replace('chown node:node', 'ls -d')], { cwd: at('.'), env: { ...outside, ...stage.env } });
    else if (instruction === 'CMD') command = JSON.parse(rest) as string[];
    else if (instruction === 'HEALTHCHECK') health = JSON.parse(rest.slice(rest.indexOf('['))) as string[];
    else assert.match(instruction, /^(USER|VOLUME|EXPOSE)$/, `this test does not know ${instruction}`);
  }
  return { ...stage, command, health };
} // prettier-ignore

it('the container’s recipe builds a shop that starts, is asked how it is, answers, and ends by a signal', async () => {
  const context = join(folder, 'context');
  await run(process.execPath, [join(home, 'dist/src/cli/bin.js'), 'init', context]);
  // As if the package were published.
  const { filename } = await pack(folder);
  const manifest = join(context, 'package.json');
  const written = JSON.parse(readFileSync(manifest, 'utf8')) as { dependencies: Record<string, string> };
  written.dependencies['store-elements'] = `file:${join(folder, basename(filename))}`;
  writeFileSync(manifest, JSON.stringify(written));
  await npm(context, 'install', '--package-lock-only', '--prefer-offline', '--no-audit', '--no-fund');

  const image = await build(context);
  const cwd = join(image.root, image.workdir);
  assert.equal(existsSync(join(cwd, 'data')), true);
  assert.equal(existsSync(join(cwd, 'node_modules/lit-html')), true);
  assert.equal(existsSync(join(cwd, 'node_modules/typescript')), false);

  const port = await freePort();
  const env = { ...outside, ...image.env, PORT: String(port), PUBLIC_URL: 'https://shop.example' };
  const start = ([program = '', ...args]: readonly string[]) =>
    spawn(program === 'node' ? process.execPath : program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const shop = start(image.command);
  let said = '';
  const ended = new Promise<number | null>((resolve) => shop.once('exit', resolve));
  try {
    await new Promise<void>((ready, failed) => {
      for (const stream of [shop.stdout, shop.stderr])
        stream.on('data', (data) => {
          said += String(data);
          if (said.includes("https://shop.example")) ready();
        });
      void ended.then(() => failed(new Error(said)));
    });
    // It asks port 3000, which another may have here.
    const health = image.health.map((word) => word.replace(':3000/', `:${port}/`));
    assert.notDeepEqual(health, image.health);
    assert.equal(await new Promise((resolve) => start(health).once('exit', resolve)), 0, said);
    const answer = await fetch(`http://127.0.0.1:${port}/store/products/tea-bowl`);
    assert.equal(((await answer.json()) as { id?: string }).id, 'tea-bowl');
  } finally {
    shop.kill('SIGTERM');
  }
  assert.equal(await ended, 0, said);
  // Nobody answers any more, and that is what the check says.
  const health = image.health.map((word) => word.replace(':3000/', `:${port}/`));
  assert.equal(await new Promise((resolve) => start(health).once('exit', resolve)), 1);
}); // prettier-ignore
