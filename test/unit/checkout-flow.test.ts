import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FIRST, next, type Effect, type FlowEvent, type FlowState } from '../../src/checkout/flow.js';

const results = [
  'submitted',
  'processing',
  'declined',
  'canceled',
  'invalid',
  'leaving',
  'blocked',
  'timeout',
  'unknown',
] as const;
const event: fc.Arbitrary<FlowEvent> = fc.oneof(
  fc.constantFrom<FlowEvent>(
    { type: 'ready' }, { type: 'found' }, { type: 'pay' }, { type: 'valid' }, { type: 'restart' },
    { type: 'guard', allowed: true }, { type: 'guard', allowed: false },
    { type: 'invalid', notice: { kind: 'fields' } }, { type: 'not_placed', notice: { kind: 'error', code: 'network_failed', sent: false } },
  ), // prettier-ignore
  fc
    .constantFrom('confirm', 'redirect', 'wait')
    .map((to): FlowEvent => ({ type: 'placed', next: to as 'confirm' })),
  fc.constantFrom(...results).map((kind): FlowEvent => ({
    type: 'result',
    result: kind === 'declined' ? { kind, code: 'card_declined' } : { kind },
  })),
);

function run(events: readonly FlowEvent[]): { states: FlowState[]; effects: (Effect | undefined)[] } {
  const states: FlowState[] = [FIRST];
  const effects: (Effect | undefined)[] = [];
  for (const each of events) {
    const [state, effect] = next(states.at(-1) ?? FIRST, each);
    states.push(state);
    effects.push(effect);
  }
  return { states, effects };
}

const phaseAfter = (...events: FlowEvent[]): FlowState => run(events).states.at(-1) ?? FIRST;
const paying: FlowEvent[] = [{ type: 'ready' }, { type: 'pay' }, { type: 'valid' }];
const confirming: FlowEvent[] = [...paying, { type: 'placed', next: 'confirm' }];

describe('checkout flow', () => {
  it('goes from the form to the order page in one line', () => {
    const { states, effects } = run([...confirming, { type: 'result', result: { kind: 'submitted' } }]);
    assert.deepEqual(
      states.map((s) => s.phase),
      ['starting', 'editing', 'validating', 'placing', 'confirming', 'handed'],
    );
    assert.deepEqual(effects, [undefined, 'validate', 'place', 'confirm', 'hand']);
  });

  it('makes one payment of any number of clicks on Pay (T-14)', () => {
    const pay: FlowEvent = { type: 'pay' };
    const { effects } = run([
      { type: 'ready' },
      pay,
      pay,
      { type: 'valid' },
      pay,
      { type: 'placed', next: 'confirm' },
      pay,
      pay,
    ]);
    assert.equal(effects.filter((e) => e === 'place').length, 1);
    assert.equal(effects.filter((e) => e === 'confirm').length, 1);
  });

  it('lets the shopper try again only after a definite no', () => {
    for (const kind of results) {
      const result = kind === 'declined' ? { kind, code: 'card_declined' } : { kind };
      const { phase } = phaseAfter(...confirming, { type: 'result', result });
      const definite = kind === 'declined' || kind === 'canceled' || kind === 'invalid';
      assert.equal(phase, definite ? 'editing' : 'handed', kind);
    }
  });

  it('leaves the form when another tab’s payment turns out to be under way', () => {
    const { states, effects } = run([{ type: 'ready' }, { type: 'found' }, { type: 'pay' }]);
    assert.deepEqual(states.at(-1), { phase: 'handed', hint: 'found' });
    assert.deepEqual(effects, [undefined, 'hand', undefined]);
  });

  it('lets a shopper who is about to leave stay, and calls nothing that happens then a payment (MSG-4)', () => {
    const leaving: FlowEvent[] = [...paying, { type: 'placed', next: 'redirect' }];
    assert.deepEqual(run(leaving).effects.at(-1), 'leave');
    assert.equal(phaseAfter(...leaving).phase, 'leaving');
    for (const kind of results.filter((each) => each !== 'canceled' && each !== 'declined'))
      assert.equal(phaseAfter(...leaving, { type: 'result', result: { kind } }).phase, 'leaving', kind);
    assert.deepEqual(phaseAfter(...leaving, { type: 'result', result: { kind: 'canceled' } }), {
      phase: 'editing',
      notice: { kind: 'canceled' },
    });
    assert.equal(phaseAfter(...leaving, { type: 'pay' }).phase, 'leaving');
    assert.equal(phaseAfter(...leaving, { type: 'restart' }).phase, 'starting');
  });

  it('keeps the reason of a decline', () => {
    const state = phaseAfter(...confirming, {
      type: 'result',
      result: { kind: 'declined', code: 'expired_card' },
    });
    assert.deepEqual(state, { phase: 'editing', notice: { kind: 'declined', code: 'expired_card' } });
  });

  it('validates before it places an order', () => {
    const { effects } = run([
      { type: 'ready' },
      { type: 'pay' },
      { type: 'invalid', notice: { kind: 'form' } },
    ]);
    assert.ok(!effects.includes('place'));
  });

  it('is stopped by the guard at any time before the order is placed, and not after (PCI-4)', () => {
    const no: FlowEvent = { type: 'guard', allowed: false };
    assert.equal(phaseAfter(no).phase, 'refused');
    assert.equal(phaseAfter({ type: 'ready' }, no).phase, 'refused');
    assert.equal(phaseAfter({ type: 'ready' }, no, { type: 'pay' }).phase, 'refused');
    assert.equal(phaseAfter(...confirming, no).phase, 'confirming');
  });

  it('never places without validating, never confirms without placing, in any history', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let last: Effect | undefined;
        for (const effect of run(events).effects) {
          if (effect === 'place') assert.equal(last, 'validate');
          if (effect === 'confirm' || effect === 'leave') assert.equal(last, 'place');
          if (effect) last = effect;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('offers no payment while the gateway may have the money, except after looking at everything again', () => {
    fc.assert(
      fc.property(
        fc.array(
          event.filter((e) => e.type !== 'restart'),
          { maxLength: 40 },
        ),
        (events) => {
          const { states } = run(events);
          const handed = states.findIndex((s) => s.phase === 'handed');
          if (handed >= 0) assert.ok(states.slice(handed).every((s) => s.phase === 'handed'));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
