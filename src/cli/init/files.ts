/** The files of a new shop, as texts. They are the merchant's from then on. */
import { money, toDecimal } from '../../money.js';

export interface NewShop {
  readonly name: string;
  readonly packageName: string;
  readonly currency: string;
  readonly country: string;
  /** npm package → version. */
  readonly versions: Readonly<Record<string, string>>;
}

export function filesOf(shop: NewShop): Readonly<Record<string, string>> {
  const { name, packageName, currency, country, versions } = shop;
  return {
    'package.json': json({
      name: packageName,
      private: true,
      type: 'module',
      engines: { node: '>=22.16' },
      scripts: { dev: 'store-elements dev', start: 'node server.js', backup: 'store-elements backup' },
      dependencies: versions,
    }),
    'shop.js': `// What your shop is. Amounts are in minor units: 600 is ${toDecimal(money(600, currency))} ${currency}.
export default {
  name: ${JSON.stringify(name)},
  currency: ${JSON.stringify(currency)},
  countries: [${JSON.stringify(country)}],
  orderPageUrl: '/order.html',
  delivery: [
    { id: 'post', title: 'Post', description: '3 to 5 days', countries: '*', amount: 600, freeFrom: 10000 },
  ],
};
`,
    'catalog.json': json(catalogOf(currency)),
    'server.js': SERVER,
    'public/index.html': page(
      name,
      'Shop',
      `<h1>${escape(name)}</h1>
    <div class="grid">
      <store-product product="tea-bowl"></store-product>
      <store-product product="green-tea"></store-product>
    </div>
    <h2 id="cart">Cart</h2>
    <store-cart checkout-href="/checkout.html"></store-cart>`,
    ),
    'public/checkout.html': page(
      name,
      'Checkout',
      `<h1>Checkout</h1>
    <store-cart readonly></store-cart>
    <store-checkout order-href="/order.html"></store-checkout>`,
    ),
    'public/order.html': page(
      name,
      'Your order',
      `<h1>Your order</h1>
    <store-order checkout-href="/checkout.html"></store-order>`,
    ),
    'public/shop.css': CSS,
    'public/pictures/tea-bowl.svg': BOWL,
    'public/pictures/green-tea.svg': TIN,
    'README.md': `# ${name}

\`npm run dev\` starts the shop with a pretended gateway: no account, no real money. \`catalog.json\` is read again whenever it
changes. \`npm start\` is for the real thing: set \`PUBLIC_URL\`, \`STRIPE_SECRET_KEY\`, \`STRIPE_PUBLISHABLE_KEY\` and
\`STRIPE_WEBHOOK_SECRET\`. \`npm run backup\` copies the database; \`npx store-elements restore --help\` brings it back.
`,
    '.gitignore': 'node_modules/\ndata/\nbackups/\n',
  };
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const escape = (text: string): string =>
  text.replace(
    /[&<>"]/g,
    (each) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[each] ?? each,
  );

function catalogOf(currency: string): object {
  const product = (
    id: string,
    title: string,
    description: string,
    price: number,
    stock: number | null,
  ): object => ({
    ...{ id, title, description, options: [] },
    image: { url: `/pictures/${id}.svg`, alt: title, width: 800, height: 800 },
    variants: [{ sku: id, title, options: {}, price, stock }],
  });
  return {
    currency,
    products: [
      product('tea-bowl', 'Tea bowl', 'For both hands.', 3400, 12),
      product('green-tea', 'Green tea', '100 g, first harvest.', 1250, null),
    ],
  };
}

const page = (shop: string, title: string, main: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <meta name="color-scheme" content="light dark">
    <title>${escape(title)} – ${escape(shop)}</title>
    <link rel="icon" href="/pictures/tea-bowl.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/store-elements/store-elements.css">
    <link rel="stylesheet" href="/shop.css">
    <script type="module" src="/store-elements/store-elements.js" data-endpoint="/store" blocking="render"></script>
  </head>
  <body>
    <header>
      <a href="/">${escape(shop)}</a>
      <store-cart-button href="/#cart">Cart</store-cart-button>
    </header>
    <main>
    ${main}
    </main>
  </body>
</html>
`;

const picture = (drawn: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800">
  <rect width="800" height="800" fill="#e8e3d8"/>
  <ellipse cx="400" cy="610" rx="210" ry="24" fill="#cfc7b6"/>
${drawn}
</svg>
`;
const BOWL = picture(`  <path d="M310 560h180l-14 50H324z" fill="#8a4b32"/>
  <path d="M170 330h460c0 150-80 245-150 245H320c-70 0-150-95-150-245z" fill="#f7f4ec"/>
  <path d="M480 575c70 0 150-95 150-245h-70c0 140-60 245-150 245z" fill="#e6dfd0"/>
  <ellipse cx="400" cy="330" rx="230" ry="46" fill="#d9d1bf"/>`);
const TIN = picture(`  <path d="M260 290h280v320H260z" fill="#2b5f4b"/>
  <path d="M460 290h80v320h-80z" fill="#234e3e"/>
  <rect x="248" y="210" width="304" height="96" rx="10" fill="#3b7a62"/>
  <rect x="300" y="380" width="200" height="150" rx="6" fill="#f7f4ec"/>
  <path d="M340 470c10-50 60-70 120-60-6 56-60 84-120 60z" fill="#6fae5c"/>`);

const CSS = `:root {
  --store-color-accent: light-dark(#2b5f4b, #8fd0b5);
  --store-radius: 8px;
}
body {
  max-width: 60rem;
  margin: 0 auto;
  padding: 1rem;
  font: 16px/1.5 system-ui, sans-serif;
}
header {
  display: flex;
  justify-content: space-between;
  align-items: center;
}
.grid {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr));
  gap: 1.5rem;
}
`;

const SERVER = `// The shop's server: its pages, the files of store-elements, and the store under /store.
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { sandboxGateway } from 'store-elements/sandbox';
import { cspFor, sandboxSources, stripeSources } from 'store-elements/csp';
import { createStoreServer, openPostgres, openSqlite, seedCatalog } from 'store-elements/server';
import shop from './shop.js';

process.chdir(import.meta.dirname);
const { env } = process;
const port = Number(env.PORT ?? 3000);
const publicUrl = env.PUBLIC_URL ?? \`http://localhost:\${port}\`;

const gateways = [];
const sources = [];
if (env.STRIPE_SECRET_KEY) {
  const { stripeGateway } = await import('store-elements/gateways/stripe/server'); // npm install stripe
  gateways.push(
    stripeGateway({
      secretKey: env.STRIPE_SECRET_KEY,
      publishableKey: env.STRIPE_PUBLISHABLE_KEY,
      webhookSecrets: [env.STRIPE_WEBHOOK_SECRET],
    }),
  );
  sources.push(stripeSources());
} else if (env.SANDBOX_URL) {
  gateways.push(
    sandboxGateway({
      url: env.SANDBOX_URL,
      secretKey: env.SANDBOX_SECRET_KEY,
      publishableKey: env.SANDBOX_PUBLISHABLE_KEY,
      webhookSecrets: [env.SANDBOX_WEBHOOK_SECRET],
    }),
  );
  sources.push(sandboxSources(env.SANDBOX_URL));
} else console.warn('No gateway: nothing can be bought. "npm run dev" has one that pretends.');

const address = env.DATABASE_URL ?? 'data/store.sqlite';
if (!address.startsWith('postgres')) mkdirSync(dirname(address), { recursive: true });
const database = address.startsWith('postgres') ? openPostgres(address) : openSqlite(address);
const store = createStoreServer({
  ...shop,
  database,
  gateways,
  publicUrl,
  trustProxy: Number(env.TRUST_PROXY ?? 0),
  ...(env.ADMIN_KEY && { adminKeys: [env.ADMIN_KEY], adminOrigins: [new URL(publicUrl).origin] }),
});
await store.migrate();
await seedCatalog(database, JSON.parse(await readFile('catalog.json', 'utf8')));
store.start();

const { headers } = cspFor({ gateways: sources, https: publicUrl.startsWith('https:') });
const files = relative('.', dirname(fileURLToPath(import.meta.resolve('store-elements/cdn/store-elements.js'))));
const site = new Hono();
site.all('/store/*', ({ req, env }) => store.fetch(req.raw, env));
site.use(async (c, next) => {
  await next();
  if (c.res.headers.get('content-type')?.startsWith('text/html'))
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
});
const part = (path) => path.replace('/store-elements', '');
site.use('/store-elements/*', serveStatic({ root: files, rewriteRequestPath: part }));
site.use(serveStatic({ root: 'public' }));
const server = serve({ fetch: site.fetch, port }, () => console.log(\`\${shop.name}: \${publicUrl}\`));

for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    server.close(async () => {
      await store.close();
      process.exit();
    });
    server.closeIdleConnections();
  });
`;
