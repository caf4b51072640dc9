/** In a file without the SDK's types: who has no such SDK installed must still be able to read ours. */
export interface StripeServerOptions {
  /** `sk_…`, or better a restricted key (`rk_…`) that may write PaymentIntents, Refunds and Checkout Sessions. */
  readonly secretKey: string;
  /** `pk_…`, of the same mode. The only key a page gets. */
  readonly publishableKey: string;
  /** `whsec_…` of the callback endpoint; several while one is being replaced. */
  readonly webhookSecrets: readonly string[];
  /** `acct_…`, for payments on a connected account (Connect, direct charges). */
  readonly account?: string;
  /** `manual` only authorizes; the money is taken later, by `capture`. Default `automatic`. */
  readonly capture?: 'automatic' | 'manual';
  /** Whether Stripe sends its own receipt by e-mail (live mode only). Default true. */
  readonly receipts?: boolean;
  /** Milliseconds since the epoch, to tell how old an attempt is. Default `Date.now`. */
  readonly clock?: () => number;
  /** Another address of the API, for tests. */
  readonly api?: { readonly host: string; readonly port: number; readonly protocol: 'http' | 'https' };
}
