/** Names a place in JSON: `['line_items', 0, 'quantity']` → `$.line_items[0].quantity` */
export const jsonPath = (path: readonly PropertyKey[]): string =>
  `$${path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')}`;
