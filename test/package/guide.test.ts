// The guide's programs, as a reader would copy them: they compile against the packed types, and the worked example keeps the
// contract, told by the kit it teaches.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';

const home = resolve(import.meta.dirname, '../../..');
const guide = readFileSync(join(home, 'docs/write-a-gateway.md'), 'utf8');
const programs = new Map(
  [...guide.matchAll(/```ts (\S+)\n([\s\S]*?)```/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
);

const project = mkdtempSync(join(tmpdir(), 'store-elements-guide-'));
mkdirSync(join(project, 'node_modules'));
symlinkSync(home, join(project, 'node_modules/store-elements'));
symlinkSync(join(home, 'node_modules/@types'), join(project, 'node_modules/@types'));
writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module', private: true }));
for (const [name, program] of programs) writeFileSync(join(project, name), program);
after(() => rmSync(project, { recursive: true, force: true }));

describe('Write a gateway in an hour', () => {
  it('shows every program by its name, and no other code', () => {
    assert.deepEqual(
      [...programs.keys()],
      ['paymax.ts', 'kestrel.ts', 'kestrel-double.ts', 'kestrel.test.ts'],
    );
    assert.equal(guide.match(/```\w/g)?.length, programs.size);
  });

  it('shows programs that compile against the package', () => {
    const options = [
      ...['--noEmit', '--strict', '--skipLibCheck', '--allowImportingTsExtensions', '--erasableSyntaxOnly'],
      ...['--module', 'nodenext', '--moduleResolution', 'nodenext', '--target', 'es2024', '--types', 'node'],
    ];
    execFileSync(join(home, 'node_modules/.bin/tsc'), [...options, ...programs.keys()], {
      cwd: project,
      encoding: 'utf8',
    });
  });

  it('shows a described gateway that describes itself', async () => {
    const { paymax } = (await import(join(project, 'paymax.ts'))) as {
      paymax: { describe(): { redirect_hosts: string[] } };
    };
    assert.deepEqual(paymax.describe().redirect_hosts, ['pay.paymax.example']);
  });

  it('shows a gateway that keeps the contract, in full', () => {
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const told = spawnSync(process.execPath, ['--test', '--test-reporter=tap', 'kestrel.test.ts'], {
      cwd: project,
      encoding: 'utf8',
      env,
    });
    assert.match(told.stdout, /# fail 0/, told.stdout + told.stderr);
    assert.match(told.stdout, /# skipped 0/);
    assert.ok(Number(/# pass (\d+)/.exec(told.stdout)?.[1]) >= 18, told.stdout);
  });
});
