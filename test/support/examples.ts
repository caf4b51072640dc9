/** The example apps, built against the packed package, and one server for all of them: a store, its sandbox gateway, and a folder per app. */
import { execFile } from 'node:child_process';
import { cpSync, globSync, mkdirSync, symlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { serve } from '@hono/node-server';
import {
  createSandboxGateway,
  sandboxGateway,
  type SandboxGateway,
} from '../../src/gateways/sandbox/index.js';
import { createStoreServer, openSqlite, seedCatalog, type CatalogJson } from '../../src/server/index.js';
import { consumer, home } from './packed.js';
import { freePort } from './world.js';

export const EXAMPLES = ['react', 'vue', 'svelte', 'solid', 'angular', 'vite'];

/** Builds them all; the answer is the project with `examples/` and what was built in `out/`. React in its development version, whose StrictMode does everything twice. */
export async function buildExamples(): Promise<string> {
  const project = await consumer();
  cpSync(join(home, 'examples'), join(project, 'examples'), { recursive: true });
  // The package manager may leave some of their tools where only the workspace itself finds them.
  const own = join(home, 'tools/examples/node_modules');
  for (const name of globSync('{[!@.]*,@*/*}', { cwd: own })) {
    mkdirSync(dirname(join(project, 'node_modules', name)), { recursive: true });
    symlinkSync(join(own, name), join(project, 'node_modules', name));
  }
  // Angular's own compiler comes first, as `npm run build` there has it; the rest can go on beside it.
  const ngc = join(home, 'node_modules/.bin/ngc');
  const compiled = promisify(execFile)(ngc, { cwd: join(project, 'examples/angular') });
  const { build } = await import('vite');
  for (const name of EXAMPLES) {
    if (name === 'angular') await compiled;
    await build({
      root: join(project, 'examples', name),
      base: `/${name}/`,
      logLevel: 'error',
      define: name === 'react' ? { 'process.env.NODE_ENV': '"development"' } : {},
      build: { outDir: join(project, 'out', name), minify: false, reportCompressedSize: false },
    });
  }
  return project;
}

export interface ExampleShop {
  readonly origin: string;
  readonly gateway: SandboxGateway;
  /** How many orders the store has. */
  orders(): Promise<number>;
  close(): Promise<void>;
}

const KEYS = {
  secretKey: 'sandbox_sk_e2e_0123456789abcdef0123',
  publishableKey: 'sandbox_pk_e2e_0123456789abcdef0123',
  webhookSecret: 'sandbox_whsec_e2e_0123456789abcdef',
};

export async function startExamples(project: string): Promise<ExampleShop> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const gateway = createSandboxGateway({
    ...KEYS,
    callbackUrl: `http://127.0.0.1:${port}/store/callbacks/sandbox`,
    retrySchedule: [100, 200, 400, 800, 1600],
  });
  const listening = await gateway.listen({ port: 0 });
  const database = openSqlite(join(project, 'store.sqlite'));
  const store = createStoreServer({
    database,
    name: 'Examples',
    currency: 'USD',
    countries: ['US'],
    gateways: [sandboxGateway({ ...KEYS, url: listening.origin, webhookSecrets: [KEYS.webhookSecret] })],
    publicUrl: origin,
    orderPageUrl: '/react/order',
    delivery: [{ id: 'post', title: 'Post', description: '3 days', countries: '*', amount: 600 }],
    limits: false,
    logger: () => undefined,
  });
  await store.migrate();
  await seedCatalog(
    database,
    JSON.parse(await readFile(join(home, 'demo/catalog.json'), 'utf8')) as CatalogJson,
  );
  store.start();
  const server = serve({ port, hostname: '127.0.0.1', fetch: (request) => answer(request) });

  async function answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/store')) return store.fetch(request);
    const folder = pathname.startsWith('/pictures/') ? join(home, 'demo/site') : join(project, 'out');
    const [, app = ''] = pathname.split('/');
    // An address that is no file is a page of the app.
    const file = extname(pathname) ? pathname : `/${app}/index.html`;
    const body = await readFile(join(folder, file)).catch(() => undefined);
    const types: Record<string, string> = {
      '.js': 'text/javascript',
      '.css': 'text/css',
      '.svg': 'image/svg+xml',
    };
    const headers = { 'content-type': types[extname(file)] ?? 'text/html; charset=utf-8' };
    return body ? new Response(body, { headers }) : new Response('', { status: 404 });
  }

  return {
    origin,
    gateway,
    async orders() {
      const { count } = await database.db
        .selectFrom('orders')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return count;
    },
    async close() {
      await new Promise((resolve) => {
        server.close(resolve);
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      await store.close();
      await listening.close();
    },
  };
}
