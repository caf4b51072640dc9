/** Which database is meant. */
import { resolve } from 'node:path';
import { UsageError, type CommandIo } from '../command.js';

export type Target =
  { readonly kind: 'sqlite'; readonly path: string } | { readonly kind: 'postgres'; readonly url: URL };

/** By the option, else by DATABASE_URL, else the file that `store-elements init` uses. */
export function targetOf(given: string | undefined, { cwd, env = process.env }: CommandIo): Target {
  const named = given ?? env['DATABASE_URL'];
  const name = named === undefined || named === '' ? 'data/store.sqlite' : named;
  if (/^postgres(ql)?:/.test(name)) {
    const url = URL.parse(name);
    if (!url)
      throw new UsageError('The address of the database must be like postgres://user@host:5432/name.');
    return { kind: 'postgres', url };
  }
  if (/^[a-z]{3,}:\/\//i.test(name)) throw new UsageError('A database is a file, or postgres://….');
  return { kind: 'sqlite', path: resolve(cwd, name) };
}
