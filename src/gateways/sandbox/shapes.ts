/** What the sandbox gateway's API sends and takes. Snake case, amounts in minor units, times in unix seconds. */

export type SandboxStatus =
  'requires_payment' | 'requires_action' | 'processing' | 'succeeded' | 'declined' | 'canceled';

export interface SandboxPayment {
  /** `sbx_pay_…` */
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  /** What the merchant's server named it by. */
  readonly reference: string;
  readonly status: SandboxStatus;
  /** The merchant's account. */
  readonly account: string;
  readonly livemode: false;
  readonly decline_code: string | null;
  readonly amount_refunded: number;
  readonly dispute: SandboxDispute | null;
  /** Never the number: what a receipt may show. */
  readonly card: { readonly brand: string; readonly last4: string } | null;
  readonly created: number;
}

/** A chargeback of the whole amount: the shopper's bank takes the money back until it is decided. */
export interface SandboxDispute {
  readonly status: 'open' | 'won' | 'lost';
  readonly amount: number;
}

/** Answer to making or asking for a payment with the secret key. */
export interface SandboxPaymentWithSecret extends SandboxPayment {
  /** Lets the shopper's browser confirm this payment, and nothing else. */
  readonly client_secret: string;
  /** The sandbox's own page for this payment, to send the shopper to. */
  readonly page_url: string;
}

export interface SandboxEvent {
  /** `sbx_evt_…` */
  readonly id: string;
  /** `payment.succeeded`, `payment.declined`, `payment.processing`, `payment.requires_action`, `payment.canceled`, `payment.refunded`, `payment.disputed` */
  readonly type: string;
  readonly created: number;
  readonly account: string;
  readonly livemode: false;
  readonly data: { readonly payment: SandboxPayment };
}

export interface SandboxRefund {
  readonly id: string;
  readonly amount: number;
  readonly payment: string;
}

/** Errors: `invalid_request`, `authentication`, `idempotency`, `not_found`, `state`, `invalid_card`, `not_processed`. */
export interface SandboxError {
  readonly error: { readonly code: string; readonly message: string; readonly field?: CardField };
}

export type CardField = 'number' | 'expiry' | 'cvc';

/** What the card frame sends to its own origin. */
export interface SandboxCard {
  readonly number: string;
  /** `MM/YY` */
  readonly expiry: string;
  readonly cvc: string;
}

/** What the card frame learns. */
export interface ConfirmAnswer {
  readonly status: SandboxStatus;
  readonly decline_code: string | null;
}
