import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cspFor, stripeSources } from '../../src/security/csp/index.js';
import { securePages, type SecurePagesOptions } from '../../src/server/index.js';

const html = (): Response =>
  new Response('<h1>Checkout</h1>', { headers: { 'content-type': 'text/html; charset=utf-8' } });

const { headers } = cspFor({ gateways: [stripeSources()] });
const OPTIONS: SecurePagesOptions = { publicUrl: 'https://shop.test', headers };

const ask = (url: string, init?: RequestInit, options = OPTIONS, page = html): Promise<Response> =>
  Promise.resolve(securePages(page, options)(new Request(url, init)));

test('PCI-4: a page asked for over plain HTTP is sent on to HTTPS for good, at the shop’s own address', async () => {
  for (const method of ['GET', 'HEAD']) {
    const answer = await ask('http://shop.test/checkout.html?step=2', { method });
    assert.equal(answer.status, 308);
    assert.equal(answer.headers.get('location'), 'https://shop.test/checkout.html?step=2');
    assert.equal(answer.headers.get('strict-transport-security'), null);
    assert.equal(await answer.text(), '');
  }
});

test('T-16: where it is sent on to is no word of the request’s', async () => {
  for (const [asked, expected] of [
    ['http://evil.test/a', 'https://shop.test/a'],
    ['http://shop.test//evil.test/', 'https://shop.test//evil.test/'],
    ['http://shop.test/\\evil.test/', 'https://shop.test//evil.test/'],
    ['http://shop.test/%0d%0aset-cookie:a=b', 'https://shop.test/%0d%0aset-cookie:a=b'],
  ] as const) {
    const location = (await ask(asked)).headers.get('location') ?? '';
    assert.equal(location, expected);
    assert.equal(new URL(location).host, 'shop.test');
  }
});

test('PCI-4: what was sent along over plain HTTP is refused and read by nobody', async () => {
  let served = 0;
  const page = (): Response => (served++, html());
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
    const answer = await ask('http://shop.test/contact', { method, body: 'password=canary' }, OPTIONS, page);
    assert.equal(answer.status, 403);
    assert.ok(!answer.headers.has('location') && !answer.headers.has('set-cookie'));
    assert.doesNotMatch(await answer.text(), /canary/);
  }
  assert.equal(served, 0);
});

test('PCI-4: behind a proxy its word counts, also when it asks as if it were on this machine', async () => {
  const behind = { ...OPTIONS, trustProxy: true };
  const status = async (url: string, proto?: string): Promise<number> =>
    (await ask(url, proto === undefined ? {} : { headers: { 'x-forwarded-proto': proto } }, behind)).status;
  assert.equal(await status('http://localhost:3000/', 'http'), 308);
  assert.equal(await status('http://localhost:3000/', 'https'), 200);
  assert.equal(await status('http://shop.test/', 'https, http'), 308);
  assert.equal((await ask('http://shop.test/', { headers: { 'x-forwarded-proto': 'https' } })).status, 308);
  assert.equal((await ask('http://127.0.0.1:3000/')).status, 200);
});

test('CSP-5: pages get their headers, other files what every file gets, and a page’s own word stays', async () => {
  const page = await ask('https://shop.test/checkout.html');
  for (const [name, value] of Object.entries(headers)) assert.equal(page.headers.get(name), value, name);
  assert.equal(await page.text(), '<h1>Checkout</h1>');
  const own = await ask('https://shop.test/', {}, OPTIONS, () => {
    const framed = html();
    framed.headers.set('x-frame-options', 'SAMEORIGIN');
    return framed;
  });
  assert.equal(own.headers.get('x-frame-options'), 'SAMEORIGIN');
  const picture = await ask(
    'https://shop.test/a.svg',
    {},
    OPTIONS,
    () => new Response('<svg/>', { status: 203, headers: { 'content-type': 'image/svg+xml' } }),
  );
  assert.equal(picture.status, 203);
  assert.equal(picture.headers.get('content-security-policy'), null);
  assert.equal(picture.headers.get('x-content-type-options'), 'nosniff');
  assert.equal(picture.headers.get('strict-transport-security'), 'max-age=31536000');
  const local = await ask('http://localhost:3000/', {}, { publicUrl: 'http://localhost:3000' });
  assert.equal(local.headers.get('strict-transport-security'), null);
  assert.throws(() => securePages(html, { publicUrl: 'shop.test' }), /securePages\(\): `publicUrl`/);
});
