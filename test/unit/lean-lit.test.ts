/** The build step that leaves out of Lit what a script tag's page has no use for. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseAst } from 'rollup/parseAst';
import { lean } from '#lean-lit';

const made = (code: string): string => lean(code, parseAst);

describe('the build step that makes Lit lean', () => {
  it('leaves out words of errors, ways of old browsers and what only development reads', () => {
    for (const [before, after] of [
      ['throw Error("no " + what)', 'throw Error()'],
      ['throw new Error(`in ${a} after ${b}`)', 'throw Error()'],
      [
        'const t=globalThis,e=t.ShadowRoot&&"adoptedStyleSheets"in Document.prototype;f(e)',
        'const t=globalThis,e=true;f(e)',
      ],
      ['Symbol.metadata??=Symbol("m"),u.litPropertyMetadata??=new WeakMap;', '0,0;'],
      ['const t=this[Symbol.metadata];if(null!==t){const s=litPropertyMetadata.get(t);f(s)}g()', ';;g()'],
      ['(t.litHtmlVersions??=[]).push("3.3.2")', '0'],
    ] as const)
      assert.equal(made(before), after);
  });

  it('leaves everything else alone', () => {
    for (const code of ['throw new TypeError("told")', 'list.push("3")', 'const e="adoptedStyleSheets"'])
      assert.equal(made(code), code);
  });
});
