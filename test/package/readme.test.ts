// README's snippets: the page's lines are the demo's own (which the end-to-end tests run), the programs compile against the
// packed types, and the server program really serves.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execFileSync } from 'node:child_process';

const home = resolve(import.meta.dirname, '../../..');
const readme = readFileSync(join(home, 'README.md'), 'utf8');
const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    (match) => match[1] ?? '',
  );

/** A project beside this one that has the package installed: the built files, by a link. */
const project = mkdtempSync(join(tmpdir(), 'store-elements-readme-'));
mkdirSync(join(project, 'node_modules/@hono'), { recursive: true });
symlinkSync(home, join(project, 'node_modules/store-elements'));
symlinkSync(join(home, 'node_modules/@hono/node-server'), join(project, 'node_modules/@hono/node-server'));
writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module', private: true }));
after(() => rmSync(project, { recursive: true, force: true }));

describe('README', () => {
  it('shows a page of lines that the demo shop itself uses', () => {
    const pages = globSync('demo/{site,parts}/*.html', { cwd: home }).map((page) =>
      readFileSync(join(home, page), 'utf8'),
    );
    const squeeze = (text: string): string =>
      text.replace(/\s+/g, ' ').replace(/ ?\/>/g, '>').replace(/> </g, '><');
    const demo = squeeze(pages.join('\n'));
    const [page = ''] = blocks('html');
    const lines = page.split('\n').filter((line) => line.trim());
    assert.ok(lines.length >= 7);
    for (const line of lines) {
      const start = squeeze(line.trim()).replace(/(><\/[\w-]+>|>[^<]*<\/[\w-]+>|>)$/, '');
      assert.ok(demo.includes(start), `no page of the demo has: ${line}`);
    }
  });

  it('shows programs that compile against the package', () => {
    const programs = blocks('ts');
    assert.equal(programs.length, 2);
    programs.forEach((program, i) => writeFileSync(join(project, `program-${i}.ts`), program));
    const options = [
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--module',
      'esnext',
      '--moduleResolution',
      'bundler',
    ];
    const more = ['--target', 'es2022', '--lib', 'es2023,dom,dom.iterable', '--types', ''];
    execFileSync(join(home, 'node_modules/.bin/tsc'), [...options, ...more, 'program-0.ts', 'program-1.ts'], {
      cwd: project,
      encoding: 'utf8',
    });
  });

  it('shows a server that serves', async () => {
    const [, program = ''] = blocks('ts');
    const port = '0';
    writeFileSync(
      join(project, 'server.ts'),
      program.replace('port: 3000 });', `port: ${port} }, (at) => console.log(at.port));`),
    );
    const server = spawn(process.execPath, ['server.ts'], {
      cwd: project,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const at = await new Promise<string>((heard, failed) => {
        server.stdout.once('data', (data) => heard(String(data).trim()));
        server.once('exit', (code) => failed(new Error(`the server ended with ${String(code)}`)));
      });
      const answer = await fetch(`http://localhost:${at}/store/products/tea-bowl`);
      const product = (await answer.json()) as { variants: { price: number }[] };
      assert.equal(product.variants[0]?.price, 3400);
    } finally {
      server.kill();
    }
  });

  it('shows commands that the program takes', async () => {
    const lines = blocks('sh').flatMap((block) =>
      block.split('\n').filter((line) => line.startsWith('npx store-elements ')),
    );
    assert.ok(lines.length >= 2);
    const page = createServer((_request, response) => response.end('<title>Checkout</title>'));
    await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
    const { port } = page.address() as AddressInfo;
    try {
      for (const line of lines) {
        // What `audit` does with a page is test/e2e/audit.test.ts's matter; here, that there is such a command.
        const audits = line.startsWith('npx store-elements audit ');
        const args = audits
          ? ['audit', '--help']
          : line
              .replace(/https:\/\/shop\.example/, `http://127.0.0.1:${port}`)
              .split(' ')
              .slice(2);
        // A page nobody has made safe has something to be found.
        const expected = !audits && line.includes('https://shop.example') ? 1 : 0;
        const program = spawn(
          process.execPath,
          ['node_modules/store-elements/dist/src/cli/bin.js', ...args],
          {
            cwd: project,
            stdio: ['ignore', 'pipe', 'pipe'],
          },
        );
        const said = program.stdout.toArray();
        const code = await new Promise((resolve) => program.once('close', resolve));
        assert.equal(code, expected, line);
        assert.ok(String(await said).length > 100, line);
      }
    } finally {
      page.close();
    }
  });
});
