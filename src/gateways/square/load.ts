/** Loads Square's script by our own loader (Square's remembers a failure for the life of the page), and starts it. */
import type { Payments, Square } from '@square/web-payments-sdk-types';
import { StoreError } from '../../errors.js';
import type { GatewayWorld } from '../gateway.js';
import { loadScript } from '../load-script.js';
import { applicationMode, SQUARE_ORIGINS } from './shapes.js';

export interface StartOptions {
  readonly applicationId: string;
  readonly locationId: string;
}

/** What other tools, and elements called so, may have put there. */
const page = globalThis as { Square?: unknown };

function loaded(): Square | undefined {
  const { Square: found } = page;
  const starts = typeof found === 'object' && (found as Partial<Square> | null)?.payments instanceof Function;
  return starts ? (found as Square) : undefined;
}

/** @throws StoreError as `loadScript`, and `gateway_settings` if Square refuses the ids. */
export async function startSquare(
  { applicationId, locationId }: StartOptions,
  world: GatewayWorld,
  signal: AbortSignal,
): Promise<Payments> {
  const mode = applicationMode(applicationId);
  if (!mode) throw new StoreError('gateway_settings');
  const origin = SQUARE_ORIGINS[mode];
  const ready = (): boolean => loaded() !== undefined;
  await loadScript({ url: `${origin}/v1/square.js`, origin, ready, world, signal });
  try {
    const payments = loaded()?.payments(applicationId, locationId);
    if (payments) return payments;
  } catch (cause) {
    throw new StoreError('gateway_settings', undefined, { cause });
  }
  throw new StoreError('gateway_failed', 'Square’s script did not start.');
}
