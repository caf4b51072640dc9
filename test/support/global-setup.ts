/** Runs once around all test files of a run: `node --test --test-global-setup=build/test/support/global-setup.js …`. */
import { announce, startCluster, type Cluster } from './postgres.js';

let cluster: Cluster | undefined;

export async function globalSetup(): Promise<void> {
  cluster = await startCluster({ durable: false });
  await announce(cluster);
}

export async function globalTeardown(): Promise<void> {
  await cluster?.stop();
}
