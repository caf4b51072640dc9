// The repository's own pages: what they link to is there, and the change log knows the version.
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { VERSION } from '../../src/version.js';
import { home } from '../support/packed.js';

describe('the repository’s pages', () => {
  const pages = globSync('{*.md,docs/**/*.md,examples/*.md}', { cwd: home });
  const read = (page: string): string => readFileSync(join(home, page), 'utf8');

  it('link to files that are there', () => {
    assert.ok(pages.length > 5);
    for (const page of pages) {
      for (const [, link = ''] of read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g))
        assert.ok(existsSync(join(home, dirname(page), link)), `${page} links to ${link}`);
    }
  });

  it('name files and commands that are there', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    for (const page of ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md']) {
      for (const [, name = ''] of read(page).matchAll(/npm run ([\w:-]+)/g))
        assert.ok(scripts[name], `${page}: npm run ${name}`);
      for (const [, file = ''] of read(page).matchAll(/`((?:src|scripts|components|test|demo)\/[\w./-]+)`/g))
        assert.ok(/[A-Z]{3}/.test(file) || existsSync(join(home, file)), `${page}: ${file}`);
    }
  });

  it('tell what has changed in the version that is built', () => {
    assert.match(read('CHANGELOG.md'), new RegExp(`^## .*\\b${VERSION.replaceAll('.', '\\.')}\\b`, 'm'));
  });
});
