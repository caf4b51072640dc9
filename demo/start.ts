/**
 * `npm start`: the demo shop and the sandbox gateway, on two origins that are also two sites (localhost and 127.0.0.1), as
 * in real life. The pages are a merchant's own; the store is added to them by the built script tag from dist/cdn.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { serve } from '@hono/node-server';
import { createSandboxGateway, sandboxGateway, TEST_CARDS } from '../src/gateways/sandbox/index.js';
import {
  createStoreServer,
  openSqlite,
  seedCatalog,
  type CatalogJson,
  type ConsentRule,
  type AdminKey,
  type StoreServerOptions,
} from '../src/server/index.js';
import { sandboxSources, squareSources, stripeSources } from '../src/security/csp/index.js';
import { orderMail } from './mail.js';
import { createSite } from './site.js';
import { squareFrom } from './square.js';
import { stripeFrom } from './stripe.js';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

const { env } = process;
const port = portOf('PORT', env['PORT'], 4242);
const sandboxPort = portOf('SANDBOX_PORT', env['SANDBOX_PORT'], port + 1);
const publicUrl = env['PUBLIC_URL'] ?? `http://localhost:${port}`;
/** Set behind a proxy that ends TLS. */
const trustProxy = env['TRUST_PROXY'] === '1';
const data = env['DATA'] ?? 'demo/.data/store.db';

const keys = {
  secretKey: env['SANDBOX_SECRET_KEY'] ?? 'sandbox_sk_demo_not_a_secret',
  publishableKey: env['SANDBOX_PUBLISHABLE_KEY'] ?? 'sandbox_pk_demo',
  webhookSecret: env['SANDBOX_WEBHOOK_SECRET'] ?? 'sandbox_whsec_demo_not_a_secret',
};

/** Where it delivers to; the first is the default. */
const countries = (env['COUNTRIES'] ?? 'US,CA,GB,DE').split(',');

const TERMS: ConsentRule = {
  id: 'terms',
  text: 'I have read and accept the [terms of sale].',
  link: '/about.html',
  required: true,
  translations: {
    de: { text: 'Ich habe die [Verkaufsbedingungen] gelesen und stimme ihnen zu.', link: '/about.html' },
  },
};

/** Ended in the order they were started, by Ctrl-C or when a later step fails. */
const running: (() => Promise<void> | void)[] = [];

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await stop(1);
}

async function start(): Promise<void> {
  await requireFree(port, 'PORT');
  const stripe = stripeFrom(env);
  const square = squareFrom(env, publicUrl);
  const real = [...stripe, ...square];
  const sandboxUrl = env['SANDBOX_URL'] ?? (await startSandbox());
  await mkdir(dirname(data), { recursive: true });
  const database = openSqlite(data);
  const sandbox = { ...keys, url: sandboxUrl, webhookSecrets: [keys.webhookSecret] };
  const sandboxes = [
    sandboxGateway(sandbox),
    sandboxGateway({
      ...sandbox,
      page: 'hosted',
      method: env['SANDBOX_METHOD'] === 'POST' ? 'POST' : 'GET',
      callbackUrl: `${publicUrl}/store/callbacks/sandbox-hosted`,
    }),
  ];
  const store = createStoreServer({
    database,
    name: 'Ashwater',
    currency: 'USD',
    countries,
    // With CATALOG=prices or CATALOG=bare the demo shows its products, with or without prices, and sells none.
    ...(env['CATALOG'] && { catalogMode: { prices: env['CATALOG'] !== 'bare' } }),
    orderNote: true,
    consents: [
      // With TERMS=1 the demo shows a box that has to be ticked; nobody orders without it.
      ...(env['TERMS'] ? [TERMS] : []),
      { id: 'news', text: 'Write to me when new pots come out of the kiln.' },
    ],
    // The sandbox stands beside a real gateway's test mode, never beside real money.
    gateways: [...real, ...(real.some(({ mode }) => mode === 'live') ? [] : sandboxes)],
    publicUrl,
    countVisits: true,
    trustProxy,
    ...(await mailOptions()),
    orderPageUrl: '/order.html',
    cartPageUrl: '/cart.html',
    coupons: [
      { code: 'FIRING41', title: 'Firing no. 41', rate: 1000 },
      { code: 'POTTER', title: '$15 off pots', amount: 1500, minimum: 8000 },
    ],
    // Opens the merchant's API; newAdminKey() makes one, and anything else is refused at the start.
    ...(env['ADMIN_KEY'] && { adminKeys: [env['ADMIN_KEY'] as AdminKey], adminOrigins: [publicUrl] }),
    // With STATE_TAX=1 the demo sells from California: what is sent within the state is taxed.
    ...(env['STATE_TAX'] && {
      tax: [{ countries: ['US'], regions: ['CA'], rate: 725, included: false }],
    }),
    delivery: [
      {
        id: 'post',
        title: 'Post',
        description: '3 to 5 working days',
        countries: ['US'],
        amount: 600,
        freeFrom: 15000,
      },
      { id: 'express', title: 'Express', description: 'Next working day', countries: ['US'], amount: 1800 },
      {
        id: 'world',
        title: 'International post',
        description: '1 to 2 weeks',
        countries: countries.filter((country) => country !== 'US'),
        amount: 2400,
      },
    ],
  });
  running.push(() => store.close());
  await store.migrate();
  await seedCatalog(database, JSON.parse(await readFile('demo/catalog.json', 'utf8')) as CatalogJson);
  store.start();
  const site = createSite({
    store: store.fetch,
    gateways: [
      sandboxSources(sandboxUrl),
      ...stripe.map(() => stripeSources()),
      ...square.map(({ mode }) =>
        squareSources({ mode, methods: ['gift_card', 'google_pay', 'apple_pay', 'cash_app', 'bank'] }),
      ),
    ],
    publicUrl,
    trustProxy,
  });
  const server = serve({ fetch: site, port, hostname: '127.0.0.1' });
  running.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  );
  await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject));
  greet(sandboxUrl);
}

async function startSandbox(): Promise<string> {
  await requireFree(sandboxPort, 'SANDBOX_PORT');
  const gateway = createSandboxGateway({ ...keys, callbackUrl: `${publicUrl}/store/callbacks/sandbox` });
  const { origin, close } = await gateway.listen({ port: sandboxPort });
  running.push(close);
  return origin;
}

/** With SMTP_URL set (`smtp://localhost:1025`), paid orders are confirmed by e-mail. */
async function mailOptions(): Promise<Pick<StoreServerOptions, 'onOrder'>> {
  if (!env['SMTP_URL']) return {};
  const { createTransport } = await import('nodemailer');
  const from = env['MAIL_FROM'] ?? 'Ashwater <shop@ashwater.example>';
  return { onOrder: orderMail({ transport: createTransport(env['SMTP_URL']), from }) };
}

function greet(sandboxUrl: string): void {
  const own = env['SANDBOX_URL'] === undefined;
  const cards = TEST_CARDS.map(
    ({ number, label }) => `    ${(number.match(/.{1,4}/g) ?? []).join(' ').padEnd(21)}${label}`,
  );
  console.log(`
  Shop      ${publicUrl}
  Sandbox   ${sandboxUrl}   (the payment provider: another origin, no real money)
  Orders    ${data}
${own ? `\n  Test cards, with any date ahead and any security code:\n${cards.join('\n')}\n` : ''}
  Ctrl-C stops everything. (port ${port})
`);
}

async function stop(code: number): Promise<never> {
  for (const end of running.splice(0).reverse()) await end();
  process.exit(code);
}
process.once('SIGINT', () => void stop(0));
process.once('SIGTERM', () => void stop(0));

function portOf(name: string, given: string | undefined, otherwise: number): number {
  const chosen = given === undefined || given === '' ? otherwise : Number(given);
  if (Number.isInteger(chosen) && chosen > 0 && chosen < 65536) return chosen;
  console.error(`${name}=${String(given)} is no port: use a number from 1 to 65535.`);
  return process.exit(1);
}

/** Asked before anything is started, so that the answer is one clear sentence. */
async function requireFree(wanted: number, name: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () =>
      reject(new Error(`Port ${wanted} is in use. Choose another one: ${name}=${wanted + 10} npm start`)),
    );
    probe.listen(wanted, '127.0.0.1', () => probe.close(() => resolve()));
  });
}
