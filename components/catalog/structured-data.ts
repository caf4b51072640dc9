/**
 * A product for search engines: schema.org in a data block of the page's head. It is data and no code: no browser runs it, no
 * content policy has to allow it. Of each product there is one on the page, as long as an element shows it.
 */
import type { Product, Variant } from '../../src/api/types.js';
import { picturesOf } from '../../src/catalog/choice.js';
import { toDecimal } from '../../src/money.js';
import { safeImage } from '../parts/safe-image.js';

type Json = Record<string, unknown>;

const blocks = new Map<string, { readonly block: HTMLScriptElement; holders: number }>();

/** Says it until `signal` aborts. `key` tells products of several stores apart; `url` is the page it is shown on. */
export function describeProduct(key: string, product: Product, url: string, signal: AbortSignal): void {
  if (signal.aborted) return;
  const entry = blocks.get(key) ?? { block: makeBlock(product, url), holders: 0 };
  entry.holders += 1;
  blocks.set(key, entry);
  signal.addEventListener(
    'abort',
    () => {
      entry.holders -= 1;
      if (entry.holders > 0) return;
      entry.block.remove();
      blocks.delete(key);
    },
    { once: true },
  );
}

interface DataPolicy {
  createScript(text: string): unknown;
}
let policy: DataPolicy | undefined;

/**
 * Where a page enforces Trusted Types, even the text of a data block must come through a policy; this one lets through JSON only.
 * A page that does not allow the name has the block all the same, and an error in its console.
 */
function policyOfPage(): DataPolicy | undefined {
  const types = (
    globalThis as {
      trustedTypes?: {
        createPolicy(name: string, rules: { createScript(text: string): string }): DataPolicy;
      };
    }
  ).trustedTypes;
  try {
    policy ??= types?.createPolicy('store-elements-data', {
      createScript: (text) => JSON.stringify(JSON.parse(text)).replace(/[<>&\u2028\u2029]/g, escape),
    });
  } catch {
    // Not allowed, or a second copy of us has made it.
  }
  return policy;
}

function makeBlock(product: Product, url: string): HTMLScriptElement {
  const block = document.createElement('script');
  block.type = 'application/ld+json';
  // Without `<`, for whoever copies the page as text.
  const text = JSON.stringify(schemaOf(product, url)).replace(/[<>&\u2028\u2029]/g, escape);
  const trusted = policyOfPage()?.createScript(text);
  if (trusted === undefined) block.append(text);
  else block.textContent = trusted as string;
  document.head.append(block);
  return block;
}

const escape = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;

export function schemaOf(product: Product, url: string): Json {
  const images = picturesOf(product).flatMap((image) => safeImage(image.url) ?? []);
  const offers = product.variants.flatMap((variant) => offerOf(variant, url) ?? []);
  return {
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: product.title,
    productID: product.id,
    url,
    ...(product.description && { description: product.description }),
    ...(product.category && { category: product.category }),
    ...(images.length > 0 && { image: images }),
    ...(product.variants.length === 1 && { sku: product.variants[0]?.sku }),
    // What is not for sale is no offer.
    ...(!product.catalogOnly && offers.length > 0 && { offers }),
  };
}

function offerOf({ sku, title, price, compareAt, available }: Variant, url: string): Json | undefined {
  if (!price) return undefined;
  return {
    '@type': 'Offer',
    sku,
    name: title,
    url,
    price: toDecimal(price),
    priceCurrency: price.currency,
    availability: `https://schema.org/${available ? 'InStock' : 'OutOfStock'}`,
    ...(compareAt && {
      priceSpecification: {
        '@type': 'UnitPriceSpecification',
        priceType: 'https://schema.org/StrikethroughPrice',
        price: toDecimal(compareAt),
        priceCurrency: compareAt.currency,
      },
    }),
  };
}
