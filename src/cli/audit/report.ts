/** What an audit has to say, before it is written as JSON or HTML. */
import type { Finding } from '../../security/csp/index.js';
import type { Change, InventoryRow } from './inventory.js';
import type { SdkFile } from './known.js';
import type { PageSeen } from './seen.js';

export interface AuditReport {
  /** The only value that differs between two visits of an unchanged page. */
  readonly checkedAt: string;
  readonly verdict: 'as approved' | 'changed' | 'not justified' | 'no baseline';
  readonly page: PageSeen;
  readonly rows: readonly ReportRow[];
  readonly changes: readonly Change[];
  /** What the page's headers leave open. */
  readonly findings: readonly Finding[];
  readonly sdk: { readonly version: string | undefined; readonly files: readonly SdkFile[] };
}

/** A script with what its row in the inventory says. */
export interface ReportRow extends InventoryRow {
  readonly kind: string;
  readonly state: 'approved' | 'not justified' | 'not approved' | 'changed';
}

export const WHAT_IT_IS =
  'A record of what one browser received when a program opened this page. It is evidence to show and to compare; it certifies nothing, and whether it is enough is for you and whoever assesses you to judge.';

/** Which points of the standard a section is of use for. */
export const HELPS = {
  changes:
    'Of use for PCI DSS v4.0.1, 11.6.1: changes of security-relevant headers and of scripts, as a browser received them.',
  scripts:
    'Of use for PCI DSS v4.0.1, 6.4.3 (inventory, justification, authorisation and integrity of payment-page scripts), and for the script criterion of SAQ A.',
  headers: 'Of use for 11.6.1, and for the script criterion of SAQ A: what keeps other scripts out.',
  frames: 'Of use for the SAQ A criterion that the payment form comes from the processor alone.',
  cardFields: 'Of use for the SAQ A criterion that the page itself takes no card details.',
} as const;

export const LIMITS: readonly string[] = [
  'One visit, from one place, with an empty browser: what is only shown to other countries, other devices, returning or logged-in shoppers, or behind a campaign address (?utm_…) was not seen.',
  'Nothing was pressed or typed and no payment was made: a script that waits for that was not seen.',
  'A script that came later than the visit lasted was not seen, nor an inline script of a frame that was gone again at its end; and a page can recognise that a program visits it.',
  'Scripts inside the gateway’s frames are the gateway’s: the page cannot read them, and neither did this visit. Texts that scripts turn into code (eval) are not listed.',
  'Where bytes are “not read”, the browser gave none (Firefox gives none of a blob), and another text there would not be seen. Chromium gives most.',
  'Bytes of a gateway’s own script are not compared, because gateways change them without notice.',
];
