/** Makes values that fit a JSON Schema of our document, and texts that are nearly, or not at all, such values. */
import fc from 'fast-check';
import type { Schema } from './json-schema.js';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Values that fit. `known` are ones worth trying where a text is asked for: ids that exist. */
export function fitting(root: Schema, schema: Schema, known: readonly string[]): fc.Arbitrary<Json> {
  const ref = schema['$ref'] as string | undefined;
  if (ref !== undefined) {
    const target = ref
      .slice(2)
      .split('/')
      .reduce<unknown>((node, step) => (node as Schema)[step], root);
    return fitting(root, target as Schema, known);
  }
  if ('const' in schema) return fc.constant(schema['const'] as Json);
  if ('enum' in schema) return fc.constantFrom(...(schema['enum'] as Json[]));
  const any = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined;
  if (any) return fc.oneof(...any.map((each) => fitting(root, each, known)));
  const type = [schema['type'] as string | string[]].flat()[0];
  switch (type) {
    case 'object': {
      const required = new Set(schema['required'] as string[] | undefined);
      const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>);
      const members = Object.fromEntries(properties.map(([key, each]) => [key, fitting(root, each, known)]));
      return fc.record(members, { requiredKeys: [...required], noNullPrototype: true });
    }
    case 'array':
      return fc.array(fitting(root, schema['items'] as Schema, known), {
        minLength: (schema['minItems'] as number | undefined) ?? 0,
        maxLength: 3,
      });
    case 'integer':
    case 'number':
      return fc.integer({
        min: (schema['minimum'] as number | undefined) ?? 0,
        max: Math.min((schema['maximum'] as number | undefined) ?? 5, 2 ** 31),
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default: {
      const pattern = schema['pattern'] as string | undefined;
      if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, 'u'), { size: 'small' });
      const free = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' });
      return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: free });
    }
  }
}

/** What a person, a broken program or a thief would put anywhere. */
export const nasty: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null, true, 0, -0, -1, 1, 0.5, 1e21, -1e308, 2 ** 53, 999, 1000, '', ' ', '5', '\u0000', '\ud800', 'x'.repeat(3000), '__proto__',
    "'; drop table orders; --", '../../etc/passwd', '<script>', '${7*7}', '%00', 'NaN', [], {}, [[]], [null], { length: 1 },
    { toString: 1 }, { valueOf: null }, { $gt: '' }, { then: 1 }, ['a', 'b'], '4242424242424242', 'ord_00000000000000000000000000',
  ),
  fc.jsonValue({ maxDepth: 3, noUnicodeString: false }) as fc.Arbitrary<Json>,
); // prettier-ignore

/** Every place in a value, as a path. */
export function placesOf(value: Json, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, each]) => placesOf(each, [...at, key]))];
}

/** The value with another one at that place, or without the place. */
export function changed(
  value: Json,
  [step, ...rest]: readonly string[],
  into: Json | undefined,
): Json | undefined {
  if (step === undefined) return into;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, each]): [string, Json][] => {
    if (key !== step) return [[key, each]];
    const other = changed(each, rest, into);
    return other === undefined ? [] : [[key, other]];
  });
  return Array.isArray(value) ? entries.map(([, each]) => each) : Object.fromEntries(entries);
}

/** Texts that are nearly this JSON: cut, with a key twice, too deep, with something before or after it, in other bytes. */
export const misshapen = (text: string): fc.Arbitrary<string | Uint8Array<ArrayBuffer>> =>
  fc.oneof(
    fc.nat({ max: text.length }).map((at) => text.slice(0, at)),
    fc.constantFrom(
      text.replace('{', '{"__proto__":{"polluted":1},'),
      text.replace('{', '{"constructor":{"prototype":{"polluted":1}},'),
      text.replace(/^\{(.*)\}$/s, '{$1,$1}'),
      text + text,
      `\ufeff${text}`,
      `${text}\n//`,
      '['.repeat(20_000),
      `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
      text.replace(/"(\w+)":/, "'$1':"),
      text.replace(/:(\d+)/, ':NaN'),
      text.replace(/:(\d+)/, ':1e400'),
      text.replace(/:(\d+)/, ':0$1'),
    ),
    fc.uint8Array({ maxLength: 50 }).map((all) => new Uint8Array(all)),
  );
