// docs/hosts.md: the programs as a reader would copy them, each asked over HTTP (or called as its host would) for prices.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { WireQuote } from '../../src/api/wire.js';
import { home } from '../support/packed.js';

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
writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module', private: true }));
for (const [name, text] of files) if (name.endsWith('.ts')) writeFileSync(join(project, name), text);
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

describe('the hosts of the guide', () => {
  for (const name of ['node.ts', 'http.ts'])
    it(`${name} serves the store`, async () => {
      const env = { ...process.env, PORT: '0', DATABASE_URL: `${name}.sqlite` };
      const host = spawn(process.execPath, [name], { cwd: project, env, stdio: ['ignore', 'pipe', 'pipe'] });
      let said = '';
      try {
        const port = await new Promise<string>((heard, failed) => {
          for (const stream of [host.stdout, host.stderr])
            stream.on('data', (data) => {
              said += String(data);
              const found = /port (\d+)/.exec(said)?.[1];
              if (found) heard(found);
            });
          host.once('exit', () => failed(new Error(said)));
        });
        await assertPriced(await fetch(asking(`http://localhost:${port}`)));
      } finally {
        host.kill();
      }
    });

  it('a route of Next and a worker answer Requests as they are handed to them', async () => {
    const program = `
      const { POST, GET, OPTIONS } = await import('./route.ts');
      const { default: worker } = await import('./worker.ts');
      const ask = () => new Request('http://localhost:3000/store/quotes', { method: 'POST', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(JSON.stringify(CART))} });
      const answers = [await POST(ask()), await worker.fetch(ask()), await GET(new Request('http://localhost:3000/store/products'))];
      await worker.scheduled();
      console.log(JSON.stringify([typeof OPTIONS, ...answers.map(({ status }) => status), (await answers[1].json()).totals.at(-1).amount]));
      process.exit();`;
    writeFileSync(join(project, 'call.js'), program);
    const child = spawn(process.execPath, ['call.js'], { cwd: project, env: { ...process.env, DATABASE_URL: 'route.sqlite' }, stdio: ['ignore', 'pipe', 'inherit'] });
    assert.deepEqual(JSON.parse((await child.stdout.toArray()).join('')), ['function', 200, 200, 200, 7400]);
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
