/**
 * The security message: which sentences the facts allow. It returns label keys and values; a sentence is listed only if
 * its fact was checked on this page load and holds. Nothing here is a promise about the gateway or the merchant.
 */
import type { SecurityFacts } from './facts.js';
import { judge, type Refusal, type Verdict } from './guard.js';

/** How the message looks and is announced. `pending`: nothing was checked yet, so nothing is claimed. */
export type MessageState = 'pending' | 'verified' | 'redirect' | 'test' | 'warned' | 'refused';

export interface Sentence {
  /** A key of the label table `security`. */
  readonly key: SentenceKey;
  readonly values: Readonly<Record<string, string>>;
}

export type SentenceKey =
  | 'security.checking'
  | 'security.https'
  | 'security.local'
  | 'security.frame'
  | 'security.merchant'
  | 'security.window'
  | 'security.redirect'
  | 'security.offline'
  | 'security.test'
  | 'security.refused.insecure'
  | 'security.refused.live_on_local'
  | 'security.refused.frame_origin'
  | 'security.refused.framed'
  | 'security.warning.covered'
  | 'security.warning.hidden'
  | 'security.warning.card_field'
  | 'security.stopped';

export type CureKey = 'security.cure' | 'security.cure.framed';

export interface SecurityMessage {
  readonly state: MessageState;
  /** The one to read first. */
  readonly headline: Sentence;
  readonly details: readonly Sentence[];
  /** Where the same page can be paid on; only when there is such a place: over HTTPS, or outside the other website's frame. */
  readonly cure: { readonly key: CureKey; readonly url: string } | undefined;
}

export function securityMessage(facts: SecurityFacts, verdict: Verdict = judge(facts)): SecurityMessage {
  const { refusals, warnings, mayPay } = verdict;
  const say = (key: SentenceKey, values: Record<string, string> = {}): Sentence =>
    Object.freeze({ key, values: Object.freeze(values) });
  const [first, ...more] = refusals;
  if (first) {
    return freeze(
      'refused',
      say(`security.refused.${first}`, { host: facts.host }),
      more.map((r) => say(`security.refused.${r}`, { host: facts.host })),
      cureOf(first, facts),
    );
  }
  const [seen, ...others] = warnings;
  if (seen) {
    return freeze('warned', say(`security.warning.${seen}`), [
      ...others.map((each) => say(`security.warning.${each}`)),
      ...(mayPay ? [] : [say('security.stopped')]),
    ]);
  }
  // That it is a test stands under the headline, whatever the details say.
  const test = facts.mode === 'test';
  const connection =
    facts.scheme === 'https'
      ? say('security.https', { host: facts.host })
      : say('security.local', { host: facts.host });
  switch (facts.payment.kind) {
    case 'unknown':
      return freeze('pending', say('security.checking'), [connection]);
    case 'frame': {
      const origin = facts.payment.origins.map(hostOf).join(', ');
      const headline = say('security.frame', { origin });
      return freeze(test ? 'test' : 'verified', headline, [
        say('security.merchant', { host: facts.host }),
        connection,
      ]);
    }
    case 'window':
      // Nothing was checked, for nothing is there yet.
      return freeze(test ? 'test' : 'pending', say('security.window'), [connection]);
    case 'redirect':
      return freeze(
        test ? 'test' : 'redirect',
        say('security.redirect', { host: facts.payment.hosts.join(', ') }),
        [connection],
      );
    case 'offline':
      return freeze(test ? 'test' : 'verified', say('security.offline'), [connection]);
  }
}

/** Whether there is something to say of who takes the payment details: what is not there yet can't be checked. */
export const wasChecked = ({ payment, concerns }: SecurityFacts): boolean =>
  payment.kind !== 'unknown' && payment.kind !== 'window' && concerns.length === 0;

function cureOf(refusal: Refusal, { httpsUrl, pageUrl }: SecurityFacts): SecurityMessage['cure'] {
  if (refusal === 'insecure') return { key: 'security.cure', url: httpsUrl };
  return refusal === 'framed' ? { key: 'security.cure.framed', url: pageUrl } : undefined;
}

const hostOf = (origin: string): string =>
  origin.startsWith('https://') ? origin.slice('https://'.length) : origin;

const freeze = (
  state: MessageState,
  headline: Sentence,
  details: readonly Sentence[],
  cure?: SecurityMessage['cure'],
): SecurityMessage => Object.freeze({ state, headline, details: Object.freeze(details), cure });
