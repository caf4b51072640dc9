/** In a file without the SDK's types: who has no such SDK installed must still be able to read ours. */
export interface SquareServerOptions {
  /** The application's access token, `EAAA…`. Sandbox and production have one each. */
  readonly accessToken: string;
  /** `sandbox-sq0idb-…` or `sq0idp-…`: says which of the two is meant. The page gets it. */
  readonly applicationId: string;
  /** Where the money goes. Its currency is the only one Square takes there. */
  readonly locationId: string;
  readonly webhook: {
    /** Of the webhook subscription; several while one is being replaced. */
    readonly signatureKeys: readonly string[];
    /** Exactly as in the subscription: `https://shop.example/store/callbacks/square`. */
    readonly notificationUrl: string;
  };
  /** `manual` only authorizes; the money is taken later, by `capture`, or never: Square cancels after seven days. */
  readonly capture?: 'automatic' | 'manual';
  /** Whether Square sends its own receipt by e-mail. Default true. */
  readonly receipts?: boolean;
  /** Whether Square's gift cards are taken, too: for all of an order, or for what there is on them and a card for the rest. Default false. */
  readonly giftCards?: boolean;
  /** Whether bank payments (ACH) are taken, too: US dollars only, and the money takes days. Default false. */
  readonly bankPayments?: boolean;
  /** Whether Cash App Pay is taken, too, where Square has it. Default false. */
  readonly cashApp?: boolean;
  /** Wallets whose buttons `<store-express-checkout>` shows, where Square and the shopper have them. Default both. */
  readonly wallets?: readonly ('apple_pay' | 'google_pay')[];
  /** Another address of the API, for tests. */
  readonly api?: string;
}
