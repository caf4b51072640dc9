/** Regions as a server compares them: whichever of its names was typed, a region has one key. */
import { FORMATS } from './data/formats.js';
import { REGIONS } from './data/regions.js';
import { plain } from './doubts.js';

/**
 * The key of the region of that country that is meant, by its key or its native or Latin name; undefined if its list has none
 * such. Where nobody keeps a list it is what was typed, without regard to case.
 */
export async function regionKey(country: string, typed: string): Promise<string | undefined> {
  const wanted = plain(typed);
  if (!wanted) return undefined;
  const data = await REGIONS[country]?.();
  if (!data) return wanted;
  const [keys = [], names = [], latin = []] = data.default.map((text) => text.split('~'));
  const at = keys.findIndex((key, index) =>
    [key, names[index], latin[index]].some((name) => name && plain(name) === wanted),
  );
  return keys[at];
}

/** Whether addresses of that country have it, as far as is known. */
export function usesPart(country: string, part: 'region' | 'postal_code'): boolean {
  const rows = FORMATS.find((row) => row.startsWith(`${country}\t`))?.split('\t')[1];
  return rows === undefined || rows.includes(part === 'region' ? 'r' : 'p');
}
