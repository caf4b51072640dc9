/**
 * What a gateway needs the merchant's page to allow: pure data, from which the page's headers, the docs and the inventory are
 * made, so that they can't differ. Beside each gateway's adapter, in its `sources.ts`.
 */
export interface PageSources {
  /** The gateway's name, for notes: `stripe`. */
  readonly name: string;
  /** Where the gateway's scripts come from. */
  readonly script?: readonly string[];
  /** Whose frames stand in the page: the card form, 3-D Secure, a wallet. */
  readonly frame?: readonly string[];
  /** What its scripts ask from the page itself. */
  readonly connect?: readonly string[];
  readonly image?: readonly string[];
  /** `'unsafe-inline'` only if its own script writes styles into the page. */
  readonly style?: readonly string[];
  readonly font?: readonly string[];
  /** Where a form of the page sends the shopper: the gateway's own page, or a bank's for 3-D Secure. */
  readonly form?: readonly string[];
  /** Origins whose frames may open a wallet's sheet (`Permissions-Policy: payment`); whole origins only, no `*`. */
  readonly payment?: readonly string[];
  /**
   * What its script does where Trusted Types are enforced: `safe` runs; `default` loads further scripts by plain addresses and
   * runs only beside a policy called `default`; `unknown` was never seen there.
   */
  readonly trustedTypes: 'safe' | 'default' | 'unknown';
  /** What is lost or weakened by these sources, in a sentence each, for whoever installs them. */
  readonly notes?: readonly string[];
  /** Where this is written, and when we read it. */
  readonly records: readonly SourceRecord[];
}

export interface SourceRecord {
  /** What it is about, if not all: `Cash App Pay`. */
  readonly about?: string;
  readonly url: string;
  /** `YYYY-MM-DD` */
  readonly checkedOn: string;
  /** `documented`: by the gateway itself. `reported`: by those who use it; watch the reports of your own page. */
  readonly kind: 'documented' | 'reported';
}
