/** Whether a card form may be shown and an order placed, by the facts. Pure. */
import type { Concern, SecurityFacts } from './facts.js';

/** Why not; each has a label `security.refused.<reason>`. */
export type Refusal =
  /** Not HTTPS, and not this device itself. */
  | 'insecure'
  /** A live gateway on a local address without HTTPS. */
  | 'live_on_local'
  /** The frame in the mount is not the gateway's. */
  | 'frame_origin'
  /** Another website shows the page in a frame of its own, and the merchant did not allow it. */
  | 'framed';

/** What the merchant decides; the rest is the same for every shop. */
export interface GuardPolicy {
  /** Origins of websites that may show the shop in a frame: `https://portal.example`. Default: none but the shop's own. */
  readonly allowedAncestors?: readonly string[] | undefined;
  /**
   * What becomes of a payment while something lies over the card form, hides it, or a field of the page asks for a card number:
   * `warn` tells the shopper, `stop` takes no payment either. Such a finding can be a harmless banner. Default `warn`.
   */
  readonly onConcern?: 'warn' | 'stop' | undefined;
}

export interface Verdict {
  /** Whether a card form may be shown and an order placed at all. */
  readonly allowed: boolean;
  /** Whether a payment may be started now. */
  readonly mayPay: boolean;
  readonly refusals: readonly Refusal[];
  readonly warnings: readonly Concern[];
}

export function judge(facts: SecurityFacts, policy: GuardPolicy = {}): Verdict {
  const refusals: Refusal[] = [];
  const local = facts.loopback && facts.scheme === 'http';
  if (!facts.secureContext || (facts.scheme !== 'https' && !local)) refusals.push('insecure');
  else if (local && facts.mode === 'live') refusals.push('live_on_local');
  if (facts.payment.kind === 'frame' && !facts.payment.genuine) refusals.push('frame_origin');
  const { allowedAncestors = [], onConcern = 'warn' } = policy;
  if (facts.framedBy.some((by) => by === null || !allowedAncestors.includes(by))) refusals.push('framed');
  const allowed = refusals.length === 0;
  const mayPay = allowed && (onConcern === 'warn' || facts.concerns.length === 0);
  return Object.freeze({ allowed, mayPay, refusals: Object.freeze(refusals), warnings: facts.concerns });
}
