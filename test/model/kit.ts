/** The real server kit as the model's shop: SQLite in memory, and a database that can be made to die in the middle. */
import type { Kysely } from 'kysely';
import { createStoreServer, openSqlite, seedCatalog, type CatalogJson } from '../../src/server/index.js';
import type { StoreDatabase } from '../../src/server/index.js';
import type { Shop, ShopMaker } from './world.js';
import { SHOP } from './world.js';

const catalog = (price: number): CatalogJson => ({
  currency: 'EUR',
  products: [
    {
      id: 'whisk',
      title: 'Whisk',
      description: '',
      image: null,
      options: [],
      variants: [{ sku: 'whisk', title: 'Whisk', options: {}, price, stock: 3 }],
    },
  ],
});

export const kitShop: ShopMaker = async ({ gateways, now }) => {
  const real = openSqlite(':memory:');
  const death = { in: Infinity, when: 'before' as 'before' | 'after' };
  const database: StoreDatabase = { ...real, db: mortal(real.db, death) };
  const tried = new Set<string>();
  const heard = new Map<string, NonNullable<Shop['heard']>[number]>();
  const start = (): ReturnType<typeof createStoreServer> =>
    createStoreServer({
      database,
      name: 'Tea & Co',
      currency: 'EUR',
      countries: ['DE'],
      gateways,
      publicUrl: SHOP,
      orderPageUrl: '/order.html',
      delivery: [{ id: 'post', title: 'Post', description: '', countries: '*', amount: 490 }],
      limits: false, // what is refused at the door tells nothing of money
      onOrder({ id, type, data }) {
        if (!tried.has(id)) {
          tried.add(id);
          throw new Error('the merchant is out');
        }
        heard.set(id, { order: data.order.id, type });
      },
      clock: now,
      logger: () => undefined,
    });
  let server = start();
  await seedCatalog(real, catalog(1999));
  await server.migrate();

  const shop: Shop = {
    fetch: (request) => server.fetch(request),
    sweep: () => server.sweep(),
    deliver: () => server.deliver(),
    get heard() {
      return [...heard.values()];
    },
    restart() {
      death.in = Infinity;
      server = start();
    },
    dieAt(n, when) {
      death.in = n;
      death.when = when;
    },
    reprice: (price) => seedCatalog(real, catalog(price)),
    async ledger() {
      const orders = await real.db.selectFrom('orders').selectAll().execute();
      const payments = await real.db.selectFrom('payments').select(['id', 'order_id']).execute();
      const lines = await real.db.selectFrom('order_lines').selectAll().execute();
      return orders.map(({ id, payment_status, total, quote, stock }) => ({
        id,
        state: payment_status,
        total,
        quoteHash: (JSON.parse(quote) as { hash: string }).hash,
        references: payments.filter(({ order_id }) => order_id === id).map((payment) => payment.id),
        holds:
          stock === 'held' || stock === 'sold'
            ? lines.filter(({ order_id }) => order_id === id).reduce((sum, { quantity }) => sum + quantity, 0)
            : 0,
      }));
    },
    async alerts() {
      const rows = await real.db.selectFrom('alerts').select('code').execute();
      const [taken] = await real.db.selectFrom('stock_taken').select('pieces').execute();
      const held = (await shop.ledger()).reduce((sum, { holds }) => sum + holds, 0);
      return [
        ...rows.map(({ code }) => code),
        ...(held === (taken?.pieces ?? 0) ? [] : ['stock_miscounted']),
      ];
    },
    close: () => real.close(),
  };
  return shop;
};

/** Every write of the kit is in a transaction, so dying between two of them is dying between any two writes. */
function mortal<T>(db: Kysely<T>, death: { in: number; when: 'before' | 'after' }): Kysely<T> {
  return new Proxy(db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'transaction') return value.bind(target) as unknown;
      return () => ({
        async execute(work: Parameters<ReturnType<typeof db.transaction>['execute']>[0]) {
          death.in -= 1;
          if (death.in < 0 || (death.in === 0 && death.when === 'before'))
            throw new Error('the process died');
          const result: unknown = await target.transaction().execute(work);
          if (death.in === 0) throw new Error('the process died');
          return result;
        },
      });
    },
  });
}
