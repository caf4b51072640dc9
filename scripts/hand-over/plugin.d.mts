import type { Plugin } from 'rollup';

type Parse = (code: string) => object;

export function handingOver(code: string, key: string, parse: Parse): string;
export function takingOver(
  code: string,
  key: string,
  isEntry: (address: string) => boolean,
  parse: Parse,
  options?: { entry?: boolean },
): string;
export const handOver: (file: string) => Plugin;
