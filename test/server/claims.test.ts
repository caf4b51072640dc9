import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { WireConfig } from '../../src/api/wire.js';
import { isFresh, problemOf, type GatewayClaim } from '../../src/gateways/claim.js';
import { createStoreServer, openSqlite } from '../../src/server/index.js';
import { createPaperGateway } from '../support/paper-gateway.js';
import { NOON, startServer } from '../support/server.js';

const DAY = 86_400_000;

const CLAIM: GatewayClaim = {
  subject: 'Paper',
  claim: 'Paper is assessed every year by an independent assessor.',
  sourceUrl: 'https://paper.example/security',
  checkedOn: '2026-11-23',
};

const paper = (now: () => number): ReturnType<typeof createPaperGateway> =>
  Object.assign(createPaperGateway({ now, name: 'claimant' }), { claims: [CLAIM] });

const claimsOf = ({ gateways }: WireConfig): unknown =>
  gateways.find(({ name }) => name === 'claimant')?.claims;

test('MSG-3: what a gateway says of itself is kept from every page unless the merchant wants it shown', async (t) => {
  const shop = await startServer(t, { more: (now) => [paper(now)] });
  const { text, body } = await shop.get<WireConfig>('/config');
  assert.equal(claimsOf(body), undefined);
  assert.doesNotMatch(text, /assess/);
});

test('MSG-3: shown with its source and date until it is a year old, by the server’s clock', async (t) => {
  const shop = await startServer(t, { more: (now) => [paper(now)], options: { showClaims: true } });
  const shown = async (): Promise<unknown> => claimsOf((await shop.get<WireConfig>('/config')).body);
  const expected = {
    subject: 'Paper',
    claim: CLAIM.claim,
    source_url: 'https://paper.example/security',
    checked_on: '2026-11-23',
  };
  shop.advance(364 * DAY - (NOON - Date.parse(CLAIM.checkedOn)));
  assert.deepEqual(await shown(), [expected]);
  shop.advance(2 * DAY);
  assert.deepEqual(await shown(), []);
});

test('MSG-3: a date nobody can have read it on is never fresh', () => {
  const at = (checkedOn: string): boolean => isFresh({ ...CLAIM, checkedOn }, NOON);
  assert.deepEqual(['2027-01-01', 'soon', '', '2026-11-23', '2025-11-24', '2025-11-22'].map(at), [
    false,
    false,
    false,
    true,
    true,
    false,
  ]);
});

test('MSG-3: a record without its source, date or subject starts no store', (t) => {
  const database = openSqlite(':memory:');
  t.after(() => database.close());
  const start = (claim: GatewayClaim): unknown =>
    createStoreServer({
      database,
      name: 'Tea & Co',
      currency: 'EUR',
      countries: ['DE'],
      gateways: [Object.assign(createPaperGateway({ now: () => NOON }), { claims: [claim] })],
      publicUrl: 'https://shop.test',
      orderPageUrl: '/order.html',
      delivery: [{ id: 'post', title: 'Post', description: '', countries: '*', amount: 490 }],
    });
  const { sourceUrl: _, ...sourceless } = CLAIM;
  for (const [claim, message] of [
    [sourceless as GatewayClaim, /`gateways` "paper" has a claim about itself that does not say where/],
    [{ ...CLAIM, sourceUrl: 'http://paper.example/' }, /does not say where it was read/],
    [{ ...CLAIM, sourceUrl: 'javascript:alert(1)' }, /does not say where it was read/],
    [{ ...CLAIM, checkedOn: 'last year' }, /does not say when it was read/],
    [{ ...CLAIM, checkedOn: '2026-13-45' }, /does not say when it was read/],
    [{ ...CLAIM, subject: ' ' }, /does not say whose claim/],
    [{ ...CLAIM, claim: 'a\nb' }, /has no words/],
  ] as const)
    assert.throws(() => start(claim), { name: 'TypeError', message });
  assert.doesNotThrow(() => start(CLAIM));
});

test('MSG-3: every record that ships has a source of the gateway’s own and is not older than a year', async () => {
  const records: GatewayClaim[] = [];
  for (const file of globSync('build/src/gateways/*/claims.js')) {
    const exports = (await import(pathToFileURL(file).href)) as Record<string, readonly GatewayClaim[]>;
    for (const each of Object.values(exports).flat()) {
      assert.equal(problemOf(each), undefined, file);
      const gateway = /gateways\/([^/]+)\//.exec(file)?.[1] ?? '';
      assert.match(new URL(each.sourceUrl).hostname, new RegExp(`(^|\\.)${gateway}\\.`), each.sourceUrl);
      // Whoever says so says it: no sentence of ours about somebody.
      assert.ok(each.claim.startsWith(each.subject), each.claim);
      records.push(each);
    }
  }
  assert.ok(records.length > 0);
});
