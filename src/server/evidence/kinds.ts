/** What a finding can be and where it can stand: the lists behind the types of api/wire-evidence.ts. */
import type { WireDecision, WireFinding, WireFindingKind } from '../../api/wire-evidence.js';

export const FINDING_KINDS = [
  'script',
  'frame',
  'header',
  'violation',
  'concern',
] as const satisfies readonly WireFindingKind[];

export const DECISIONS = ['approved', 'rejected'] as const satisfies readonly WireDecision[];

export const FINDING_STATES = ['new', ...DECISIONS] as const satisfies readonly WireFinding['status'][];
