/**
 * `store-elements/conformance`: the gateway contract as checks, for whoever writes a gateway. It needs no test runner of its
 * own: hand each check to yours. The browser half has a kit of its own, `store-elements/conformance/browser`.
 *
 * @example
 * import { describe, it } from 'node:test';
 * import { conformanceOf } from 'store-elements/conformance';
 *
 * describe('my gateway', () => {
 *   for (const { name, without, run } of conformanceOf(world)) it(name, { skip: without ?? false }, run);
 * });
 */
import { onBench, type Draft } from './bench.js';
import { CALLBACK_CHECKS } from './checks-callback.js';
import { MONEY_CHECKS } from './checks-money.js';
import { PAYMENT_CHECKS } from './checks-payment.js';
import type { Check, World } from './world.js';

export type { Ability, Booking, Callback, Check, Clock, Deed, Processor, World } from './world.js';

const DRAFTS: readonly Draft[] = [...PAYMENT_CHECKS, ...CALLBACK_CHECKS, ...MONEY_CHECKS];

/**
 * All checks of the contract's server half; of an offline way to pay, behind which there is no processor, those that say
 * something about it. Each starts a processor and a store of its own, and ends them.
 */
export const conformanceOf = (world: World, kind: 'online' | 'offline' = 'online'): readonly Check[] =>
  DRAFTS.filter(({ offline }) => kind === 'online' || offline).map(({ name, needs, run }) => ({
    name,
    without: needs && world.without?.[needs],
    run: () => onBench(world, run),
  }));
