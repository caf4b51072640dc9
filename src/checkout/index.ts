/** The checkout's chunk: everything here is loaded together, when a checkout or an order is first shown. */
export { createAttemptKeep } from './attempt.js';
export { createCheckout } from './run.js';
export { settleOrder } from './placing.js';
export { watchOrder } from './order.js';
