/** From a gateway's name to a gateway whose script runs: the adapter's own chunk first, then what it loads. */
import type { Gateway } from '../api/types.js';
import type { Env } from '../env.js';
import { StoreError } from '../errors.js';
import type { GatewayAdapter, LoadedGateway } from '../gateways/gateway.js';

/** Loads an adapter's module when it is needed. */
export type AdapterLoader = () => Promise<GatewayAdapter>;

export interface LoadParts {
  readonly env: Env;
  readonly adapters: Readonly<Record<string, AdapterLoader>>;
  readonly nonce: string | undefined;
}

/** @throws StoreError `gateway_settings` if the page has no such adapter, `gateway_blocked` if its chunk can't be loaded. */
export async function loadAdapter({ adapters }: LoadParts, name: string): Promise<GatewayAdapter> {
  const load = adapters[name];
  if (!load) throw new StoreError('gateway_settings', `This page has no adapter for "${name}".`);
  return load().catch((cause: unknown) => {
    throw new StoreError('gateway_blocked', 'The adapter itself could not be loaded.', { cause });
  });
}

/** @throws StoreError as `GatewayAdapter.load` does. */
export function startGateway(
  { env, nonce }: LoadParts,
  adapter: GatewayAdapter,
  gateway: Gateway,
  signal: AbortSignal,
): Promise<LoadedGateway> {
  const world = { now: env.now, wait: env.wait, ...(nonce && { nonce }) };
  return adapter.load(gateway, world, signal);
}
