/** `store-elements dev`: runs a shop's own server.js with the sandbox gateway beside it, and again whenever its files change. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, watch } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createSandboxGateway, TEST_CARDS } from '../gateways/sandbox/index.js';
import { UsageError, type Command, type CommandIo } from './command.js';

export const dev: Command = {
  name: 'dev',
  summary: 'runs a shop’s folder with a pretended gateway, and again when its files change',
  usage: `store-elements dev [FOLDER] [--port PORT]

Runs server.js of FOLDER (default: this one), as "store-elements init" writes it, with the sandbox gateway on the next port: cards,
3-D Secure, declines, no account and no real money. When catalog.json, shop.js or server.js changes, the server begins again.

  --port PORT   default 3000; the gateway takes the one after it`,
  async run(args, io) {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    const folder = resolve(io.cwd, positionals[0] ?? '.');
    const port = Number(values.port ?? 3000);
    if (!Number.isInteger(port) || port < 1 || port > 65_534)
      throw new UsageError('--port is a number from 1 to 65534.');
    if (!existsSync(join(folder, 'server.js')))
      throw new Error(
        `There is no server.js in ${folder}: "store-elements init" writes a shop into an empty folder.`,
      );
    for (const each of [port, port + 1]) await needFree(each);
    return runShop(folder, port, io);
  },
};

const OPTIONS = { port: { type: 'string' } } as const;

/** What of a shop is read at its start; the rest is read for every request. */
const WATCHED = new Set(['catalog.json', 'shop.js', 'server.js']);

async function runShop(folder: string, port: number, io: CommandIo): Promise<number> {
  const publicUrl = `http://localhost:${port}`;
  // Of this run only: nobody else can pay for what is bought here.
  const secret = (): string => randomBytes(16).toString('hex');
  const keys = {
    secretKey: `sandbox_sk_${secret()}`,
    publishableKey: `sandbox_pk_${secret()}`,
    webhookSecret: `sandbox_whsec_${secret()}`,
  };
  const gateway = createSandboxGateway({ ...keys, callbackUrl: `${publicUrl}/store/callbacks/sandbox` });
  const sandbox = await gateway.listen({ port: port + 1 });
  const env = {
    ...(io.env ?? process.env),
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    SANDBOX_URL: sandbox.origin,
    SANDBOX_SECRET_KEY: keys.secretKey,
    SANDBOX_PUBLISHABLE_KEY: keys.publishableKey,
    SANDBOX_WEBHOOK_SECRET: keys.webhookSecret,
  };
  let shop: ChildProcess | undefined;
  let ending = false;
  const start = (): void => {
    const mine = (shop = spawn(process.execPath, ['server.js'], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    }));
    const say = (line: Buffer): void => io.out(line.toString().trimEnd());
    mine.stdout.on('data', say);
    mine.stderr.on('data', say);
    mine.once('exit', (code) => {
      if (!ending && mine === shop && code)
        io.err(`The shop ended (${code}). It begins again when a file changes.`);
    });
  };
  const stop = async (): Promise<void> => {
    const old = shop;
    shop = undefined;
    if (!old || old.exitCode !== null) return;
    const gone = new Promise((resolve) => old.once('exit', resolve));
    old.kill();
    await gone;
  };

  let turn = Promise.resolve();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watcher = watch(folder, (_, name) => {
    if (!name || !WATCHED.has(name)) return;
    clearTimeout(timer);
    // An editor may write a file in several steps.
    timer = setTimeout(() => {
      io.err(`${name} changed.`);
      turn = turn.then(stop).then(start);
    }, 100);
  });
  start();
  io.err(
    `Gateway: ${sandbox.origin} (pretends; no real money). A card that pays: ${TEST_CARDS[0]?.number ?? ''}. Ctrl-C ends both.`,
  );
  await ended(io.signal);
  ending = true;
  clearTimeout(timer);
  watcher.close();
  await turn.then(stop);
  await sandbox.close();
  return 0;
}

const ended = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => resolve();
    signal?.addEventListener('abort', done, { once: true });
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, done);
  });

/** Asked before anything is started, so that the answer is one clear sentence. */
const needFree = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () =>
      reject(new Error(`Port ${port} is in use: choose another with --port ${port + 10}.`)),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()));
  });
