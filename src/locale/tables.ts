/** Where the words of each language are. A part that is missing here is English. */
import type { LabelTable } from './label.js';
import type { Part } from './parts.js';
import type { LanguageTag } from './resolve.js';

type Load = () => Promise<{ readonly default: LabelTable }>;

export const TABLES: Readonly<Partial<Record<LanguageTag, Partial<Record<Part, Load>>>>> = {
  de: {
    shop: () => import('./de/shop.js'),
  },
};
