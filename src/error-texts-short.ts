/** What stands in the place of error-texts.ts where nobody programs: on a script tag's page (rollup.config.mjs). */
export const summaryOf = (code: string): string => code;

export const mistake = (what: string): string => `store-elements: ${what}`;
