import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Gateway } from '../../src/api/types.js';
import type { WireNextStep } from '../../src/api/wire.js';
import { departureOf } from '../../src/checkout/departure.js';

const gateway = (change: Partial<Gateway> = {}): Gateway => ({
  name: 'pay', kind: 'redirect', mode: 'live', frameOrigins: [], redirectHosts: ['pay.example'], values: {}, ...change,
}); // prettier-ignore
const to = (url: string, change: object = {}): WireNextStep => ({
  type: 'redirect',
  method: 'GET',
  url,
  fields: {},
  ...change,
});
const refused = { code: 'gateway_settings' };

describe('where a shopper is sent to pay', () => {
  it('goes to the gateway’s own host, by GET with the fields in the address', () => {
    const departure = departureOf(gateway(), to('https://pay.example/a?b=1#c', { fields: { d: 'é &' } }));
    assert.equal(departure.url, 'https://pay.example/a?b=1&d=%C3%A9+%26#c');
    assert.deepEqual([departure.host, departure.method, departure.fields], ['pay.example', 'GET', {}]);
  });

  it('goes by POST with the fields beside the address', () => {
    const fields = { action: 'https://evil.example', submit: 'x' };
    const departure = departureOf(gateway(), to('https://pay.example/a', { method: 'POST', fields }));
    assert.deepEqual([departure.url, departure.fields], ['https://pay.example/a', fields]);
  });

  it('goes nowhere else, however the address is written (T-16)', () => {
    const tricks = [
      'http://pay.example/', 'https://evil.example/', 'https://pay.example.evil.example/', 'https://pay.example@evil.example/',
      'https://pay.example:8443/', 'https://evil.example/?pay.example', 'https://evil.example#pay.example', '//pay.example',
      'https://user@pay.example/', 'https://user:word@pay.example/', 'javascript:alert(1)//pay.example',
      'data:text/html,pay.example', 'https://pаy.example/', 'https://sub.pay.example/',
      'https:/evil.example', 'blob:https://pay.example/1', 'file://pay.example/', 'wss://pay.example/', 'https://pay.example.', '',
      'https://pay%2eexample%2fevil.example/', 'https://PAY.example:443@evil.example',
    ]; // prettier-ignore
    // What it is for: checks as they are often written let some of these through.
    const naive = tricks.filter((url) => url.startsWith('https://pay.example'));
    assert.deepEqual(naive.length, 4);
    assert.ok(tricks.filter((url) => url.includes('pay.example')).length > 12);
    for (const url of tricks) assert.throws(() => departureOf(gateway(), to(url)), refused, url);
    // The same host, written as browsers read it.
    for (const url of ['https://PAY.example:443/', 'https:\\\\pay.example\\a', ' https://pay.example/ ', 'https:pay.example', 'https://pay.example\\@evil.example/'])
      assert.equal(departureOf(gateway(), to(url)).host, 'pay.example', url);
  }); // prettier-ignore

  it('goes without HTTPS only on this very device, and only in test mode', () => {
    for (const host of ['127.0.0.1:4243', 'localhost:4243', '[::1]:4243']) {
      const here = { redirectHosts: [host] };
      assert.equal(departureOf(gateway({ ...here, mode: 'test' }), to(`http://${host}/pay`)).host, host);
      assert.throws(() => departureOf(gateway(here), to(`http://${host}/pay`)), refused, host);
    }
    const away = gateway({ mode: 'test', redirectHosts: ['192.168.1.7'] });
    assert.throws(() => departureOf(away, to('http://192.168.1.7/')), refused);
  });

  it('knows whether the shopper has read the very host before', () => {
    assert.equal(departureOf(gateway(), to('https://pay.example/')).announced, true);
    const two = gateway({ redirectHosts: ['pay.example', 'pay2.example'] });
    assert.equal(departureOf(two, to('https://pay.example/')).announced, false);
  });

  it('takes no other step for a redirect', () => {
    assert.throws(() => departureOf(gateway(), { type: 'wait' }), refused);
    assert.throws(() => departureOf(gateway(), { type: 'confirm', client: {} }), refused);
  });
});
