/**
 * The whole world of a purchase, real: the sandbox gateway as a listener of its own, the shop as a process of its own with
 * a database file, and a recorder between browser and shop. Everything on loopback, on free ports, ended by close().
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandboxGateway, type SandboxGateway } from '../../src/gateways/sandbox/index.js';
import { startRecorder, type Recorder } from './recorder.js';

export interface World {
  /** `http://localhost:…`, where the browser goes. */
  readonly shop: string;
  readonly gateway: SandboxGateway;
  /** Where the gateway listens. */
  readonly gatewayOrigin: string;
  readonly recorder: Recorder;
  /** What the shop's process printed. */
  log(): string;
  /** Everything the shop keeps on disk: database, write-ahead log. */
  files(): Promise<Map<string, Buffer>>;
  /** Ends the shop's process, as a crash would; `startShop` brings it back with the same data. */
  stopShop(): Promise<void>;
  startShop(): Promise<void>;
  close(): Promise<void>;
}

const KEYS = {
  secretKey: 'sandbox_sk_e2e_0123456789abcdef0123',
  publishableKey: 'sandbox_pk_e2e_0123456789abcdef0123',
  webhookSecret: 'sandbox_whsec_e2e_0123456789abcdef',
};

export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** `env` goes to the shop's process: keys of another gateway, say. */
export async function startWorld(more: { readonly env?: Record<string, string> } = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'store-elements-e2e-'));
  let shopPort = await freePort();
  const recorder = await startRecorder(() => shopPort);
  const shop = `http://localhost:${recorder.port}`;
  const gateway = createSandboxGateway({
    ...KEYS,
    callbackUrl: `http://127.0.0.1:${recorder.port}/store/callbacks/sandbox`,
    // Quick, so that a retried callback is part of the test and not of its waiting.
    retrySchedule: [100, 200, 400, 800, 1600, 3200],
  });
  const listening = await gateway.listen({ port: 0, host: '127.0.0.1' });
  let printed = '';
  let child: ChildProcess | undefined;

  async function startShop(): Promise<void> {
    shopPort = await freePort();
    const mine = (child = spawn(process.execPath, ['build/demo/start.js'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PORT: String(shopPort),
        PUBLIC_URL: shop,
        DATA: join(folder, 'store.db'),
        SANDBOX_URL: listening.origin,
        SANDBOX_SECRET_KEY: KEYS.secretKey,
        SANDBOX_PUBLISHABLE_KEY: KEYS.publishableKey,
        SANDBOX_WEBHOOK_SECRET: KEYS.webhookSecret,
        ...more.env,
      },
    }));
    await new Promise<void>((resolve, reject) => {
      const hear = (data: Buffer): void => {
        printed += data.toString();
        if (printed.includes(String(shopPort))) resolve();
      };
      mine.stdout.on('data', hear);
      mine.stderr.on('data', hear);
      mine.once('error', reject);
      mine.once('exit', (code) => reject(new Error(`the shop ended with ${String(code)}:\n${printed}`)));
    });
  }

  async function stopShop(): Promise<void> {
    const ending = child;
    child = undefined;
    if (!ending || ending.exitCode !== null) return;
    const ended = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill('SIGKILL');
    await ended;
  }

  await startShop();
  return {
    shop,
    gateway,
    gatewayOrigin: listening.origin,
    recorder,
    log: () => printed,
    async files() {
      const names = await readdir(folder);
      const entries = names.map(async (name) => [name, await readFile(join(folder, name))] as const);
      return new Map(await Promise.all(entries));
    },
    stopShop,
    startShop,
    async close() {
      await stopShop();
      await recorder.close();
      await listening.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
