/** The build step that lets lazy chunks find the entry under any address; what it does in browsers: ../e2e/script-tag.test.ts. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileFunction } from 'node:vm';
import { parseAst } from 'rollup/parseAst';
import { handingOver, takingOver } from '#hand-over';

const KEY = 'Symbol.for("test")';
const isEntry = (address: string): boolean => address.endsWith('/entry.js');
const given = (code: string): string => handingOver(code, KEY, parseAst);
const taken = (code: string, entry = false): string => takingOver(code, KEY, isEntry, parseAst, { entry });

describe('the hand-over of the entry to lazy chunks', () => {
  it('stands where the last of what it holds is there, before anything that may fail', () => {
    const made = given('const a = 1; class B {} start(); function f() {} export { a as x, B as y };');
    assert.match(made, /class B \{\}\s*Object\.hasOwn/);
    assert.match(made, /Object\.freeze\(\{ x: a, y: B \}\) \}\); start\(\)/);
    assert.doesNotMatch(made, /export/);
  });

  it('works, and the first of two stays', () => {
    // The build's own output.
    const run = (code: string, world: object): unknown => {
      const made = compileFunction(code, ['globalThis']) as (world: object) => unknown;
      return made(world);
    };
    const world = {};
    run(given('const a = 1; export { a as x };'), world);
    run(given('const a = 2; export { a as x };'), world);
    assert.equal(run(`${taken('import { x as b } from "../entry.js";')}; return b`, world), 1);
    assert.throws(() => run(`"use strict"; globalThis[${KEY}] = {}`, world), TypeError);
    assert.throws(() => run(`"use strict"; globalThis[${KEY}].x = 3`, world), TypeError);
  });

  it('lets what is named change within', () => {
    assert.match(
      given('let a = {}; a.b = 2; for (const c of [a]) c.d = 1; export { a };'),
      /Object\.freeze\(\{ a: a \}/,
    );
  });

  it('leaves other imports alone, and loads the entry first only where a page may not have it', () => {
    const code = 'import { c } from "./other.js"; import { x as b, y } from "../entry.js"; c(b, y);';
    assert.match(
      taken(code),
      /^const \{ x: b, y: y \} = globalThis\[Symbol\.for\("test"\)\];\nimport \{ c \}/,
    );
    assert.match(taken(code, true), /^import "\.\.\/entry\.js";\nconst /);
    assert.equal(taken('import "./other.js";'), 'import "./other.js";');
  });

  it('ends the build for what it cannot hand over truly', () => {
    for (const code of [
      'let a = 1; function f() { a = 2 } export { a };',
      'var n = 0; n++; export { n };',
      'let a = 1; function f() { [a] = [2] } export { a };',
      'let a = 1; function f() { ({ b: a = 3 } = {}) } export { a };',
      'let a = 1; function f() { for (a of [2]); } export { a };',
      'function a() {} a = 2; export { a };',
      'const { a } = b; export { a };',
      'import { a } from "./b.js"; export { a };',
      'export const a = 1;',
      'export * from "./b.js";',
      'const a = 1; export { a }; export { a as b };',
    ])
      assert.throws(() => given(code), Error, code);
    for (const code of [
      'import * as all from "../entry.js";',
      'import a from "../entry.js";',
      'export { a } from "../entry.js";',
    ])
      assert.throws(() => taken(code), Error, code);
  });
});
