import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import { collectPage, findLeaks, keepMessages, type Leak } from '../support/canary.js';
import { shopper, words, type Card } from '../support/shopper.js';
import { startWorld, type World } from '../support/world.js';

/** American Express: its security code has four digits, which chance hardly makes. */
const SECRET: Card = { number: '378282246310005', expiry: '11/38', cvc: '7391' };
const DECLINED: Card = { number: '4000000000009995', expiry: '11/38', cvc: '739' };

for (const name of browsersToTest()) {
  if (name === 'webkit') continue; // webkit.test.ts does the same by WebDriver.

  describe(`the card-data canary in ${name}`, () => {
    let browser: Browser;
    let world: World;
    let page: Page;
    let printed: string[];
    const evidence = new Map<string, Buffer | string>();

    before(async () => {
      browser = await launch(name);
      world = await startWorld();
      page = await browser.newPage();
      await page.addInitScript(keepMessages);
      printed = [];
      page.on('console', (message) => printed.push(message.text()));
      // Everything the merchant's page sends, to whomever; what the gateway's frames send is theirs.
      page.on('request', (request) => {
        if (request.frame() !== page.mainFrame()) return;
        const headers = JSON.stringify(request.headers());
        evidence.set(
          `request ${evidence.size}`,
          `${request.method()} ${request.url()}\n${headers}\n${request.postData() ?? ''}`,
        );
      });
    });
    after(async () => {
      await browser.close();
      await world.close();
    });

    const look = async (when: string): Promise<void> => {
      for (const [where, held] of Object.entries(await page.evaluate(collectPage)))
        evidence.set(`${where}, ${when}`, held);
    };

    async function everything(): Promise<Map<string, Buffer | string>> {
      const all = new Map(evidence);
      world.recorder.received().forEach((bytes, i) => all.set(`connection ${i} to the shop`, bytes));
      for (const [file, bytes] of await world.files()) all.set(`file ${file}`, bytes);
      all.set('log of the shop', world.log());
      all.set('console', printed.join('\n'));
      const { payments, events, deliveries } = world.gateway;
      all.set('what the gateway tells', JSON.stringify({ payments, events, deliveries }));
      return all;
    }

    it('finds nothing of a typed card anywhere on the merchant’s side, over a decline, a payment and a reload', async () => {
      const ana = shopper(page, world.shop);
      await ana.go('/');
      await ana.addToCart('Tea bowl');
      await ana.go('/checkout.html');
      await ana.fillDetails();
      await ana.typeCard(DECLINED);
      await look('typed');
      await ana.pay();
      await ana.notice.filter({ hasText: words('declined.insufficient_funds') }).waitFor();
      await look('declined');
      await ana.typeCard(SECRET);
      await look('typed again');
      await ana.pay();
      await ana.status.filter({ hasText: words('order.paid') }).waitFor();
      await look('paid');
      await page.reload();
      await ana.status.filter({ hasText: words('order.paid') }).waitFor();
      await look('reloaded');
      const all = await everything();
      for (const card of [SECRET, DECLINED]) assert.deepEqual(findLeaks(card, all), []);
      // The journey did leave traces in all of these places: the canary looked where things are.
      const traces = [
        'dom, typed',
        'messages, typed',
        'localStorage, typed',
        'file store.db',
        'connection 0 to the shop',
        'log of the shop',
      ];
      for (const place of traces)
        assert.ok((all.get(place) ?? '').length > 2, `nothing was collected from: ${place}`);
    });

    it('would have found it: in every place, in every encoding that is planted', async () => {
      const { number, cvc } = SECRET;
      await page.evaluate(
        async ([secret, code]) => {
          localStorage.setItem('a', btoa(`x${secret}`));
          sessionStorage.setItem('b', [...secret].reverse().join(''));
          document.cookie = `c=${secret.replace(/(.{4})/g, '$1-')}`;
          const input = document.createElement('input');
          input.value = secret.replace(/(.{4})/g, '$1 ').trim();
          document.body.append(input);
          postMessage({ digits: [...secret] }, location.origin);
          console.log(`cvc: ${code}`);
          await fetch(`/store/health?d=${encodeURIComponent(secret)}`, { headers: { 'x-note': secret } });
          await fetch('/store/quotes', {
            method: 'POST',
            body: JSON.stringify({ note: [...secret].map((d) => d.charCodeAt(0)) }),
          });
          // The message above is delivered before this one.
          await new Promise((resolve) => {
            addEventListener('message', resolve, { once: true });
            postMessage('last', location.origin);
          });
        },
        [number, cvc] as const,
      );
      await look('planted');
      const leaks = findLeaks(SECRET, await everything());
      const found = (part: string): Leak | undefined => leaks.find(({ where }) => where.includes(part));
      const places = [
        'localStorage',
        'sessionStorage',
        'cookies',
        'dom',
        'messages',
        'console',
        'request',
        'to the shop',
      ];
      for (const place of places) assert.ok(found(place), `a leak into ${place} went unseen`);
    });
  });
}

describe('the canary’s encodings', () => {
  const inside = (text: string): Leak[] => findLeaks(SECRET, new Map([['x', text]]));
  const { number } = SECRET;
  const ways: Record<string, string> = {
    plain: number,
    'in base64 at any place': Buffer.from(`ab${number}cd`).toString('base64'),
    'in base64 at another place': Buffer.from(`abc${number}d`).toString('base64'),
    hex: Buffer.from(number).toString('hex').toUpperCase(),
    'JSON list': JSON.stringify([...number]),
    'percent sequence': [...number].map((d) => `%3${d}`).join(''),
    'UTF-16': Buffer.from(number, 'utf16le').toString('latin1'),
    'expiry in JSON': '{"expiry":"11/38"}',
    'expiry in a form': 'exp=11%2F38&x=1',
    'security code in JSON': '{"cvc":"7391"}',
  };
  for (const [way, text] of Object.entries(ways)) {
    it(`knows a card written as: ${way}`, () => {
      assert.notDeepEqual(inside(`before ${text} after`), []);
    });
  }
  it('is not alarmed by what only looks like it', () => {
    assert.deepEqual(
      inside('order 173918 at port 47391 id ord_7391abc 2026-11-23T11:38:07 amount 11380'),
      [],
    );
  });
});
