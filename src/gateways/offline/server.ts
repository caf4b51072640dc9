/**
 * Money that passes through no gateway: a bank transfer, cash on delivery. The order is placed and waits; the order page shows
 * how to pay. The merchant says when the money has come (`POST /admin/orders/{id}/paid`).
 */
import { StoreError } from '../../errors.js';
import type { ServerGateway } from '../gateway-server.js';

export interface OfflineOptions {
  /** Lower-case letters, digits, dashes: `bank-transfer`. */
  readonly name: string;
  /** What shoppers read when they choose how to pay: `Bank transfer`. */
  readonly title: string;
  /**
   * What the order page says: plain text, lines as they are. `{number}` and `{total}` stand for the order's own. An order keeps
   * what stood here when it was placed.
   */
  readonly instructions: string;
  /** As the store's other gateways. */
  readonly mode: 'test' | 'live';
  /** ms an order waits for its money and keeps its pieces from others, 1 minute or more. Default 14 days; null: without end. */
  readonly expiry?: number | null;
}

const DAY = 86_400_000;

/** @throws TypeError for options a shopper could do nothing with. */
export function offlineGateway(options: OfflineOptions): ServerGateway {
  const { name, title, instructions, mode, expiry = 14 * DAY } = options;
  if (!title.trim() || !instructions.trim())
    throw new TypeError(`offlineGateway("${name}"): a title and instructions are needed.`);
  if (expiry !== null && !(Number.isSafeInteger(expiry) && expiry >= 60_000))
    throw new TypeError(`offlineGateway("${name}"): \`expiry\` must be 60000 ms or more, or null.`);
  return {
    name,
    mode,
    expiry,
    describe: () => ({
      name,
      kind: 'offline',
      mode,
      frame_origins: [],
      redirect_hosts: [],
      settings: { title },
    }),
    start: () =>
      Promise.resolve({ gatewayPaymentId: null, next: { type: 'wait', instructions }, report: undefined }),
    // Nobody could be asked.
    retrieve: () => Promise.resolve(undefined),
    verifyCallback() {
      throw new StoreError('callback_refused', 'Nobody speaks for money that passes through no gateway.');
    },
  };
}
