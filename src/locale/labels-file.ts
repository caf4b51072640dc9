/** A merchant's file of labels: a flat JSON object of texts. It comes from elsewhere, so it is measured and checked. */
import type { Env } from '../env.js';
import { StoreError } from '../errors.js';
import type { LabelOverrides } from './label.js';

/** Bytes of a file, characters of a text, ms until the page speaks without it. */
const MAX_FILE = 200_000;
const MAX_TEXT = 2_000;
const TIMEOUT = 5_000;

/** @throws StoreError that says what is wrong with the file. */
export async function loadLabels(
  address: string,
  { fetch, page }: Pick<Env, 'fetch' | 'page'>,
): Promise<LabelOverrides> {
  const { href } = page();
  const url = URL.canParse(address, href) ? new URL(address, href) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw wrong(`"${address}" is no address of a file`);
  let response: Response;
  let text: string;
  try {
    response = await fetch(url.href, { credentials: 'same-origin', signal: AbortSignal.timeout(TIMEOUT) });
    text = await response.text();
  } catch (cause) {
    throw new StoreError('network_failed', `The labels at ${url.href} could not be loaded.`, { cause });
  }
  if (!response.ok) throw wrong(`${url.href} answered with ${response.status}`);
  return readLabels(text);
}

/** Reads the text of such a file. @throws StoreError that says what is wrong with it. */
export function readLabels(text: string): LabelOverrides {
  if (text.length > MAX_FILE) throw wrong(`the file is longer than ${MAX_FILE} characters`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw wrong('the file is no JSON');
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw wrong('the file is no object of keys and texts');
  const labels: Record<string, string> = { __proto__: null } as object as Record<string, string>;
  for (const [key, value] of Object.entries(json)) {
    if (!/^[a-zA-Z][\w.-]{0,99}$/.test(key)) throw wrong(`"${key.slice(0, 100)}" is no key of a label`);
    if (typeof value !== 'string' || value.length > MAX_TEXT)
      throw wrong(`"${key}" is no text of at most ${MAX_TEXT} characters`);
    labels[key] = value;
  }
  return labels;
}

const wrong = (why: string): StoreError =>
  new StoreError('server_answer', `The shop’s labels can’t be used: ${why}.`);
