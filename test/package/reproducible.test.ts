// Two builds of the same sources, in folders of different names and with other clocks, are equal byte for byte (T-21).
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { home } from '../support/packed.js';

const run = promisify(execFile);

/** In build/, which is on the disk that node_modules is on, as hard links want it. */
const folder = mkdtempSync(join(home, 'build/reproducible-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** The sources as they are now, committed or not, without anything built. */
async function copyTo(root: string): Promise<void> {
  const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: home,
    maxBuffer: 1 << 24,
  });
  for (const file of stdout
    .split('\0')
    .filter((path) => path && statSync(join(home, path), { throwIfNoEntry: false }))) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    cpSync(join(home, file), join(root, file));
  }
  await run('cp', ['-al', join(home, 'node_modules'), join(root, 'node_modules')]);
}

async function built(name: string, surroundings: Record<string, string>): Promise<Record<string, string>> {
  const root = join(folder, name);
  await copyTo(root);
  await run(process.execPath, ['scripts/build.mjs'], {
    cwd: root,
    env: {
      PATH: [join(root, 'node_modules/.bin'), dirname(process.execPath), process.env['PATH']].join(':'),
      ...surroundings,
    },
  });
  const files = globSync('{dist/**/*,custom-elements.json}', { cwd: root })
    .filter((file) => statSync(join(root, file)).isFile())
    .sort();
  const hash = (file: string): string =>
    createHash('sha256')
      .update(readFileSync(join(root, file)))
      .digest('hex');
  return Object.fromEntries(files.map((file) => [file, hash(file)]));
}

describe('the build (T-21)', () => {
  it('is the same whoever does it, wherever and whenever', { timeout: 240_000 }, async () => {
    const [here, there] = await Promise.all([
      built('a', { TZ: 'Pacific/Auckland', LANG: 'C', HOME: '/nonexistent' }),
      built('another/and-deeper', { TZ: 'America/Lima', LANG: 'tr_TR.UTF-8' }),
    ]);
    assert.ok(Object.keys(here).length > 200);
    assert.deepEqual(there, here);
  });
});
