/** The names of copies, and which of them go. Only what has such a name is ever taken away. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const NAME = /^store-\d{8}T\d{9}Z\.(sqlite|pgdump)$/;

/** `store-20261128T143000123Z.sqlite`: sorted by name they are sorted by time. */
export const copyName = (kind: 'sqlite' | 'postgres', at: Date): string =>
  `store-${at.toISOString().replace(/[-:.]/g, '')}.${kind === 'sqlite' ? 'sqlite' : 'pgdump'}`;

/** All but the newest `keep`. The names of what went. */
export async function forgetOld(folder: string, keep: number): Promise<string[]> {
  const copies = (await readdir(folder)).filter((name) => NAME.test(name)).sort();
  const old = copies.slice(0, Math.max(0, copies.length - keep));
  for (const name of old) await rm(join(folder, name));
  return old;
}
