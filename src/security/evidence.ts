/** The merchant's look at the evidence: what the store server has of its pages, and what is decided about it. No rendering. */
import { createAdminDesk, type AdminDesk } from '../api/admin-desk.js';
import type { WireDecisionRequest, WireEvidence, WireFinding } from '../api/wire-evidence.js';
import type { Env } from '../env.js';
import { StoreError } from '../errors.js';

/** While a decision is sent, `sending` is its finding. */
export interface EvidenceDesk extends AdminDesk<WireEvidence> {
  /** Resolves to whether the store has it. */
  decide(id: string, decision: WireDecisionRequest): Promise<boolean>;
  /** All of it as JSON, in an order that does not change with time: two of them can be compared line by line. */
  toJson(): string;
}

/** `endpoint`: the store server's base address. */
export function createEvidenceDesk(endpoint: string, env: Env, signal: AbortSignal): EvidenceDesk {
  const desk = createAdminDesk(endpoint, env, signal, () => '/admin/evidence', readEvidence);
  return {
    ...desk,
    decide: (id, decision) => desk.send(`/admin/evidence/${encodeURIComponent(id)}/decision`, decision, id),
    toJson: () => `${JSON.stringify({ endpoint, findings: desk.get().data?.findings ?? [] }, null, 2)}\n`,
  };
}

function readEvidence(json: unknown): WireEvidence {
  const { findings, full } = json as Partial<WireEvidence>;
  if (!Array.isArray(findings)) throw new StoreError('server_answer', 'There are no findings in it.');
  return { findings: Object.freeze(findings as readonly WireFinding[]), full: full === true };
}
