import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import {
  createStoreServer,
  openSqlite,
  type StoreDatabase,
  type StoreServerOptions,
} from '../../src/server/index.js';
import { createPaperGateway } from '../support/paper-gateway.js';
import { startServer } from '../support/server.js';

const now = (): number => 0;

function memory(t: TestContext): StoreDatabase {
  const database = openSqlite(':memory:');
  t.after(() => database.close());
  return database;
}

const options = (database: StoreDatabase, changes: Partial<StoreServerOptions> = {}): StoreServerOptions => ({
  database,
  name: 'Tea & Co',
  currency: 'EUR',
  countries: ['DE'],
  gateways: [createPaperGateway({ now })],
  publicUrl: 'https://shop.test',
  orderPageUrl: '/order.html',
  delivery: [{ id: 'post', title: 'Post', description: '', countries: '*', amount: 490 }],
  ...changes,
});

test('options that cannot work throw at once and name the cure', (t) => {
  const database = memory(t);
  const [post] = options(database).delivery as Exclude<
    StoreServerOptions['delivery'],
    (...facts: never) => unknown
  >;
  const leaky = createPaperGateway({ now });
  leaky.describe = () => ({ ...createPaperGateway({ now }).describe(), settings: { key: 'sk_live_canary' } });
  const cases: readonly (readonly [Partial<StoreServerOptions>, RegExp])[] = [
    [{ database: {} as StoreDatabase }, /`database` must come from openSqlite/],
    [{ name: ' ' }, /`name`/],
    [{ currency: 'eur' }, /`currency` must be an ISO 4217/],
    [{ countries: [] }, /`countries` must name at least one/],
    [{ countries: ['Germany'] }, /`countries` must hold ISO 3166-1/],
    [
      { gateways: [createPaperGateway({ now }), createPaperGateway({ now })] },
      /`gateways` has two of the same name/,
    ],
    [
      { gateways: [createPaperGateway({ now }), createPaperGateway({ now, name: 'other', mode: 'live' })] },
      /`gateways` mixes test and live/,
    ],
    [{ gateways: [createPaperGateway({ now, name: 'Not A Name' })] }, /`gateways` has a name/],
    [{ gateways: [leaky] }, /`gateways` "paper" would show a secret key/],
    [{ publicUrl: 'shop.test' }, /`publicUrl` must be an address/],
    [{ publicUrl: 'http://shop.test' }, /`publicUrl` must begin with https/],
    [{ publicUrl: 'https://user:word@shop.test' }, /`publicUrl` must not hold a user name/],
    [{ publicUrl: 'https://shop.test/?a=1' }, /`publicUrl` must have no query/],
    [{ basePath: 'store' }, /`basePath`/],
    [{ basePath: '/store/:id' }, /`basePath`/],
    [{ orderPageUrl: 'http://shop.test/order' }, /`orderPageUrl` must begin with https/],
    [{ orderPageUrl: 'javascript:alert(1)' }, /`orderPageUrl` must begin with https/],
    [{ allowedOrigins: ['*'] }, /`allowedOrigins` must hold origins/],
    [{ allowedOrigins: ['https://shop.test/'] }, /`allowedOrigins` must hold origins/],
    [{ allowedOrigins: ['null'] }, /`allowedOrigins` must hold origins/],
    [{ delivery: [] }, /`delivery` has nothing for DE/],
    [{ delivery: [{ ...post!, countries: ['AT'] }] }, /`delivery` has nothing for DE/],
    [{ delivery: [post!, post!] }, /`delivery` has two of the same id/],
    [{ delivery: [{ ...post!, amount: 4.9 }] }, /`delivery` "post" needs an amount in whole minor units/],
    [{ delivery: [{ ...post!, amount: -1 }] }, /`delivery` "post" needs an amount/],
    [{ delivery: [{ ...post!, freeFrom: 0.5 }] }, /`delivery` "post" needs a freeFrom/],
    [{ tax: [{ countries: '*', rate: 0.19, included: true }] }, /`tax` needs rates in whole basis points/],
    [{ gatewayTimeout: 0 }, /`gatewayTimeout` must be 1…60000/],
    [{ orderExpiry: 59_999 }, /`orderExpiry` must be whole milliseconds, 60000 or more/],
    [{ reservationTime: NaN }, /`reservationTime` must be whole milliseconds, 60000 or more/],
  ];
  for (const [changes, message] of cases) {
    assert.throws(() => createStoreServer(options(database, changes)), { name: 'TypeError', message });
  }
  // What it is for (T-20): this is what every page would be told.
  assert.match(JSON.stringify(leaky.describe()), /sk_live_canary/);
  assert.throws(
    () => createStoreServer(options(database, { gateways: [leaky] })),
    (error: Error) => !error.message.includes('canary'),
  );
});

test('options that can work do not throw', (t) => {
  const database = memory(t);
  for (const changes of [
    {},
    { gateways: [] },
    { basePath: '' },
    { basePath: '/api/store/' },
    { publicUrl: 'http://localhost:3000' },
    { orderPageUrl: 'https://www.shop.test/order' },
    { allowedOrigins: [] },
    { tax: [{ countries: ['DE'], rate: 1900, included: true }] },
  ] satisfies Partial<StoreServerOptions>[]) {
    createStoreServer(options(database, changes));
  }
});

test('basePath is where the routes begin', async (t) => {
  const shop = await startServer(t, { options: { basePath: '/api/shop' } });
  assert.equal((await shop.get('/config', { base: 'https://shop.test/api/shop' })).status, 200);
  assert.equal((await shop.get('/config')).status, 404);
});

test('close closes the database', async () => {
  const database = openSqlite(':memory:');
  const server = createStoreServer(options(database, { logger: () => undefined }));
  await server.migrate();
  await server.close();
  await assert.rejects(database.db.selectFrom('orders').selectAll().execute());
});
