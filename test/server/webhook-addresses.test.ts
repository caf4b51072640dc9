import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { lookup } from 'node:dns';
import { request } from 'node:http';
import { post } from '../../src/server/outbox/post.js';
import { isPublicAddress } from '../../src/server/public-address.js';
import { startReceiver } from '../support/receiver.js';
import { startServer } from '../support/server.js';

const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

/** Hosts that lead into the machine or its network, in every spelling an address can have. */
const INSIDE = [
  '0.0.0.0', '0', '10.0.0.1', '10.255.255.255', '012.0.0.1', '0xa.0.0.1', '167772161', '100.64.0.1', '100.127.255.255',
  '127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '127.255.255.254', '169.254.169.254', '169.254.0.1',
  '2852039166', '0xa9fea9fe', '0xA9.0xFE.0xA9.0xFE', '172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.2.1',
  '192.88.99.1', '192.168.0.1', '192.168.1.254', '3232235521', '198.18.0.1', '198.51.100.7', '203.0.113.9', '224.0.0.1',
  '239.255.255.255', '240.0.0.1', '255.255.255.255', '[::]', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]',
  '[::ffff:169.254.169.254]', '[::ffff:a9fe:a9fe]', '[0:0:0:0:0:ffff:10.0.0.1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]',
  '[64:ff9b::a9fe:a9fe]', '[64:ff9b:1::1]', '[100::1]', '[2001::1]', '[2001:db8::1]', '[2002:7f00:1::]', '[2002:a9fe:a9fe::]',
  '[3fff::1]', '[fc00::1]', '[fd00:ec2::254]', '[fe80::1]', '[fec0::1]', '[ff02::1]', '[4000::1]', '[::ffff:0:127.0.0.1]',
  '１２７.０.０.１',
]; // prettier-ignore

const at = (host: string, protocol = 'https') => ({
  url: new URL(`${protocol}://${host}/`),
  timeout: 5000,
  private: false,
});

test('T-25: no webhook is sent to an address of the machine or its network, however it is written', async () => {
  assert.ok(INSIDE.length >= 60);
  for (const host of INSIDE) {
    const { hostname } = new URL(`https://${host}/`);
    // This machine's own name is allowed to lead to this machine; nothing listens there.
    const own = /^(127\.|\[::1\])/.test(hostname);
    if (own) assert.ok(!isPublicAddress(hostname.replace(/[[\]]/g, '')), host);
    else await assert.rejects(post(at(host), {}, '{}'), { message: 'address_refused' }, host);
  }
  for (const address of ['1.1.1.1', '8.8.8.8', '172.15.255.255', '172.32.0.1', '2606:4700::1111', '2a00::1'])
    assert.ok(isPublicAddress(address), address);
  for (const text of ['', 'localhost', '1.1.1', '1.1.1.1.1', '::ffff:8.8.8.8'])
    assert.ok(!isPublicAddress(text));
});

test('T-25: a name that leads inside, also only once or among others, is not connected to', async (t) => {
  const receiver = await startReceiver(t);
  const { port } = new URL(receiver.url);
  const answering = (...addresses: string[]): typeof lookup =>
    ((_host: string, _options: object, callback: (error: null, found: object) => void) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )) as unknown as typeof lookup;
  for (const found of [['127.0.0.1'], ['169.254.169.254'], ['1.1.1.1', '127.0.0.1'], ['::ffff:7f00:1'], []]) {
    const target = at(`rebind.example:${port}`, 'http');
    await assert.rejects(post(target, {}, '{}', answering(...found)), { message: 'address_refused' });
  }
  // A name that says "this machine" must not be a way out of it either.
  const odd = at(`shop.localhost:${port}`, 'http');
  await assert.rejects(post(odd, {}, '{}', answering('10.0.0.1')), { message: 'address_refused' });
  assert.equal(receiver.connections(), 0);
  assert.equal((await post(odd, {}, '{}', answering('127.0.0.1'))).status, 204);
  // Unless the merchant says so.
  const inside = { ...at(`erp.internal:${port}`, 'http'), private: true };
  await assert.rejects(post(inside, {}, '{}'), { message: 'unreachable' });
  // What it is for: Node's own client goes wherever the name leads.
  const naive = await new Promise<number | undefined>((resolve, reject) => {
    const sent = request(
      { ...{ host: 'rebind.example', port, method: 'POST' }, lookup: answering('127.0.0.1') },
      (answer) => resolve(answer.resume().statusCode),
    );
    sent.once('error', reject).end('{}');
  });
  assert.equal(naive, 204);
});

test('T-25: a redirect is a failure and is not followed', async (t) => {
  const inside = await startReceiver(t);
  const receiver = await startReceiver(t);
  for (const status of [301, 302, 303, 307, 308]) {
    receiver.answer = (_, response) => void response.writeHead(status, { location: inside.url }).end();
    const shop = await startServer(t, { options: { webhooks: [{ url: receiver.url, secret: SECRET }] } });
    await shop.place();
    assert.deepEqual(await shop.server.deliver(), { delivered: 0, failed: 1, dead: 0 });
  }
  assert.equal(inside.connections(), 0);
});

test('an answer without end is cut off, and its status counts', async (t) => {
  const receiver = await startReceiver(t);
  const written = { bytes: 0, closed: false };
  receiver.answer = (_, response) => {
    response.writeHead(200);
    const chunk = 'x'.repeat(65_536);
    const more = (): void => {
      while (!written.closed && (written.bytes += chunk.length) < 1e9 && response.write(chunk));
      if (!written.closed) response.once('drain', more);
    };
    response.once('close', () => (written.closed = true));
    more();
  };
  assert.equal((await post(at(new URL(receiver.url).host, 'http'), {}, '{}')).status, 200);
  assert.ok(written.bytes < 1e8, `${written.bytes} bytes were taken`);
  // And one that comes drop by drop is not waited for longer than the timeout.
  receiver.answer = (_, response) => void response.writeHead(200).write('x');
  const slow = { ...at(new URL(receiver.url).host, 'http'), timeout: 200 };
  assert.equal((await post(slow, {}, '{}')).status, 200);
});

test('a webhook that could never work or would not be safe is refused at the start, with the cure', async (t) => {
  const good = { url: 'https://erp.example/hooks', secret: SECRET };
  const bad: [object, RegExp][] = [
    [{ ...good, url: 'http://erp.example/hooks' }, /https/],
    [{ ...good, url: 'ftp://erp.example' }, /https/],
    [{ ...good, url: 'erp.example' }, /addresses/],
    [{ ...good, url: 'https://user:pw@erp.example' }, /user name/],
    [{ ...good, secret: 'hunter2' }, /whsec_/],
    [{ ...good, secret: 'whsec_c2hvcnQ=' }, /24 to 64/],
    [{ ...good, secret: [] }, /secret/],
    [{ ...good, types: ['order.eaten'] }, /order\.paid/],
    [{ ...good, timeout: 0 }, /timeout/],
  ];
  for (const [webhook, message] of bad) {
    await assert.rejects(
      startServer(t, { options: { webhooks: [webhook as typeof good] } }),
      (error: Error) => error instanceof TypeError && message.test(error.message),
      JSON.stringify(webhook),
    );
  }
  await assert.rejects(
    startServer(t, { options: { webhooks: [good, { ...good, secret: [SECRET] }] } }),
    /twice/,
  );
});
