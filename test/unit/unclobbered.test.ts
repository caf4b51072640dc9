/** The build step against DOM clobbering (T-03); what it does in browsers: ../e2e/hostile-page.test.ts. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseAst } from 'rollup/parseAst';
import { clobberable, unclobber } from '#unclobbered';

/** Without the import it puts before. */
const made = (code: string, lit = false): string =>
  unclobber(code, parseAst, { lit }).replace(/^import .*\n/, '');

describe('the build step against clobbering (T-03)', () => {
  it('reads nothing from the document itself', () => {
    for (const [before, after] of [
      ['document.createElement("a")', '__page.createElement("a")'],
      ['f(document?.body)', 'f(__page?.body)'],
      ['document[name]', '__page[name]'],
      ['announce(document)', 'announce(__page)'],
      ['typeof document', 'typeof document'],
      ['f({ document: 1 }.document)', 'f({ document: 1 }.document)'],
      ['f("document.body") // document.body', 'f("document.body") // document.body'],
    ] as const)
      assert.equal(made(before), after);
  });

  it('ends the build for what it does not know how to rewrite', () => {
    for (const code of [
      'const d = document; d.body',
      'const { body } = document',
      'f({ document })',
      'function f(document) { document.body }',
      'window.document.body',
      'element.ownerDocument.createElement("a")',
    ])
      assert.throws(() => made(code), /document/, code);
  });

  it('gives Lit another document and other globals, and the real node where one is needed', () => {
    const lit =
      'const t=globalThis,l=document,P=l.createTreeWalker(l,129);l.createComment("");P.currentNode=l;(t.litHtmlVersions??=[]).push("4");litPropertyMetadata.get(1)';
    assert.equal(
      made(lit, true),
      'const t=__globals,l=__page,P=l.createTreeWalker(document,129);l.createComment("");P.currentNode=document;(t.litHtmlVersions??=[]).push("4");__globals.litPropertyMetadata.get(1)',
    );
    assert.throws(() => made('const l=document;l.createTreeWalker(l.body,129)', true), /tree walkers/);
    assert.throws(() => made('window.litHtmlVersions', true), /window/);
  });

  it('finds what another plugin would bring back', () => {
    assert.deepEqual(clobberable('const d=document;document.body;x.document.head;d.body', parseAst), [
      'document.body',
      'x.document.head',
    ]);
  });
});
