/** The package as npm would publish it. */
import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

export const home = resolve(import.meta.dirname, '../../..');

export const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

/** An npm that does not take this repository for the project, as it would inside `npm test`. */
export const outside = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(npm_(package|lifecycle|config_local_prefix)|INIT_CWD)/.test(name),
  ),
);
export const npm = (cwd: string, ...args: string[]) =>
  promisify(execFile)('npm', args, { cwd, env: outside, maxBuffer: 1 << 26 });

export interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Packs what is built into `folder`. */
export async function pack(folder: string): Promise<Packed> {
  const { stdout } = await npm(home, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder);
  const answer = JSON.parse(stdout) as Packed[] | Record<string, Packed>;
  return Object.values(answer)[0]!;
}

/** Packs and unpacks again; the answer is the folder with the package's files. */
export async function unpacked(folder: string): Promise<string> {
  const { filename } = await pack(folder);
  await promisify(execFile)('tar', ['-xzf', filename], { cwd: folder });
  return join(folder, 'package');
}

/**
 * A project that has the packed package installed, without asking a registry: in build/, so that what the package depends on is
 * found in this repository's own node_modules. The caller removes it.
 */
export async function consumer(): Promise<string> {
  const project = mkdtempSync(join(home, 'build/consumer-'));
  mkdirSync(join(project, 'node_modules'));
  renameSync(await unpacked(project), join(project, 'node_modules/store-elements'));
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  return project;
}

/**
 * Installs what stands in tools/examples/`name`, with a lock of its own, unless it is there: large things that one test wants and
 * nobody else. The answer is its node_modules.
 */
export async function installed(name: 'next' | 'hosts'): Promise<string> {
  const tools = join(home, 'tools/examples', name);
  const modules = join(tools, 'node_modules');
  const done = join(modules, '.package-lock.json');
  if (!existsSync(done) || statSync(done).mtimeMs < statSync(join(tools, 'package-lock.json')).mtimeMs)
    await npm(tools, 'ci', '--loglevel=error', '--ignore-scripts', '--prefer-offline');
  return modules;
}
