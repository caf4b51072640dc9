/** `store-elements init`: a small working shop in an empty folder. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError, type Command } from './command.js';
import { filesOf } from './init/files.js';

export const init: Command = {
  name: 'init',
  summary: 'writes a small working shop into an empty folder',
  usage: `store-elements init [FOLDER] [--name NAME] [--currency CODE] [--country CODE]

Writes pages, a catalogue, a server and a package.json into FOLDER (default: this one), which must be empty or new; nothing is
ever overwritten. Then:

  npm install
  npm run dev

and buy something with a test card. What to change: catalog.json, shop.js, the pages in public/.

  --name NAME       of the shop; default "My shop"
  --currency CODE   ISO 4217; default USD
  --country CODE    ISO 3166-1; where it delivers; default US`,
  async run(args, io) {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    const [where = '.', ...others] = positionals;
    if (others.length) throw new UsageError('Name one folder: store-elements init FOLDER.');
    const { name = 'My shop', currency = 'USD', country = 'US' } = values;
    if (!/^[A-Z]{3}$/.test(currency)) throw new UsageError('--currency is an ISO 4217 code such as USD.');
    if (!/^[A-Z]{2}$/.test(country)) throw new UsageError('--country is an ISO 3166-1 code such as US.');
    if (!name.trim()) throw new UsageError('--name must not be empty.');
    const folder = resolve(io.cwd, where);
    await mkdir(folder, { recursive: true });
    const there = (await readdir(folder)).filter((each) => each !== '.git');
    if (there.length)
      throw new Error(
        `${folder} is not empty (${there.slice(0, 3).join(', ')}…): nothing was written. Name a new folder.`,
      );
    const folderName = basename(folder)
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .replace(/^-|-$/g, '');
    const files = filesOf({
      name: name.trim(),
      packageName: folderName || 'shop',
      currency,
      country,
      versions: await versions(),
    });
    for (const [path, text] of Object.entries(files)) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text, { flag: 'wx' });
      io.out(relative(io.cwd, file));
    }
    const go = folder === io.cwd ? '' : `cd ${relative(io.cwd, folder)} && `;
    io.err(`\n${go}npm install && npm run dev`);
    return 0;
  },
};

const OPTIONS = {
  name: { type: 'string' },
  currency: { type: 'string' },
  country: { type: 'string' },
} as const;

/** Of this package, and of what the shop's server imports beside it: the same as ours, so that there is one of each. */
async function versions(): Promise<Readonly<Record<string, string>>> {
  const file = new URL(import.meta.resolve('store-elements/package.json'));
  const { version, dependencies } = JSON.parse(await readFile(file, 'utf8')) as {
    readonly version: string;
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const own = ['@hono/node-server', 'hono'].map((name) => [name, dependencies[name] ?? '*'] as const);
  return { ...Object.fromEntries(own), 'store-elements': `^${version}` };
}
