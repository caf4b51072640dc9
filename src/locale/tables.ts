/** Where the words of each language are. A part that is missing here is English. */
import type { LabelTable } from './label.js';
import type { Part } from './parts.js';
import type { LanguageTag } from './resolve.js';

type Load = () => Promise<{ readonly default: LabelTable }>;

export const TABLES: Readonly<Partial<Record<LanguageTag, Partial<Record<Part, Load>>>>> = {
  de: {
    shop: () => import('./de/shop.js'),
    cart: () => import('./de/cart.js'),
    catalog: () => import('./de/catalog.js'),
    checkout: () => import('./de/checkout.js'),
    order: () => import('./de/order.js'),
    merchant: () => import('./de/merchant.js'),
  },
  es: {
    shop: () => import('./es/shop.js'),
    cart: () => import('./es/cart.js'),
    catalog: () => import('./es/catalog.js'),
    checkout: () => import('./es/checkout.js'),
    order: () => import('./es/order.js'),
    merchant: () => import('./es/merchant.js'),
  },
  fr: {
    shop: () => import('./fr/shop.js'),
    cart: () => import('./fr/cart.js'),
    catalog: () => import('./fr/catalog.js'),
    checkout: () => import('./fr/checkout.js'),
    order: () => import('./fr/order.js'),
    merchant: () => import('./fr/merchant.js'),
  },
  it: {
    shop: () => import('./it/shop.js'),
    cart: () => import('./it/cart.js'),
    catalog: () => import('./it/catalog.js'),
    checkout: () => import('./it/checkout.js'),
    order: () => import('./it/order.js'),
    merchant: () => import('./it/merchant.js'),
  },
  'pt-BR': {
    shop: () => import('./pt-BR/shop.js'),
    cart: () => import('./pt-BR/cart.js'),
    catalog: () => import('./pt-BR/catalog.js'),
    checkout: () => import('./pt-BR/checkout.js'),
    order: () => import('./pt-BR/order.js'),
    merchant: () => import('./pt-BR/merchant.js'),
  },
  nl: {
    shop: () => import('./nl/shop.js'),
    cart: () => import('./nl/cart.js'),
    catalog: () => import('./nl/catalog.js'),
    checkout: () => import('./nl/checkout.js'),
    order: () => import('./nl/order.js'),
    merchant: () => import('./nl/merchant.js'),
  },
  pl: {
    shop: () => import('./pl/shop.js'),
    cart: () => import('./pl/cart.js'),
    catalog: () => import('./pl/catalog.js'),
    checkout: () => import('./pl/checkout.js'),
    order: () => import('./pl/order.js'),
    merchant: () => import('./pl/merchant.js'),
  },
  ja: {
    shop: () => import('./ja/shop.js'),
    cart: () => import('./ja/cart.js'),
    catalog: () => import('./ja/catalog.js'),
    checkout: () => import('./ja/checkout.js'),
    order: () => import('./ja/order.js'),
    merchant: () => import('./ja/merchant.js'),
  },
  'zh-Hans': {
    shop: () => import('./zh-Hans/shop.js'),
    cart: () => import('./zh-Hans/cart.js'),
    catalog: () => import('./zh-Hans/catalog.js'),
    checkout: () => import('./zh-Hans/checkout.js'),
    order: () => import('./zh-Hans/order.js'),
    merchant: () => import('./zh-Hans/merchant.js'),
  },
  ar: {
    shop: () => import('./ar/shop.js'),
    cart: () => import('./ar/cart.js'),
    catalog: () => import('./ar/catalog.js'),
    checkout: () => import('./ar/checkout.js'),
    order: () => import('./ar/order.js'),
    merchant: () => import('./ar/merchant.js'),
  },
  he: {
    shop: () => import('./he/shop.js'),
    cart: () => import('./he/cart.js'),
    catalog: () => import('./he/catalog.js'),
    checkout: () => import('./he/checkout.js'),
    order: () => import('./he/order.js'),
    merchant: () => import('./he/merchant.js'),
  },
};
