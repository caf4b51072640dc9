/**
 * Callbacks from gateways: verified over the raw bytes before anything is read from them, then recorded. What is not
 * genuine gets 400 and no reason; what could not be kept gets 503, so that the gateway sends it again. 200 means kept.
 */
import { isStoreError, StoreError } from '../errors.js';
import { readBytes } from './json.js';
import { record } from './order-book.js';
import { json } from './problems.js';
import type { Handler } from './world.js';

/** Bytes. Gateways send whole objects, so more than for a page's request. */
const CALLBACK_LIMIT = 262_144;

export const postCallback: Handler = async (world, { request, params }) => {
  const gateway = world.gateways.get(params['gateway'] ?? '');
  if (!gateway) throw new StoreError('gateway_unknown');
  const body = await readBytes(request, CALLBACK_LIMIT);
  try {
    const receivedAt = new Date(world.now());
    const events = await gateway.verifyCallback({ headers: request.headers, body, receivedAt });
    await record(world, gateway.name, events);
  } catch (error) {
    if (isStoreError(error) && error.code === 'callback_refused') {
      world.log.warn('callback_refused', { gateway: gateway.name });
      throw new StoreError('callback_refused'); // without the detail
    }
    if (isStoreError(error) && typeof error.info['status'] === 'number') throw error;
    throw new StoreError('server_failed', undefined, { cause: error, info: { status: 503 } });
  }
  return json({ received: true });
};
