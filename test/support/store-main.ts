/**
 * A store process as a merchant would run it: one database, real HTTP, real signals. Started by store-process.ts, and told
 * everything in one argument; ends with its parent.
 */
import { serve } from '@hono/node-server';
import { sandboxGateway } from '../../src/gateways/sandbox/index.js';
import { createStoreServer } from '../../src/server/index.js';
import { openDatabase } from './databases.js';
import { MERCHANT_SECRET, SANDBOX_KEYS } from './live-gateways.js';
import type { ProcessOptions, ProcessWord } from './store-process.js';
import { tillGateway } from './till.js';

const {
  kind,
  at,
  gateways,
  hold = false,
  ahead = 0,
  every,
} = JSON.parse(process.argv[2] ?? '{}') as ProcessOptions;
const tell = (word: ProcessWord): void => void process.send?.(word);
process.once('disconnect', () => process.exit());

if (hold) {
  tell({ ready: true });
  await new Promise((resolve) => process.once('message', resolve));
}
const { webhookSecret, ...keys } = SANDBOX_KEYS;
const store = createStoreServer({
  database: openDatabase(kind, at),
  name: 'Tea & Co',
  currency: 'EUR',
  countries: ['DE'],
  publicUrl: 'https://shop.test',
  orderPageUrl: '/order.html',
  delivery: [{ id: 'post', title: 'Post', description: '2–3 days', countries: '*', amount: 490 }],
  gateways: [
    sandboxGateway({ ...keys, url: gateways, webhookSecrets: [webhookSecret] }),
    tillGateway(gateways),
  ],
  clock: () => Date.now() + ahead,
  webhooks: [{ url: `${gateways}/merchant`, secret: MERCHANT_SECRET, private: true }],
  // A store that is killed in the middle of things has much to say; only what it answers counts here.
  logger: () => undefined,
});
await store.migrate();
if (every !== undefined) store.start({ every });
const server = serve({ fetch: store.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => tell({ port }));
process.once('SIGTERM', () => {
  server.close(() => void store.close().then(() => process.exit()));
});
