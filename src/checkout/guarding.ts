/**
 * The checkout's eyes: gathers the security facts before every decision that rests on them, looks at the frames that were mounted,
 * and keeps a watch over them. What follows from the facts is the verdict's matter (security/guard.ts).
 */
import type { Gateway } from '../api/types.js';
import type { Env } from '../env.js';
import type { PaymentMethod } from '../gateways/gateway.js';
import type { CardWatch } from '../security/card-watch.js';
import {
  frameFacts,
  isDeclared,
  pageFacts,
  type Concern,
  type PaymentFacts,
  type SecurityFacts,
} from '../security/facts.js';
import { judge, type GuardPolicy, type Verdict } from '../security/guard.js';

export interface Guarded {
  readonly facts: SecurityFacts;
  readonly verdict: Verdict;
}

export interface GuardingParts {
  readonly env: Pick<Env, 'page'>;
  readonly policy: GuardPolicy | undefined;
  readonly signal: AbortSignal;
  /** What the checkout stands at; asked anew each time. */
  readonly now: () => {
    readonly facts: SecurityFacts;
    readonly gateway: Gateway | undefined;
    readonly method: PaymentMethod | undefined;
    /** The element that holds a ready form. */
    readonly mount: HTMLElement | undefined;
    /** Refused once: with the wrong frame gone there is nothing to see, and nothing is well again. */
    readonly refused: boolean;
    /** The shopper is at the form. */
    readonly editing: boolean;
  };
  readonly commit: (guarded: Guarded) => void;
  /** No card form may stand here any more. */
  readonly refuse: () => void;
}

export interface Guarding {
  /** Of the page as it is, before any gateway is known. */
  readonly first: Guarded;
  /** Brings the facts up to date: with the chosen gateway, and what is said in `change`. */
  learn(change: { page?: boolean; payment?: PaymentFacts }): void;
  /** Looks at the frames that stand there now, and has them watched. */
  checkFrames(): void;
  /** Looks at everything once more, right before a payment. */
  look(): void;
}

export function createGuarding(parts: GuardingParts): Guarding {
  const { env, policy, now, commit, refuse, signal } = parts;
  const facts = pageFacts(env.page());
  let watched: { readonly mount: HTMLElement; watch?: CardWatch } | undefined;
  signal.addEventListener('abort', unwatch);
  const ownOrigin = (): string => new URL(env.page().href).origin;

  function learn(change: { page?: boolean; payment?: PaymentFacts; concerns?: readonly Concern[] }): void {
    const { facts: known, gateway } = now();
    const { payment, concerns } = known;
    const page = change.page ? { ...pageFacts(env.page()), payment, concerns } : known;
    const updated = Object.freeze({
      ...page,
      mode: gateway?.mode,
      payment: change.payment ?? paymentOf(gateway, page.payment),
      concerns: change.concerns ?? page.concerns,
    });
    const verdict = judge(updated, policy);
    commit({ facts: updated, verdict });
    if (verdict.allowed) return;
    unwatch();
    refuse();
  }

  function checkFrames(): void {
    const { gateway, method, mount, refused } = now();
    if (refused) return;
    if (gateway?.kind !== 'frame' || !mount) unwatch();
    if (gateway?.kind !== 'frame') return;
    if (mount && method && (!method.needsForm || method.ownButton)) {
      unwatch();
      return learn({ payment: { kind: 'window' } });
    }
    learn({ payment: mount ? frameFacts(mount, gateway.frameOrigins, ownOrigin()) : { kind: 'unknown' } });
    if (mount) watchOver(mount);
  }

  function watchOver(mount: HTMLElement): void {
    if (watched?.mount === mount || now().refused) return;
    unwatch();
    const mine: typeof watched = (watched = { mount });
    // Where it can't be loaded or can't watch, nothing is said of what lies over the form, and no message claims that
    // anything was looked at.
    void import('../security/card-watch.js')
      .then(({ watchCard }) => {
        if (watched !== mine || signal.aborted) return;
        mine.watch = watchCard({
          mount,
          isTheirs: (frame) => isDeclared(frame, now().gateway?.frameOrigins ?? [], ownOrigin()),
          isOpen: () => now().editing,
          tell: (concerns) => learn({ concerns }),
          // For a moment there is none: nothing is claimed then, and nothing refused.
          onFrames: () =>
            mount.querySelector('iframe') ? checkFrames() : learn({ payment: { kind: 'unknown' } }),
        });
      })
      .catch(() => undefined);
  }

  function unwatch(): void {
    const old = watched;
    watched = undefined;
    old?.watch?.stop();
  }

  return {
    first: { facts, verdict: judge(facts, policy) },
    learn,
    checkFrames,
    look() {
      learn({ page: true });
      checkFrames();
      watched?.watch?.look();
    },
  };
}

/** Who takes the payment details, as far as the kind of gateway tells; a frame is believed only when it was seen. */
export const paymentOf = (gateway: Gateway | undefined, known: PaymentFacts): PaymentFacts =>
  gateway?.kind === 'redirect'
    ? { kind: 'redirect', hosts: gateway.redirectHosts }
    : gateway?.kind === 'offline'
      ? { kind: 'offline' }
      : known;
