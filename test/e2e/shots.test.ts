/** The comparison of pictures that a developer runs on a change (`npm run shots`): steady, and not blind. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { freePort } from '../support/world.js';

const run = promisify(execFile);
const node = async (...args: string[]): Promise<{ stdout: string; code: number }> => {
  try {
    const env = { ...process.env, PORT: String(await freePort()) };
    return { ...(await run(process.execPath, args, { env })), code: 0 };
  } catch (error) {
    const { stdout, code, stderr } = error as { stdout: string; stderr: string; code: number };
    return { stdout: `${stdout}${stderr}`, code };
  }
};

describe('pictures of the gallery', () => {
  let folder: string;
  const at = (...names: string[]): string => join(folder, ...names);
  const compare = () => node('scripts/shots.mjs', '--compare', at('before'), at('after'), at('differences'));

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'store-elements-shots-'));
    const port = await freePort();
    for (const name of ['before', 'after']) {
      const env = { ...process.env, PORT: String(port) };
      await run(process.execPath, ['scripts/shots/take.mjs', at(name), 'store-checkout/form'], { env });
    }
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('are the same when nothing has changed, the frame of a card form included', async () => {
    assert.deepEqual((await readdir(at('before'))).sort(), [
      'store-checkout.form@desk-dark-ar.png',
      'store-checkout.form@phone-light-en.png',
    ]);
    const { stdout, code } = await compare();
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^2 pictures, 0 differ$/m);
  });

  it('tell what has changed, what is new and what is gone, and show where', async () => {
    const [desk, phone] = ['store-checkout.form@desk-dark-ar', 'store-checkout.form@phone-light-en'];
    await copyFile(at('after', `${phone}.png`), at('after', 'store-cart.new.png'));
    await copyFile(at('after', `${phone}.png`), at('after', `${desk}.png`));
    await rm(at('after', `${phone}.png`));
    const { stdout, code } = await compare();
    assert.equal(code, 1, stdout);
    assert.match(stdout, new RegExp(`^store-cart\\.new +new$`, 'm'));
    assert.match(stdout, new RegExp(`^${desk} +\\d+\\.\\d % of its dots$`, 'm'));
    assert.match(stdout, new RegExp(`^${phone} +gone$`, 'm'));
    assert.deepEqual((await readdir(at('differences'))).sort(), ['index.html', `${desk}.png`]);
  });
});
