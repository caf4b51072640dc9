// Pictures of every state in the gallery, and what a change does to them. Fonts differ between machines, so no picture is kept in the
// repository: what was before is built and pictured here, too, by the same browser.
//   npm run shots                              pictures of this tree, in build/shots/after
//   npm run shots -- --base main               ... and of that commit, and what differs: build/shots/index/index.html
//   npm run shots -- --base main --only cart   only states whose name contains "cart"
//   node scripts/shots.mjs --compare BEFORE AFTER OUT
// Ends with 1 when a picture differs: look at the page, and go on if that is what the change was for.
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compare, rowOf } from './shots/compare.mjs';

const { values, positionals } = parseArgs({
  options: { base: { type: 'string' }, only: { type: 'string' }, compare: { type: 'boolean' } },
  allowPositionals: true,
});
const folder = resolve('build/shots');
const run = (program, args, cwd = '.') => execFileSync(program, args, { cwd, stdio: 'inherit' });
const take = (name, cwd) =>
  run(
    process.execPath,
    [resolve('scripts/shots/take.mjs'), join(folder, name), ...(values.only ? [values.only] : [])],
    cwd,
  );

async function tell(before, after, out) {
  const { found, compared } = await compare(before, after, out);
  for (const each of found) console.log(rowOf(each));
  console.log(
    `${compared} pictures, ${found.length} differ${found.length ? `: ${join(out, 'index.html')}` : ''}`,
  );
  process.exitCode = found.length ? 1 : 0;
}

if (values.compare) {
  if (positionals.length !== 3)
    throw new Error('--compare needs three folders: before, after, and one for what differs');
  await tell(...positionals);
} else {
  for (const name of ['before', 'after']) rmSync(join(folder, name), { recursive: true, force: true });
  take('after');
  if (values.base) {
    const tree = join(folder, 'tree');
    if (existsSync(tree)) run('git', ['worktree', 'remove', '--force', tree]);
    run('git', ['worktree', 'add', '--quiet', '--detach', tree, values.base]);
    try {
      // With this tree's packages: only what is ours is compared.
      symlinkSync(resolve('node_modules'), join(tree, 'node_modules'));
      run(process.execPath, ['scripts/build.mjs'], tree);
      take('before', tree);
    } finally {
      run('git', ['worktree', 'remove', '--force', tree]);
    }
    await tell(join(folder, 'before'), join(folder, 'after'), join(folder, 'index'));
  }
}
