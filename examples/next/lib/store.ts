/** The shop's server: one for the process, however often Next loads this file. */
import {
  createStoreServer,
  openSqlite,
  seedCatalog,
  type CatalogJson,
  type StoreServer,
} from 'store-elements/server';
import { createSandboxGateway, sandboxGateway } from 'store-elements/sandbox';
import catalog from './catalog.json';

export const publicUrl = process.env['PUBLIC_URL'] ?? 'http://localhost:3000';

const kept: { store?: Promise<StoreServer> } = ((globalThis as { shop?: object }).shop ??= {});
export const getStore = (): Promise<StoreServer> => (kept.store ??= open());

const keys = {
  secretKey: 'sandbox_sk_demo_not_a_secret',
  publishableKey: 'sandbox_pk_demo',
  webhookSecret: 'sandbox_whsec_demo_not_a_secret',
};

async function open(): Promise<StoreServer> {
  const database = openSqlite(process.env['DATABASE'] ?? 'store.sqlite');
  const store = createStoreServer({
    database,
    name: 'A shop in Next',
    currency: 'USD',
    countries: ['US'],
    // Pretends: yours is stripeGateway(…) or squareGateway(…).
    gateways: [sandboxGateway({ ...keys, url: await sandboxUrl(), webhookSecrets: [keys.webhookSecret] })],
    publicUrl,
    orderPageUrl: '/order',
    delivery: [{ id: 'post', title: 'Post', description: '3 to 5 days', countries: '*', amount: 600 }],
  });
  await store.migrate();
  await seedCatalog(database, catalog as CatalogJson);
  // Asks gateways about payments nobody told of. On a host whose functions sleep, a schedule does it: docs/hosts.md.
  store.start();
  return store;
}

/** A gateway that pretends, in this process, unless one runs already. */
async function sandboxUrl(): Promise<string> {
  const running = process.env['SANDBOX_URL'];
  if (running) return running;
  const gateway = createSandboxGateway({ ...keys, callbackUrl: `${publicUrl}/store/callbacks/sandbox` });
  return (await gateway.listen({ port: 4243 })).origin;
}
