import type { Plugin } from 'rollup';

export function lean(code: string, parse: (code: string) => object): string;
export const leanLit: () => Plugin;
