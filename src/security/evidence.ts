/** The merchant's look at the evidence: what the store server has of its pages, and what is decided about it. No rendering. */
import { createAsk } from '../api/client.js';
import type { WireDecisionRequest, WireEvidence, WireFinding } from '../api/wire-evidence.js';
import type { Env } from '../env.js';
import { isStoreError, StoreError } from '../errors.js';
import { observable, type Observable } from '../observable.js';

export interface EvidenceSnapshot {
  /** `locked`: no key was given, or the store did not take it. */
  readonly status: 'locked' | 'loading' | 'ready' | 'failed';
  readonly findings: readonly WireFinding[];
  /** More was told than the store keeps. */
  readonly full: boolean;
  /** Of the last try; `access_refused` for a wrong key. */
  readonly error: StoreError | undefined;
  /** The finding a decision is being sent for. */
  readonly deciding: string | undefined;
}

export interface EvidenceDesk extends Observable<EvidenceSnapshot> {
  /** Takes the key, which is kept in memory only, and loads. Without one: loads again. */
  open(key?: string): Promise<void>;
  /** Resolves to whether the store has it. */
  decide(id: string, decision: WireDecisionRequest): Promise<boolean>;
  /** All of it as JSON, in an order that does not change with time: two of them can be compared line by line. */
  toJson(): string;
}

/** `endpoint`: the store server's base address. */
export function createEvidenceDesk(endpoint: string, env: Env, signal: AbortSignal): EvidenceDesk {
  const ask = createAsk(endpoint, env);
  let token: string | undefined;
  const state = observable<EvidenceSnapshot>(
    Object.freeze<EvidenceSnapshot>({
      status: 'locked',
      findings: [],
      full: false,
      error: undefined,
      deciding: undefined,
    }),
  );
  const commit = (patch: Partial<EvidenceSnapshot>): void =>
    state.set(Object.freeze({ ...state.get(), ...patch }));

  function fail(cause: unknown, fallback: EvidenceSnapshot['status']): void {
    if (signal.aborted) return;
    const error = isStoreError(cause) ? cause : new StoreError('server_answer', undefined, { cause });
    const locked = error.code === 'access_refused';
    if (locked) token = undefined;
    commit({ status: locked ? 'locked' : fallback, error, deciding: undefined });
  }

  async function load(): Promise<void> {
    if (!token) return;
    const { findings, full } = await ask('/admin/evidence', readEvidence, { token, signal });
    commit({ status: 'ready', findings, full, error: undefined, deciding: undefined });
  }

  return {
    ...state,
    async open(key) {
      if (key !== undefined) token = key.trim() || undefined;
      if (!token) return commit({ status: 'locked', findings: [], error: undefined });
      commit({ status: 'loading', error: undefined });
      await load().catch((cause: unknown) => fail(cause, 'failed'));
    },
    async decide(id, decision) {
      if (!token) return false;
      commit({ deciding: id, error: undefined });
      try {
        await ask(`/admin/evidence/${encodeURIComponent(id)}/decision`, () => undefined, {
          token,
          body: decision,
          signal,
        });
        await load();
        return true;
      } catch (cause) {
        fail(cause, 'ready');
        return false;
      }
    },
    toJson: () => `${JSON.stringify({ endpoint, findings: state.get().findings }, null, 2)}\n`,
  };
}

function readEvidence(json: unknown): WireEvidence {
  const { findings, full } = json as Partial<WireEvidence>;
  if (!Array.isArray(findings)) throw new StoreError('server_answer', 'There are no findings in it.');
  return { findings: Object.freeze(findings as readonly WireFinding[]), full: full === true };
}
