/** The checkout's chunk: everything here is loaded together, when a checkout or an order is first shown. */
export { createOrdersApi } from '../api/orders.js';
export { createAttemptKeep } from './attempt.js';
export { createCheckout } from './run.js';
export { createKnownOrders } from './known-orders.js';
export { createTurn } from './turn.js';
