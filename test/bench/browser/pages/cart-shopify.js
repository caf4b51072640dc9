// Shopify's Buy Button: its cart as it ships, on a client that answers from memory.
import ShopifyBuy from '@shopify/buy-button-js';
import { lines } from './kit.js';

const money = (amount) => ({ amount, currencyCode: 'USD' });
const items = Array.from({ length: lines() }, (_, n) => ({
  id: `line-${n}`,
  title: `Product ${n}`,
  quantity: 1,
  discountAllocations: [],
  customAttributes: [],
  variant: {
    id: `v${n}`,
    title: 'Default Title',
    priceV2: money(20 + n),
    image: null,
    product: { id: `p${n}` },
  },
}));
const sum = () =>
  money(items.reduce((all, { variant, quantity }) => all + variant.priceV2.amount * quantity, 0));
const checkout = () => ({
  id: 'checkout',
  lineItems: items.map((item) => ({ ...item })),
  discountApplications: [],
  lineItemsSubtotalPrice: sum(),
  subtotalPriceV2: sum(),
  completedAt: null,
  note: '',
  webUrl: 'https://shop.example/checkout',
});
const client = {
  config: { storefrontAccessToken: 'bench', domain: 'shop.example' },
  checkout: {
    fetch: async () => checkout(),
    create: async () => checkout(),
    updateLineItems: async (_, [{ id, quantity }]) => {
      items.find((item) => item.id === id).quantity = quantity;
      return checkout();
    },
    removeLineItems: async () => checkout(),
    addLineItems: async () => checkout(),
  },
  image: { helpers: { imageForSize: ({ src }) => src } },
};
localStorage.setItem('bench.shop.example.checkoutId', 'checkout');
let ui;
globalThis.mount = () => {
  const node = document.createElement('div');
  document.body.append(node);
  ui = ShopifyBuy.UI.init(client);
  return ui.createComponent('cart', {
    node,
    moneyFormat: '${{amount}}',
    options: { cart: { startOpen: true } },
  });
};
globalThis.unmount = () => {
  ui.destroyComponent('cart');
  for (const node of document.querySelectorAll('.shopify-buy-frame')) node.remove();
};
globalThis.mount();
