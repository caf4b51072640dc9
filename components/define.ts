/** Tag → class, and the only place that registers. Importing it makes every element usable; doing so twice is harmless. */
import { register } from './base/register.js';
import { StoreAddToCart } from './store-add-to-cart.js';
import { StoreCart } from './store-cart.js';
import { StoreCatalog } from './store-catalog.js';
import { StoreCartButton } from './store-cart-button.js';
import { StoreCheckout } from './store-checkout.js';
import { StoreExpressCheckout } from './store-express-checkout.js';
import { StoreOrder } from './store-order.js';
import { StoreProduct } from './store-product.js';
import { StoreProvider } from './store-provider.js';
import { StoreSecureMessage } from './store-secure-message.js';

/** Provider first: what is inside it asks for the store as soon as it is upgraded. */
register({
  'store-provider': StoreProvider,
  'store-catalog': StoreCatalog,
  'store-product': StoreProduct,
  'store-add-to-cart': StoreAddToCart,
  'store-cart-button': StoreCartButton,
  'store-cart': StoreCart,
  'store-checkout': StoreCheckout,
  'store-express-checkout': StoreExpressCheckout,
  'store-secure-message': StoreSecureMessage,
  'store-order': StoreOrder,
});

export { provideStore, storeContext } from './base/context.js';
export * from './events.js';
export * from './catalog/events.js';
export * from './checkout/events.js';
