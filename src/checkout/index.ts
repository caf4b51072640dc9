/** The checkout's chunk: everything here is loaded together, when a checkout or an order is first shown. */
export { createOrdersApi } from '../api/orders.js';
export { createAttemptKeep } from './attempt.js';
export { createCheckout } from './run.js';
export { settleOrder } from './placing.js';
export { watchOrder } from './order.js';
export { createTurn } from './turn.js';
