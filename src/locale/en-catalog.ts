/** English, for product and catalog. */
export const EN_CATALOG = Object.freeze({
  'product.soldout': 'Sold out',
  'product.from': 'from {price}',
  'product.choose': 'Choose {option}',
  'product.failed': 'This product could not be loaded.',
} as const); // prettier-ignore
