/** What the editor says, in the page's language. */
import type { EN_THEME } from '../../src/locale/en-theme.js';
import type { BaseKey, LabelValues } from '../../src/locale/label.js';

export type Say = (key: BaseKey<keyof typeof EN_THEME>, values?: LabelValues) => string;
