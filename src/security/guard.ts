/** Whether a card form may be shown and an order placed, by the facts. Pure. */
import type { SecurityFacts } from './facts.js';

/** Why not; each has a label `security.refused.<reason>`. */
export type Refusal =
  /** Not HTTPS, and not this device itself. */
  | 'insecure'
  /** A live gateway on a local address without HTTPS. */
  | 'live_on_local'
  /** The frame in the mount is not the gateway's. */
  | 'frame_origin';

export interface Verdict {
  readonly allowed: boolean;
  readonly refusals: readonly Refusal[];
}

export function judge(facts: SecurityFacts): Verdict {
  const refusals: Refusal[] = [];
  const local = facts.loopback && facts.scheme === 'http';
  if (!facts.secureContext || (facts.scheme !== 'https' && !local)) refusals.push('insecure');
  else if (local && facts.mode === 'live') refusals.push('live_on_local');
  if (facts.payment.kind === 'frame' && !facts.payment.genuine) refusals.push('frame_origin');
  return Object.freeze({ allowed: refusals.length === 0, refusals: Object.freeze(refusals) });
}
