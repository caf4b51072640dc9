/** The example shop in Next, built against the packed package and served as its reader would: `next build`, `next start`. */
import { execFile, spawn } from 'node:child_process';
import { cpSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createSandboxGateway, type SandboxGateway } from '../../src/gateways/sandbox/index.js';
import { consumer, home, installed } from './packed.js';
import { freePort } from './world.js';

export interface NextShop {
  readonly origin: string;
  readonly gateway: SandboxGateway;
  /** What Next has written, for a test that failed. */
  said(): string;
  close(): Promise<void>;
}

/** As in the example's lib/store.ts. */
const KEYS = {
  secretKey: 'sandbox_sk_demo_not_a_secret',
  publishableKey: 'sandbox_pk_demo',
  webhookSecret: 'sandbox_whsec_demo_not_a_secret',
};

export async function startNext(): Promise<NextShop> {
  const [project, modules] = await Promise.all([consumer(), installed('next')]);
  const shop = join(project, 'example');
  cpSync(join(home, 'examples/next'), shop, { recursive: true });
  for (const name of ['next', 'react', 'react-dom'])
    symlinkSync(join(modules, name), join(project, 'node_modules', name));

  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const gateway = createSandboxGateway({
    ...KEYS,
    callbackUrl: `${origin}/store/callbacks/sandbox`,
    retrySchedule: [100, 200, 400, 800, 1600],
  });
  const sandbox = await gateway.listen({ port: 0 });

  const env = {
    ...{ PATH: process.env['PATH'], HOME: process.env['HOME'], NEXT_TELEMETRY_DISABLED: '1' },
    ...{ PUBLIC_URL: origin, SANDBOX_URL: sandbox.origin },
  } as unknown as NodeJS.ProcessEnv;
  const next = join(project, 'node_modules/next/dist/bin/next');
  let said = (await promisify(execFile)(process.execPath, [next, 'build'], { cwd: shop, env })).stdout;
  const server = spawn(process.execPath, [next, 'start', '--port', String(port), '--hostname', 'localhost'], {
    ...{ cwd: shop, env, stdio: ['ignore', 'pipe', 'pipe'] },
  });
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await new Promise<void>((ready, failed) => {
    for (const stream of [server.stdout, server.stderr])
      stream.on('data', (data) => {
        said += String(data);
        if (said.includes('Ready in')) ready();
      });
    server.once('exit', () => failed(new Error(said)));
  });

  return {
    origin,
    gateway,
    said: () => said,
    async close() {
      // Asked politely it would wait for connections that browsers keep.
      server.kill('SIGKILL');
      await Promise.all([gone, sandbox.close()]);
      rmSync(project, { recursive: true, force: true });
    },
  };
}
