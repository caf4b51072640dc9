// What the tarball tells about itself, held against the files in it (security notes PCI-8, T-21).
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { json, unpacked } from '../support/packed.js';

describe('the tarball (PCI-8, T-21)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-elements-tarball-'));
  let root: string;
  before(async () => {
    root = await unpacked(folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const integrity = (file: string): string =>
    `sha384-${createHash('sha384').update(readFileSync(file)).digest('base64')}`;
  const filesBelow = (path: string): string[] =>
    globSync('**/*', { cwd: join(root, path) })
      .filter((file) => statSync(join(root, path, file)).isFile())
      .sort();

  it('tells the true integrity of every file that a page can load from the script tag build', () => {
    const { version, files } = json(join(root, 'dist/cdn/sri.json')) as {
      version: string;
      files: Record<string, string>;
    };
    assert.equal(version, (json(join(root, 'package.json')) as { version: string }).version);
    const loadable = filesBelow('dist/cdn').filter((file) => !['sri.json', 'manifest.json'].includes(file));
    assert.ok(loadable.length >= 8);
    assert.deepEqual(
      files,
      Object.fromEntries(loadable.map((file) => [file, integrity(join(root, 'dist/cdn', file))])),
    );

    const chunks = json(join(root, 'dist/cdn/manifest.json')) as Record<string, { integrity: string }>;
    for (const [file, chunk] of Object.entries(chunks)) assert.equal(chunk.integrity, files[file], file);
  });
});
