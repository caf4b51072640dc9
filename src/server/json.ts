/**
 * Reads a request's body: bounded while it streams, strict about its form. What comes out is plain JSON without repeated
 * keys, without keys that reach for a prototype, and not nested beyond reason (security notes T-04, T-27).
 */
import { StoreError } from '../errors.js';
import { findCardData, hasCardNumber } from './card-data.js';

/** Bytes; an order of 100 lines has about 10 000. */
export const BODY_LIMIT = 65_536;
const DEPTH_LIMIT = 32;

/** The body's bytes. @throws StoreError `too_large` as soon as more than `limit` have come. */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const tooLarge = (): StoreError => new StoreError('too_large', `The limit is ${limit} bytes.`);
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel().catch(() => undefined); // the sender may be gone already
      throw tooLarge();
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/**
 * The body as JSON; `types` are the media types it may have.
 * @throws StoreError `request_invalid`, `too_large`, or `card_data_refused` if anything in it looks like card data.
 */
export async function readJson(
  request: Request,
  types: readonly string[] = ['application/json'],
): Promise<unknown> {
  const [, type = ''] =
    /^([a-z/+.-]+)\s*(?:;\s*charset="?utf-8"?\s*)?$/i.exec(request.headers.get('content-type') ?? '') ?? [];
  if (!types.includes(type.toLowerCase())) {
    throw new StoreError('request_invalid', `The content type must be ${types.join(' or ')}.`, {
      info: { status: 415 },
    });
  }
  const bytes = await readBytes(request, BODY_LIMIT);
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    value = JSON.parse(text);
  } catch {
    throw new StoreError('request_invalid', 'The body is no JSON.');
  }
  const { depth, numbers, repeated, forbidden } = scan(text);
  if (depth > DEPTH_LIMIT)
    throw new StoreError('request_invalid', `The body is nested more than ${DEPTH_LIMIT} deep.`);
  // As written: JSON.parse rounds a number of 17 digits or more.
  const path = findCardData(value) ?? (numbers.some((number) => hasCardNumber(number)) ? '$' : undefined);
  if (path) throw new StoreError('card_data_refused', `It was found at ${path}.`);
  if (repeated) throw new StoreError('request_invalid', 'The body names a key twice.');
  if (forbidden) throw new StoreError('request_invalid', 'The body has a key that is not allowed.');
  return value;
}

interface Scan {
  depth: number;
  repeated: boolean;
  forbidden: boolean;
  numbers: string[];
}

/** What JSON.parse does not tell. `text` is known to be valid JSON, which makes this short. */
function scan(text: string): Scan {
  const result: Scan = { depth: 0, repeated: false, forbidden: false, numbers: [] };
  const open: (Set<string> | undefined)[] = [];
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"?(\s*:)?|-?\d[\d.eE+-]*|[{}[\]]/g;
  for (const [word, colon] of text.matchAll(token)) {
    if (word === '{' || word === '[') {
      open.push(word === '{' ? new Set() : undefined);
      result.depth = Math.max(result.depth, open.length);
    } else if (word === '}' || word === ']') {
      open.pop();
    } else if (colon !== undefined) {
      const key = JSON.parse(word.slice(0, -colon.length)) as string;
      if (key === '__proto__' || key === 'constructor' || key === 'prototype') result.forbidden = true;
      const keys = open.at(-1);
      if (keys?.has(key)) result.repeated = true;
      keys?.add(key);
    } else if (!word.startsWith('"')) {
      result.numbers.push(word);
    }
  }
  return result;
}
