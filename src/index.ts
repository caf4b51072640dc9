/** store-elements: the public door of the core. Registers nothing, touches no global, safe to import on a server. */
export { createStore, type Store, type StoreOptions } from './store.js';
export type { Cart, CartSnapshot, DeliveryChoice } from './cart/cart.js';
export type { CartLine } from './cart/lines.js';
export type { Checkout, CheckoutSnapshot } from './checkout/snapshot.js';
export type { OrderSnapshot, OrderWatch } from './checkout/order-watch.js';
export type { Order, Payment, Product, Quote, StoreConfig, Variant } from './api/types.js';
export type { OrderAccess } from './api/orders.js';
export {
  ERRORS,
  isStoreError,
  StoreError,
  type ErrorCode,
  type ErrorOrigin,
  type MoneyState,
} from './errors.js';
export {
  add,
  allocate,
  compare,
  decimalsOf,
  equals,
  fromDecimal,
  money,
  subtract,
  times,
  toDecimal,
  type Money,
} from './money.js';
export type { Env, KeyValueStorage, PageFacts, TabChannel } from './env.js';
export type { Language } from './locale/language.js';
export type { LanguageChoice, Speech } from './locale/speech.js';
export type { Observable } from './observable.js';
export type { Concern, SecurityFacts } from './security/facts.js';
export type { GuardPolicy, Refusal, Verdict } from './security/guard.js';
export { securityMessage, type SecurityMessage } from './security/message.js';
