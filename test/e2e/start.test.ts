// `npm start`, as a newcomer meets it: addresses and cards are printed, a busy port is said clearly, Ctrl-C ends everything.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { freePort } from '../support/world.js';

describe('npm start', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'store-elements-start-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  function start(
    port: number,
    sandboxPort: number,
  ): { child: ChildProcess; said: () => string; ended: Promise<number | null> } {
    const child = spawn(process.execPath, ['build/demo/start.js'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PORT: String(port),
        SANDBOX_PORT: String(sandboxPort),
        DATA: join(folder, 'shop', 'store.db'),
      },
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (text += String(data)));
    return { child, said: () => text, ended: new Promise((resolve) => child.once('exit', resolve)) };
  }

  it('prints both addresses and the test cards, serves, and ends everything at Ctrl-C', async () => {
    const [port, sandboxPort] = [await freePort(), await freePort()];
    const shop = start(port, sandboxPort);
    await new Promise<void>((resolve) =>
      shop.child.stdout?.on('data', () => shop.said().includes('Ctrl-C') && resolve()),
    );
    for (const text of [
      `http://localhost:${port}`,
      `http://127.0.0.1:${sandboxPort}`,
      '4242 4242 4242 4242',
    ]) {
      assert.ok(shop.said().includes(text), text);
    }
    for (const path of ['/', '/store-elements/store-elements.js', '/store/config']) {
      assert.equal((await fetch(`http://localhost:${port}${path}`)).status, 200, path);
    }
    const away = await fetch(`http://localhost:${port}/..%2f..%2fpackage.json`);
    assert.equal(away.status, 404);
    shop.child.kill('SIGINT');
    assert.equal(await shop.ended, 0);
    for (const free of [port, sandboxPort]) {
      await assert.rejects(fetch(`http://127.0.0.1:${free}/`), 'the port is still served');
    }
  });

  it('says which port is in use and what to do', async () => {
    const port = await freePort();
    const other = net.createServer();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    try {
      const shop = start(port, await freePort());
      assert.equal(await shop.ended, 1);
      assert.match(
        shop.said(),
        new RegExp(`Port ${port} is in use\\. Choose another one: PORT=\\d+ npm start`),
      );
    } finally {
      other.close();
    }
  });

  it('says what is wrong with a PORT that is none', async () => {
    const shop = start(NaN, await freePort());
    assert.equal(await shop.ended, 1);
    assert.match(shop.said(), /PORT=NaN is no port/);
  });
});
