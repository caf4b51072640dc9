/**
 * What a gateway says of itself, as a dated record beside its adapter. It is the gateway's word and nobody else's: shown only if the
 * merchant wants it, always with its name before it, never once it is old (security notes MSG-3).
 */
export interface GatewayClaim {
  /** Whose claim it is, as shoppers know it: `Stripe`. */
  readonly subject: string;
  /** In its own words. */
  readonly claim: string;
  /** Where it says so: a page of its own. */
  readonly sourceUrl: string;
  /** When a person last read it there, `YYYY-MM-DD`. */
  readonly checkedOn: string;
}

const DAY = 86_400_000;

/** Assessments are made anew every year; a claim read longer ago says nothing of today. */
const FRESH_DAYS = 365;

/** Whether it was read recently enough to be shown. */
export function isFresh({ checkedOn }: GatewayClaim, now: number): boolean {
  const age = now - Date.parse(checkedOn);
  // A day ahead is a time zone's; more is no date anybody has read it on.
  return age > -DAY && age <= FRESH_DAYS * DAY;
}

/** What is wrong with a record, in words; undefined for a good one. */
export function problemOf({ subject, claim, sourceUrl, checkedOn }: GatewayClaim): string | undefined {
  if (!isLine(subject, 60)) return 'does not say whose claim it is';
  if (!isLine(claim, 300)) return 'has no words, or more than 300 characters';
  if (!URL.canParse(sourceUrl) || new URL(sourceUrl).protocol !== 'https:')
    return 'does not say where it was read: sourceUrl must be an https: address';
  const isDate = /^\d{4}-\d\d-\d\d$/.test(checkedOn) && !Number.isNaN(Date.parse(checkedOn));
  return isDate ? undefined : 'does not say when it was read: checkedOn must be a date such as 2026-11-23';
}

/** One line of plain text, as untyped code may hand over anything. */
const isLine = (text: unknown, most: number): boolean =>
  typeof text === 'string' && text.trim() !== '' && text.length <= most && !/\p{Cc}/u.test(text);
