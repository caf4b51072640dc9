/** Which variant a shopper's choice of options means. Pure. */
import type { Product, Variant } from '../api/types.js';

export type Chosen = Readonly<Record<string, string>>;

const fits = (variant: Variant, chosen: Chosen): boolean =>
  Object.entries(chosen).every(([name, value]) => variant.options[name] === value);

export const variantOf = ({ variants }: Product, chosen: Chosen): Variant | undefined =>
  variants.find((variant) => fits(variant, chosen));

/** Stands chosen at first: the one that was linked to, or the first that can be bought. */
export const firstVariant = ({ variants }: Product, sku?: string | null): Variant | undefined =>
  variants.find((variant) => variant.sku === sku) ?? variants.find((v) => v.available) ?? variants[0];

/** What becomes of the choice when `value` is taken for the option `name`: the nearest variant there is. */
export function choose(product: Product, chosen: Chosen, name: string, value: string): Chosen {
  const wanted = { ...chosen, [name]: value };
  if (variantOf(product, wanted)) return wanted;
  const likeness = ({ options, available }: Variant): number =>
    Object.entries(chosen).filter(([each, is]) => options[each] === is).length * 2 + Number(available);
  const [nearest] = product.variants
    .filter((variant) => variant.options[name] === value)
    .sort((a, b) => likeness(b) - likeness(a));
  return nearest?.options ?? wanted;
}

/** Whether a value can be had together with what else is chosen; `none`: there is no such combination. */
export function stateOf(
  product: Product,
  chosen: Chosen,
  name: string,
  value: string,
): 'available' | 'soldout' | 'none' {
  const variants = product.variants.filter((variant) => fits(variant, { ...chosen, [name]: value }));
  if (variants.length === 0) return 'none';
  return variants.some(({ available }) => available) ? 'available' : 'soldout';
}

/** All its pictures, each once: the product's, then what only a variant shows. */
export function picturesOf({ images, image, variants }: Product): Product['images'] {
  const all = [...(images.length ? images : image ? [image] : []), ...variants.flatMap((v) => v.image ?? [])];
  return all.filter(({ url }, at) => all.findIndex((each) => each.url === url) === at);
}
