import type { Plugin } from 'rollup';

type Parse = (code: string) => object;

export function unclobber(code: string, parse: Parse, options?: { lit?: boolean }): string;
export function clobberable(code: string, parse: Parse): string[];
export const unclobbered: () => Plugin;
