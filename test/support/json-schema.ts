/**
 * Validates JSON against the part of JSON Schema 2020-12 that our document uses. A keyword it does not know is an error, so
 * that nothing in the document goes unchecked. Objects with named properties are taken as closed: an answer must not say
 * more than the document does.
 */
export type Schema = Record<string, unknown>;

/** Where the value breaks the schema; empty when it fits. */
export function breaches(root: Schema, schema: Schema, value: unknown, at = '$'): string[] {
  return Object.entries(schema).flatMap(([keyword, rule]) => {
    const check = KEYWORDS[keyword];
    if (!check) return [`${at}: the document uses "${keyword}", which this validator does not know`];
    return check(rule as never, { root, schema, value, at });
  });
}

interface Place {
  readonly root: Schema;
  readonly schema: Schema;
  readonly value: unknown;
  readonly at: string;
}

type Check = (rule: never, place: Place) => string[];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const TYPES: Record<string, (value: unknown) => boolean> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
};

const say = (holds: boolean, at: string, what: string): string[] => (holds ? [] : [`${at} ${what}`]);
const none: Check = () => [];

const KEYWORDS: Record<string, Check> = {
  description: none,
  default: none,
  format: (rule: string, { value, at }) =>
    rule === 'date-time'
      ? say(
          /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(String(value)),
          at,
          `is no time: ${String(value)}`,
        )
      : [`${at}: unknown format ${rule}`],
  type: (rule: string | string[], { value, at }) =>
    say(
      [rule].flat().some((type) => TYPES[type]?.(value)),
      at,
      `is no ${[rule].flat().join(' or ')}`,
    ),
  const: (rule: unknown, { value, at }) => say(value === rule, at, `is not ${String(rule)}`),
  enum: (rule: unknown[], { value, at }) =>
    say(rule.includes(value), at, `is ${String(value)}, none of ${rule.join(', ')}`),
  pattern: (rule: string, { value, at }) =>
    say(typeof value !== 'string' || new RegExp(rule, 'u').test(value), at, `does not match ${rule}`),
  minLength: (rule: number, { value, at }) =>
    say(typeof value !== 'string' || [...value].length >= rule, at, 'is too short'),
  maxLength: (rule: number, { value, at }) =>
    say(typeof value !== 'string' || [...value].length <= rule, at, 'is too long'),
  minimum: (rule: number, { value, at }) =>
    say(typeof value !== 'number' || value >= rule, at, 'is too small'),
  maximum: (rule: number, { value, at }) => say(typeof value !== 'number' || value <= rule, at, 'is too big'),
  minItems: (rule: number, { value, at }) =>
    say(!Array.isArray(value) || value.length >= rule, at, 'has too few'),
  maxItems: (rule: number, { value, at }) =>
    say(!Array.isArray(value) || value.length <= rule, at, 'has too many'),
  items: (rule: Schema, { root, value, at }) =>
    Array.isArray(value) ? value.flatMap((each, n) => breaches(root, rule, each, `${at}[${n}]`)) : [],
  required: (rule: string[], { value, at }) =>
    isObject(value) ? rule.flatMap((name) => say(Object.hasOwn(value, name), at, `has no "${name}"`)) : [],
  properties: (rule: Record<string, Schema>, { root, schema, value, at }) => {
    if (!isObject(value)) return [];
    const unknown = schema['type'] === 'object' && schema['additionalProperties'] === undefined;
    return Object.entries(value).flatMap(([name, each]) => {
      const property = Object.hasOwn(rule, name) ? rule[name] : undefined;
      if (property) return breaches(root, property, each, `${at}.${name}`);
      return say(!unknown, at, `has "${name}", which the document does not know`);
    });
  },
  additionalProperties: (rule: Schema | false, { root, schema, value, at }) => {
    if (!isObject(value)) return [];
    const named = schema['properties'] ?? {};
    const others = Object.entries(value).filter(([name]) => !Object.hasOwn(named, name));
    return others.flatMap(([name, each]) =>
      rule === false ? [`${at} must not have "${name}"`] : breaches(root, rule, each, `${at}.${name}`),
    );
  },
  propertyNames: (rule: Schema, { root, value, at }) =>
    isObject(value) ? Object.keys(value).flatMap((name) => breaches(root, rule, name, `${at}.${name}`)) : [],
  allOf: (rule: Schema[], { root, value, at }) => rule.flatMap((each) => breaches(root, each, value, at)),
  anyOf: (rule: Schema[], { root, value, at }) => {
    const all = rule.map((each) => breaches(root, each, value, at));
    return all.some((found) => found.length === 0)
      ? []
      : [`${at} fits none of ${rule.length}: ${all.flat().join('; ')}`];
  },
  $ref: (rule: string, { root, value, at }) => {
    const target = rule
      .replace(/^#\//, '')
      .split('/')
      .reduce<unknown>((node, step) => (node as Schema | undefined)?.[step], root);
    return target ? breaches(root, target as Schema, value, at) : [`${at}: ${rule} is not in the document`];
  },
};
