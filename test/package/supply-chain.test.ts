// What the tarball tells about itself, held against the files in it (security notes PCI-8, T-21).
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { home, json, unpacked } from '../support/packed.js';

interface Sbom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: { readonly name: string; readonly version: string } };
  readonly components: readonly {
    readonly 'bom-ref': string;
    readonly name: string;
    readonly version: string;
    readonly purl: string;
    readonly hashes: readonly { readonly content: string }[];
    readonly licenses: readonly { readonly license: { readonly id: string } }[];
    readonly properties?: readonly { readonly name: string }[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

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

  /** Packages with a module in the script tag build or in the libraries that ship beside the npm modules. */
  const bundled = (): string[] => {
    const chunks = json(join(root, 'dist/cdn/manifest.json')) as Record<string, { modules: string[] }>;
    const modules = Object.values(chunks).flatMap((chunk) => chunk.modules);
    const paths = [
      ...modules.filter((path) => /(^|\/)node_modules\//.test(path)),
      ...filesBelow('dist/vendor').map((path) => `node_modules/${path}`),
    ];
    const names = paths.map((path) => /.*node_modules\/((@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path);
    return [...new Set(names)].sort();
  };

  it('lets the browser run our modules, lit’s and the gateways’ own loaders, and nobody else’s', () => {
    assert.deepEqual(bundled(), [
      ...['@lit/context', '@lit/reactive-element', '@stripe/stripe-js'],
      ...['lit', 'lit-element', 'lit-html'],
    ]);
  });

  it('passes the licence of each library on that is bundled', () => {
    const text = readFileSync(join(root, 'dist/third-party-licenses.txt'), 'utf8');
    const parts = text.split(/\n(?=\S+ \d+\.\d+\.\d+ \()/).slice(1);
    const told = new Map(parts.map((part) => [part.slice(0, part.indexOf(' ')), part]));
    assert.deepEqual([...told.keys()].sort(), bundled());
    for (const [name, part] of told) {
      const { version } = json(join(home, 'node_modules', name, 'package.json')) as { version: string };
      assert.ok(part.startsWith(`${name} ${version} (`), name);
      assert.match(part, /Copyright \(c\)[\s\S]{300}/i, name);
      assert.match(part, /Redistribution and use|Permission is hereby granted/, name);
    }
  });

  it('has a bill of materials: what it brings along and what is bundled', () => {
    const sbom = json(join(root, 'dist/sbom.json')) as Sbom;
    const manifest = json(join(root, 'package.json')) as {
      name: string;
      version: string;
      dependencies: Record<string, string>;
    };
    assert.deepEqual([sbom.bomFormat, sbom.specVersion], ['CycloneDX', '1.5']);
    assert.deepEqual(
      [sbom.metadata.component.name, sbom.metadata.component.version],
      [manifest.name, manifest.version],
    );
    const named = new Map(sbom.components.map((each) => [each.name, each]));
    for (const [name, version] of Object.entries(manifest.dependencies))
      assert.equal(named.get(name)?.version, version, name);
    const marked = sbom.components.filter(({ properties }) =>
      properties?.some((each) => each.name === 'store-elements:bundled'),
    );
    assert.deepEqual(marked.map(({ name }) => name).sort(), bundled());
    for (const { name, version, hashes, licenses, purl } of sbom.components) {
      assert.equal(purl, `pkg:npm/${name.replace('@', '%40')}@${version}`);
      assert.match(hashes[0]?.content ?? '', /^[0-9a-f]{128}$/, name);
      assert.match(licenses[0]?.license.id ?? '', /^(MIT|BSD-3-Clause|Apache-2\.0|ISC)$/, name);
    }
    const refs = sbom.components.map((each) => each['bom-ref']);
    assert.deepEqual(
      sbom.dependencies
        .flatMap(({ ref, dependsOn }) => [ref, ...dependsOn])
        .filter((ref) => !refs.includes(ref)),
      [`${manifest.name}@${manifest.version}`],
    );
    // What differs from build to build, or belongs to the machine it was made on.
    assert.doesNotMatch(JSON.stringify(sbom), /timestamp|serialNumber|node-linux|@store-elements\/node/);
  });
});
