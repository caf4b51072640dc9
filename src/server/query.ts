/** Reads what stands after the `?` of an address. Whatever is not as it should be is refused by name. */
import { StoreError } from '../errors.js';

export interface Query {
  readonly text: (name: string) => string | undefined;
  /** 1…`most` */
  readonly whole: (name: string, most: number) => number | undefined;
  readonly oneOf: <T extends string>(name: string, values: readonly T[]) => T | undefined;
}

/** Its functions throw StoreError `request_invalid` that names the parameter. */
export function readQuery(request: Request): Query {
  const { searchParams } = new URL(request.url);
  const text = (name: string): string | undefined => searchParams.get(name) ?? undefined;
  return {
    text,
    whole(name, most) {
      const value = text(name);
      if (value === undefined) return undefined;
      const number = /^\d{1,15}$/.test(value) ? Number(value) : 0;
      if (number < 1 || number > most) throw refused(name, `Must be a whole number from 1 to ${most}.`);
      return number;
    },
    oneOf(name, values) {
      const value = text(name);
      const found = values.find((each) => each === value);
      if (value !== undefined && found === undefined)
        throw refused(name, `Must be one of ${values.join(', ')}.`);
      return found;
    },
  };
}

export const refused = (name: string, message: string): StoreError =>
  new StoreError('request_invalid', undefined, { info: { errors: [{ path: `query ${name}`, message }] } });
