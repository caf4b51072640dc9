/**
 * Asks the merchant's own functions for ways of delivery and tax. Pricing is a pure function and may run inside a transaction,
 * where nobody may be waited for; so what it does not know yet it says by throwing, the function is asked outside, and pricing
 * begins again with the answer. A function that fails makes no cart unreadable: it is priced without, and can't be ordered.
 */
import type { WireQuote } from '../api/wire.js';
import { StoreError } from '../errors.js';
import { canonical } from './ids.js';
import { withRegionKeys, type Needs } from './places.js';
import type { DeliveryAnswer, DeliveryFacts, DeliveryOffer, DeliveryRule } from './pricing.js';
import { checkedTax, type Tax, type TaxAnswer, type TaxFacts } from './tax.js';
import { isAmount } from './option-checks.js';
import type { Settings } from './options.js';
import type { Rules, World } from './world.js';

export type Trouble = 'delivery_unavailable' | 'tax_unavailable';

/** What one pricing works with. */
export interface RuleAnswers {
  delivery(facts: DeliveryFacts): readonly DeliveryRule[] | Needs;
  tax(facts: TaxFacts): TaxAnswer;
  /** What could not be had. */
  readonly trouble: Set<Trouble>;
}

/** Thrown through pricing and through the transaction around it, which is rolled back. */
class Unasked extends Error {
  readonly ask: () => Promise<void>;
  constructor(ask: () => Promise<void>) {
    super('A function of the merchant has to be asked first.');
    this.ask = ask;
  }
}

/** Delivery, then tax, each once more when the catalogue changed meanwhile. */
const MOST = 6;

/** Runs `work` until it knows all it needs. Nothing but answers is kept between the runs. */
export async function untilAnswered<T>(work: () => T | Promise<T>): Promise<T> {
  for (let turn = 0; turn < MOST; turn++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Unasked)) throw error;
      await error.ask();
    }
  }
  throw new StoreError('server_failed', 'The catalogue changes faster than it can be priced.');
}

/** By what an order was placed with: its delivery and its tax are agreed. */
export function rulesOf({ fulfillment, totals, currency }: WireQuote): RuleAnswers {
  const tax = totals.find(({ type }) => type === 'tax');
  return {
    delivery: () => fulfillment.options.map((option) => ({ ...option, countries: '*' })),
    tax: () => tax && { amount: { amount: tax.amount, currency }, included: tax.included === true },
    trouble: new Set(),
  };
}

/** The merchant's rules with regions by their keys. @throws TypeError for a region that its country does not have. */
export async function knownRules({ delivery, tax }: Pick<Settings, 'delivery' | 'tax'>): Promise<Rules> {
  return {
    delivery: typeof delivery === 'function' ? delivery : await withRegionKeys(delivery, 'delivery'),
    tax: tax === undefined || typeof tax === 'function' ? tax : await withRegionKeys(tax, 'tax'),
  };
}

/** For one quote, or one order and its repetitions. */
export function createAnswers(world: Pick<World, 'settings' | 'log'>): RuleAnswers {
  const { delivery, tax, ruleTimeout } = world.settings;
  const trouble = new Set<Trouble>();
  const known = new Map<string, unknown>();

  function answerOf<F, A>(kind: Trouble, facts: F, ask: (signal: AbortSignal) => Promise<A>): A | undefined {
    const key = `${kind} ${canonical(facts)}`;
    if (known.has(key)) {
      const answer = known.get(key) as A | undefined;
      if (answer === undefined) trouble.add(kind);
      return answer;
    }
    throw new Unasked(async () => {
      try {
        known.set(key, await inTime(ask, ruleTimeout));
      } catch (error) {
        world.log.error(kind, { error });
        known.set(key, undefined);
      }
    });
  }

  return {
    trouble,
    delivery(facts) {
      if (typeof delivery !== 'function') return delivery;
      const frozen = Object.freeze(facts);
      return (
        answerOf('delivery_unavailable', facts, async (signal) => offersOf(await delivery(frozen, signal))) ??
        []
      );
    },
    tax(facts) {
      if (typeof tax !== 'function') return undefined;
      const frozen = Object.freeze(facts);
      // Wrapped, since "no tax" is an answer, too.
      const answer = answerOf('tax_unavailable', facts, async (signal) => {
        const said = await tax(frozen, signal);
        return { tax: said && (needsOf(said) ?? checkedTax(said as Tax, facts.currency)) };
      });
      return answer?.tax;
    },
  };
}

async function inTime<A>(ask: (signal: AbortSignal) => Promise<A>, ms: number): Promise<A> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new Error(`It did not answer within ${ms} ms.`)), ms);
  const late = new Promise<never>((_, reject) =>
    abort.signal.addEventListener('abort', () => reject(abort.signal.reason as Error), { once: true }),
  );
  try {
    return await Promise.race([ask(abort.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const MOST_OFFERS = 50;

function offersOf(said: DeliveryAnswer): readonly DeliveryRule[] | Needs {
  const needs = needsOf(said);
  if (needs) return needs;
  const offers: unknown = said;
  const fits =
    Array.isArray(offers) &&
    offers.length <= MOST_OFFERS &&
    new Set(offers.map((offer: Partial<DeliveryOffer>) => offer.id)).size === offers.length &&
    offers.every(
      ({ id, title, description, amount }: Partial<DeliveryOffer>) =>
        ID.test(String(id)) && isText(title, 1, 200) && isText(description, 0, 500) && isAmount(amount),
    );
  if (!fits)
    throw new RangeError(
      `The store's delivery function must answer with at most ${MOST_OFFERS} ways, each with an id of its own, a title, a description and an amount ≥ 0 in minor units.`,
    );
  return (said as readonly DeliveryOffer[]).map(({ id, title, description, amount }) => ({
    id,
    title,
    description,
    amount,
    countries: '*',
  }));
}

/** What the function wants to know first. @throws RangeError for what nobody can be asked. */
function needsOf(said: unknown): Needs | undefined {
  if (typeof said !== 'object' || said === null || !('needs' in said)) return undefined;
  const { needs } = said;
  if (needs !== 'region' && needs !== 'postal_code')
    throw new RangeError('A function of the store needs "region" or "postal_code", and nothing else.');
  return { needs };
}

const isText = (value: unknown, least: number, most: number): boolean =>
  typeof value === 'string' && value.length >= least && value.length <= most;
