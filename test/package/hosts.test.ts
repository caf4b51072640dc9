// docs/hosts.md: the programs as a reader would copy them, each run on its host and asked for prices; on the runtimes that are not
// Node, a whole order is paid. Express, Fastify, Deno, Bun and workerd come with a lock of their own (tools/examples/hosts).
import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import type { WireQuote } from '../../src/api/wire.js';
import { createBuyer } from '../support/buyer.js';
import { SANDBOX_KEYS, startGateways, type LiveGateways } from '../support/live-gateways.js';
import { home, installed } from '../support/packed.js';
import { startCluster } from '../support/postgres.js';
import { freePort } from '../support/world.js';

const guide = readFileSync(join(home, 'docs/hosts.md'), 'utf8');
const files = new Map(
  [...guide.matchAll(/^```(\w+)(?: ([\w.]+))?\n([\s\S]*?)^```/gm)].map(
    ([, language = '', name, text = '']) => [name ?? language, text],
  ),
);
const project = mkdtempSync(join(tmpdir(), 'store-elements-hosts-'));
mkdirSync(join(project, 'node_modules'));
symlinkSync(home, join(project, 'node_modules/store-elements'));
symlinkSync(join(home, 'node_modules/@hono'), join(project, 'node_modules/@hono'));
const hosts = await installed('hosts');
for (const name of ['express', 'fastify'])
  symlinkSync(join(hosts, name), join(project, 'node_modules', name));
writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module', private: true }));
for (const [name, text] of files) if (/\.[jt]s$/.test(name)) writeFileSync(join(project, name), text);
after(() => rmSync(project, { recursive: true, force: true }));

const CART = {
  line_items: [{ item: { id: 'tea-bowl' }, quantity: 2 }],
  fulfillment: { country: 'US', option_id: 'post' },
};
const asking = (base: string): Request =>
  new Request(`${base}/store/quotes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(CART),
  });
async function assertPriced(answer: Response): Promise<void> {
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  assert.equal((JSON.parse(text) as WireQuote).totals.find(({ type }) => type === 'total')?.amount, 7400);
}

/** Runs until `work` is done. `work` is told the port that the program says; what it writes is in the error when it ends before. */
async function running(
  command: readonly [program: string, ...args: string[]],
  env: NodeJS.ProcessEnv,
  work: (port: string) => Promise<void>,
): Promise<void> {
  const [program, ...args] = command;
  const host: ChildProcess = spawn(program, args, {
    ...{ cwd: project, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  });
  const gone = new Promise<void>((resolve) => host.once('exit', () => resolve()));
  let said = '';
  try {
    const port = await new Promise<string>((heard, failed) => {
      for (const stream of [host.stdout, host.stderr])
        stream?.on('data', (data) => {
          said += String(data);
          const found = /(?:\bport |localhost:|0\.0\.0\.0:|"port":)(\d+)/.exec(said)?.[1];
          if (found) heard(found);
        });
      host.once('error', failed);
      host.once('exit', () => failed(new Error(said)));
    });
    await work(port);
  } catch (error) {
    throw new Error(said, { cause: error });
  } finally {
    host.kill();
    await gone;
  }
}

describe('the hosts of the guide', () => {
  for (const name of ['node.ts', 'http.ts', 'express.js', 'fastify.js'])
    it(`${name} serves the store`, () =>
      running([process.execPath, name], { PORT: '0', DATABASE_URL: `${name}.sqlite` }, async (port) =>
        assertPriced(await fetch(asking(`http://localhost:${port}`))),
      ));

  it('a route of Next answers Requests as they are handed to it', async () => {
    const program = `
      const { POST, GET, OPTIONS } = await import('./route.ts');
      const ask = () => new Request('http://localhost:3000/store/quotes', { method: 'POST', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(JSON.stringify(CART))} });
      const answers = [await POST(ask()), await GET(new Request('http://localhost:3000/store/products'))];
      console.log(JSON.stringify([typeof OPTIONS, ...answers.map(({ status }) => status), (await answers[0].json()).totals.at(-1).amount]));
      process.exit();`;
    writeFileSync(join(project, 'call.js'), program);
    const child = spawn(process.execPath, ['call.js'], { cwd: project, env: { ...process.env, DATABASE_URL: 'route.sqlite' }, stdio: ['ignore', 'pipe', 'inherit'] });
    assert.deepEqual(JSON.parse((await child.stdout.toArray()).join('')), ['function', 200, 200, 7400]);
  }); // prettier-ignore

  it('the container runs as nobody in particular, from a lock, without what is secret, and is asked how it is', () => {
    const recipe = files.get('Dockerfile') ?? '';
    assert.match(recipe, /^USER node$/m);
    assert.match(recipe, /npm ci --omit=dev --ignore-scripts/);
    assert.match(recipe, /^HEALTHCHECK .*\/store\/health/m);
    assert.ok(recipe.indexOf('USER node') < recipe.indexOf('CMD ["node"'));
    assert.doesNotMatch(recipe, /COPY \. |^(ENV|ARG) \w*(SECRET|KEY|PASSWORD|DATABASE_URL)|:latest/m);
    // What it copies is what `init` writes.
    for (const [, copied = ''] of recipe.matchAll(/^COPY (?!--from)(.*) \.\/\w*$/gm))
      for (const file of copied.split(' '))
        assert.match(file, /^(package\.json|package-lock\.json|shop\.js|server\.js|catalog\.json|public)$/);
    const compose = files.get('compose.yaml') ?? '';
    assert.match(compose, /read_only: true/);
    assert.doesNotMatch(compose, /_KEY:|PASSWORD/);
  });
});

/** The npm packages that carry a runtime have one for each platform; the one that was installed. */
const runtime = (pattern: string): string => {
  const [found] = globSync(pattern, { cwd: hosts });
  assert.ok(found, `no ${pattern} in ${hosts}`);
  return join(hosts, found);
};
const DOORS = [
  '',
  '/define',
  '/context',
  '/ssr',
  '/csp',
  '/server',
  '/gateways/stripe',
  '/gateways/sandbox/server',
];

describe('runtimes that are not Node', () => {
  let gateways: LiveGateways;
  before(async () => {
    gateways = await startGateways();
    // The guide's store, where the test's buyer lives, with the test's gateway.
    for (const name of ['store.ts', 'cloudflare.ts'])
      writeFileSync(
        join(project, name),
        `import { sandboxGateway } from 'store-elements/gateways/sandbox/server';\n${files.get(name) ?? ''}`
          .replace('gateways: []', `gateways: [sandboxGateway(${JSON.stringify(gateway())})]`)
          .replace("['US']", "['DE']"),
      );
    writeFileSync(
      join(project, 'doors.js'),
      `${DOORS.map((door) => `await import('store-elements${door}');`).join('\n')}\nconsole.log('all imported');`,
    );
  });
  after(() => gateways.close());
  const { webhookSecret, ...keys } = SANDBOX_KEYS;
  const gateway = () => ({ ...keys, url: gateways.origin, webhookSecrets: [webhookSecret] });

  async function sells(origin: string): Promise<void> {
    gateways.route = () => [origin];
    const before = gateways.charges().length;
    const buyer = createBuyer(() => origin, gateways);
    const purchase = await buyer.buy('sandbox', { 'tea-bowl': 1 });
    await gateways.quiet();
    assert.equal(purchase && (await buyer.order(purchase)).status, 'completed');
    assert.equal(gateways.charges().length - before, 1);
  }

  for (const [name, program, importing, serving] of [
    ['Deno', '@deno/*/deno', ['run', '-A', '--node-modules-dir=manual'], ['serve', '-A', '--node-modules-dir=manual', '--port=0']],
    ['Bun', '@oven/*/bin/bun', [], []],
  ] as const) {
    it(`${name} imports every door`, async () => {
      const { stdout } = await promisify(execFile)(runtime(program), [...importing, 'doors.js'], { cwd: project });
      assert.match(stdout, /^all imported$/m);
    });

    it(`${name} runs the guide's module, and an order is paid there`, () =>
      running(
        [runtime(program), ...serving, 'worker.ts'],
        { PORT: '0', PUBLIC_URL: 'https://shop.test', DATABASE_URL: `${name}.sqlite` },
        (port) => sells(`http://localhost:${port}`),
      ));
  } // prettier-ignore

  it('workerd, without Node and with a connection for each request, runs the guide’s worker, and an order is paid there', async () => {
    const cluster = await startCluster({ durable: false });
    try {
      // The tables and the products come from a program on Node.
      const seed = ['-e', "await import('./store.ts').then(({ database }) => database.close())"];
      const env = { ...process.env, DATABASE_URL: cluster.url };
      await promisify(execFile)(process.execPath, ['--input-type=module', ...seed], { cwd: project, env });
      await bundleWorker();
      const port = await freePort();
      writeFileSync(join(project, 'worker.capnp'), capnp(port, cluster.url));
      const workerd = runtime('@cloudflare/workerd-*/bin/workerd');
      await running([workerd, 'serve', 'worker.capnp', '--control-fd=1'], {}, (said) =>
        sells(`http://localhost:${said}`),
      );
    } finally {
      await cluster.stop();
    }
  });
});

/** One module, as Cloudflare's own tool makes it: workers' variants of packages, Node's modules by their full names. */
async function bundleWorker(): Promise<void> {
  const { rolldown } = await import('rolldown');
  const made = await rolldown({
    input: join(project, 'cloudflare.ts'),
    platform: 'node',
    resolve: { conditionNames: ['workerd', 'worker', 'node'] },
    plugins: [
      {
        name: 'outside',
        resolveId(id) {
          if (isBuiltin(id)) return { id: `node:${id.replace(/^node:/, '')}`, external: true };
          return id === 'pg-native' || id.startsWith('cloudflare:') ? { id, external: true } : undefined;
        },
      },
    ],
  });
  const { output } = await made.generate({ format: 'esm', codeSplitting: false });
  await made.close();
  // Only for createRequire, which takes any address there.
  const code = output[0].code.replaceAll('import.meta.url', "'file:///worker.js'");
  writeFileSync(join(project, 'bundled.js'), code);
}

const capnp = (port: number, database: string): string => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "shop", worker = .shop), (name = "internet", network = (allow = ["private", "public"]))],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "shop")],
);
const shop :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "bundled.js")],
  compatibilityDate = "2026-11-01",
  bindings = [
    (name = "DATABASE_URL", text = "${database}"),
    (name = "PUBLIC_URL", text = "https://shop.test"),
  ],
);
`;
