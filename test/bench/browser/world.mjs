// The bench's own servers on loopback: the shop with the sandbox gateway behind it, the subjects' pages and bundles
// (brotli, as a CDN sends them), and another origin with blank pages for frames.
import { existsSync, mkdirSync, readFileSync, writeFileSync, copyFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { serve } from '@hono/node-server';
import { createSandboxGateway, sandboxGateway } from '../../../build/src/gateways/sandbox/index.js';
import { createStoreServer, openSqlite, seedCatalog } from '../../../build/src/server/index.js';

const here = import.meta.dirname;
const TYPES = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** Installs the peers once, apart from the project: nobody who works on it needs them. */
export function install(folder) {
  mkdirSync(folder, { recursive: true });
  const wanted = readFileSync(join(here, 'peers.json'), 'utf8');
  const installed = join(folder, 'installed.json');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return;
  copyFileSync(join(here, 'peers.json'), join(folder, 'package.json'));
  const args = [
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    '--loglevel=error',
  ];
  if (spawnSync('npm', args, { cwd: folder, stdio: 'inherit' }).status !== 0)
    throw new Error('the peers could not be installed');
  writeFileSync(installed, wanted);
}

/** Minified production files per subject, tree-shaken, what is lazy in files of its own, as a shop would ship it. */
export async function bundle(subjects, peers, folder) {
  const { build } = await import(join(peers, 'node_modules/esbuild/lib/main.js'));
  for (const entry of subjects.flatMap((subject) => subject.entry ?? []))
    await build({
      entryPoints: [join(here, `pages/${entry}.js`)],
      outdir: folder,
      bundle: true,
      splitting: true,
      chunkNames: `${entry}-[hash]`,
      minify: true,
      format: 'esm',
      target: 'es2022',
      conditions: ['production'],
      nodePaths: [join(peers, 'node_modules')],
      define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
      logLevel: 'error',
    });
}

export async function startServers(subjects, folder) {
  const keys = {
    secretKey: 'sandbox_sk_bench_not_a_secret_0123',
    publishableKey: 'sandbox_pk_bench_0123456789abcdef',
    webhookSecret: 'sandbox_whsec_bench_not_a_secret',
  };
  const port = await freePort();
  const shop = `http://localhost:${port}`;
  const sandbox = createSandboxGateway({ ...keys, callbackUrl: `${shop}/store/callbacks/sandbox` });
  const gateway = await sandbox.listen({ port: 0, host: '127.0.0.1' });
  const database = openSqlite(':memory:');
  const store = createStoreServer({
    database,
    name: 'Bench',
    currency: 'USD',
    countries: ['US'],
    gateways: [
      sandboxGateway({
        url: gateway.origin,
        secretKey: keys.secretKey,
        publishableKey: keys.publishableKey,
        webhookSecrets: [keys.webhookSecret],
      }),
    ],
    publicUrl: shop,
    orderPageUrl: '/order.html',
    delivery: [{ id: 'post', title: 'Post', description: '3 to 5 days', countries: '*', amount: 600 }],
    limits: false,
  });
  await store.migrate();
  const image = { url: '/tile.svg', alt: '', width: 64, height: 64 };
  await seedCatalog(database, {
    currency: 'USD',
    products: Array.from({ length: 100 }, (_, n) => ({
      id: `product-${n}`,
      title: `Product ${n}`,
      description: '',
      image,
      options: [],
      variants: [{ sku: `sku-${n}`, title: `Product ${n}`, options: {}, price: 2000 + n, stock: null }],
    })),
  });
  const frames = createServer((_, response) =>
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>frame</title>'),
  );
  await new Promise((resolve) => frames.listen(0, '127.0.0.1', resolve));
  const framesAt = `http://127.0.0.1:${frames.address().port}`;

  const packed = new Map();
  const file = (path) => {
    if (!packed.has(path)) packed.set(path, brotliCompressSync(readFileSync(path)));
    return new Response(packed.get(path), {
      headers: {
        'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
        'content-encoding': 'br',
        'cache-control': 'no-store',
      },
    });
  };
  const tile =
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="#ccd"/></svg>';
  const server = serve({
    port,
    hostname: 'localhost',
    async fetch(request, env) {
      const { pathname } = new URL(request.url);
      if (pathname.startsWith('/store/')) return store.fetch(request, env);
      if (pathname === '/tile.svg')
        return new Response(tile, { headers: { 'content-type': 'image/svg+xml' } });
      const own = /^\/(store-elements|bundles)\/([\w./-]+)$/.exec(pathname);
      const path = own && join(own[1] === 'bundles' ? folder : 'dist/cdn', own[2]);
      if (path && existsSync(path)) return file(path);
      const subject = subjects[Number(/^\/subject\/(\d+)$/.exec(pathname)?.[1])];
      if (!subject) return new Response('nothing here', { status: 404 });
      const { name, head = '', body, entry } = subject;
      const script = entry
        ? `<script>FRAMES = '${framesAt}'</script><script type="module" src="/bundles/${entry}.js"></script>`
        : '';
      return new Response(
        `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${name}</title>${head}<body>${body}${script}</body></html>`,
        { headers: { 'content-type': 'text/html' } },
      );
    },
  });
  return {
    shop,
    async close() {
      server.close();
      frames.close();
      await gateway.close();
      await store.close();
    },
  };
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
