import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pageFacts, type PaymentFacts, type SecurityFacts } from '../../src/security/facts.js';
import { judge } from '../../src/security/guard.js';
import { securityMessage, wasChecked } from '../../src/security/message.js';
import { EN_CHECKOUT } from '../../src/locale/en-checkout.js';
import { label } from '../../src/locale/label.js';

const facts = (
  href: string,
  secureContext: boolean,
  payment: PaymentFacts,
  mode?: 'test' | 'live',
): SecurityFacts => ({
  ...pageFacts({ href, secureContext, framed: false }),
  payment,
  mode,
});
const frame = (genuine = true): PaymentFacts => ({
  kind: 'frame',
  origins: ['https://js.gateway.example'],
  genuine,
});
const words = (f: SecurityFacts): string[] => {
  const message = securityMessage(f);
  return [message.headline, ...message.details].map((s) =>
    label<Record<string, string>>({}, EN_CHECKOUT, s.key, s.values),
  );
};

describe('security message (MSG-1)', () => {
  it('says who holds the card form, where it goes and how the page came, when all of that was checked', () => {
    const f = facts('https://shop.example/checkout', true, frame(), 'live');
    assert.equal(securityMessage(f).state, 'verified');
    assert.deepEqual(words(f), [
      'The card form belongs to js.gateway.example.',
      'What you type into the card form goes there directly. shop.example can’t read it.',
      'The connection to shop.example is encrypted (HTTPS).',
    ]);
  });

  it('says that it is a test once, and not among what was checked', () => {
    for (const payment of [
      frame(),
      { kind: 'redirect', hosts: ['pay.example'] },
      { kind: 'offline' },
    ] as const) {
      const message = securityMessage(facts('https://shop.example/', true, payment, 'test'));
      assert.equal(message.state, 'test');
      assert.ok([message.headline, ...message.details].every(({ key }) => key !== 'security.test'));
    }
  });

  it('claims nothing about a card form that is not there yet', () => {
    const f = facts('https://shop.example/', true, { kind: 'unknown' }, 'live');
    assert.equal(securityMessage(f).state, 'pending');
    assert.ok(!words(f).join(' ').includes('belongs to'));
  });

  it('claims nothing about a window that will open only when the shopper pays', () => {
    const f = facts('https://shop.example/', true, { kind: 'window' }, 'live');
    assert.equal(judge(f).allowed, true);
    assert.equal(securityMessage(f).state, 'pending');
    assert.equal(wasChecked(f), false);
    assert.ok(!/belongs|directly|can’t read/.test(words(f).join(' ')));
  });

  it('makes no security claim at all when the frame is not the gateway’s', () => {
    const f = facts('https://shop.example/', true, frame(false), 'live');
    assert.equal(judge(f).allowed, false);
    assert.equal(securityMessage(f).state, 'refused');
    assert.equal(words(f).length, 1);
    assert.ok(!/encrypted|belongs|directly/.test(words(f).join(' ')));
  });

  it('refuses plain HTTP on a name that is not this device, and points to HTTPS (PCI-4)', () => {
    const f = facts('http://shop.example/checkout?a=1#x', false, { kind: 'unknown' });
    assert.deepEqual(judge(f).refusals, ['insecure']);
    assert.deepEqual(securityMessage(f).cure, {
      key: 'security.cure',
      url: 'https://shop.example/checkout?a=1',
    });
    assert.ok(!/is encrypted \(HTTPS\)/.test(words(f).join(' ')));
  });

  it('believes neither the scheme nor the browser alone', () => {
    assert.equal(judge(facts('https://shop.example/', false, frame(), 'live')).allowed, false);
    assert.equal(judge(facts('http://shop.example/', true, frame(), 'test')).allowed, false);
    assert.equal(judge(facts('http://127.0.0.1.evil.example/', true, frame(), 'test')).allowed, false);
  });

  it('allows this device without HTTPS in test mode only, and does not call it encrypted', () => {
    for (const host of ['localhost:4242', '127.0.0.1:4242', '[::1]:4242', 'shop.localhost']) {
      const test = facts(`http://${host}/`, true, frame(), 'test');
      assert.equal(judge(test).allowed, true, host);
      assert.ok(!words(test).join(' ').includes('encrypted'), host);
      assert.deepEqual(
        judge(facts(`http://${host}/`, true, frame(), 'live')).refusals,
        ['live_on_local'],
        host,
      );
    }
  });

  it('says test mode in the open, and names the host before a redirect', () => {
    // The elements say so under the headline of this state.
    assert.equal(securityMessage(facts('https://s.example/', true, frame(), 'test')).state, 'test');
    const away = facts('https://s.example/', true, { kind: 'redirect', hosts: ['pay.example'] }, 'live');
    assert.equal(securityMessage(away).state, 'redirect');
    assert.equal(words(away)[0], 'You will go to pay.example to pay.');
  });

  it('refuses inside another website’s frame, unless the merchant allowed that website (T-06)', () => {
    const framedBy = (ancestors?: string[]): SecurityFacts => ({
      ...facts('https://shop.example/c?session=1#x', true, frame(), 'live'),
      framedBy: pageFacts({
        href: 'https://shop.example/',
        secureContext: true,
        framed: ancestors?.length !== 0,
        ...(ancestors && { ancestors }),
      }).framedBy,
    });
    const evil = ['https://shop.example', 'https://evil.example'];
    assert.deepEqual(judge(framedBy([])).refusals, []);
    assert.deepEqual(judge(framedBy(['https://shop.example'])).refusals, []);
    assert.deepEqual(judge(framedBy(evil)).refusals, ['framed']);
    // Who does not tell is not believed.
    assert.deepEqual(judge(framedBy()).refusals, ['framed']);
    const policy = { allowedAncestors: ['https://evil.example'] };
    assert.equal(judge(framedBy(evil), policy).allowed, true);
    assert.equal(judge(framedBy([...evil, 'https://other.example']), policy).allowed, false);
    assert.equal(judge(framedBy(), policy).allowed, false);
    const message = securityMessage(framedBy(evil));
    assert.deepEqual(message.cure, { key: 'security.cure.framed', url: 'https://shop.example/c' });
    assert.equal(words(framedBy(evil)).length, 1);
  });

  it('warns in place of every claim while something is wrong around the card form, and stops a payment if the merchant wants (T-01)', () => {
    const seen: SecurityFacts = {
      ...facts('https://shop.example/', true, frame(), 'live'),
      concerns: ['covered', 'card_field'],
    };
    assert.deepEqual([judge(seen).allowed, judge(seen).mayPay], [true, true]);
    assert.deepEqual(
      [judge(seen, { onConcern: 'stop' }).allowed, judge(seen, { onConcern: 'stop' }).mayPay],
      [true, false],
    );
    const message = securityMessage(seen, judge(seen, { onConcern: 'stop' }));
    assert.equal(message.state, 'warned');
    assert.deepEqual(
      [message.headline, ...message.details].map(({ key }) => key),
      ['security.warning.covered', 'security.warning.card_field', 'security.stopped'],
    );
    assert.equal(wasChecked(seen), false);
    assert.ok(!/belongs|directly|encrypted/.test(words(seen).join(' ')));
  });
});
