/** Stripe's objects as its API sends them, complete by the official types; only what the double works with varies. */
import type Stripe from 'stripe';

/** The SDK adds to its types what it adds to answers; an answer of the API has only the object. */
export type Intent = Stripe.PaymentIntent;
export type Session = Stripe.Checkout.Session;

export interface IntentFacts {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly created: number;
  readonly livemode: boolean;
  readonly captureMethod: 'automatic_async' | 'manual';
  readonly metadata: Readonly<Record<string, string>>;
  readonly receiptEmail: string | null;
}

export const newIntent = (facts: IntentFacts): Intent => ({
  id: facts.id,
  object: 'payment_intent',
  allowed_payment_method_types: null,
  amount: facts.amount,
  amount_capturable: 0,
  amount_received: 0,
  application: null,
  application_fee_amount: null,
  automatic_payment_methods: { enabled: true, allow_redirects: 'always' },
  canceled_at: null,
  cancellation_reason: null,
  capture_method: facts.captureMethod,
  client_secret: `${facts.id}_secret_double`,
  confirmation_method: 'automatic',
  created: facts.created,
  currency: facts.currency,
  customer: null,
  customer_account: null,
  description: null,
  excluded_payment_method_types: null,
  last_payment_error: null,
  latest_charge: null,
  livemode: facts.livemode,
  managed_payments: null,
  metadata: { ...facts.metadata },
  next_action: null,
  on_behalf_of: null,
  payment_method: null,
  payment_method_configuration_details: null,
  payment_method_options: null,
  payment_method_types: ['card'],
  payment_record: null,
  processing: null,
  receipt_email: facts.receiptEmail,
  review: null,
  setup_future_usage: null,
  shipping: null,
  source: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  status: 'requires_payment_method',
  transfer_data: null,
  transfer_group: null,
});

export const newCharge = (
  intent: Intent,
  id: string,
  outcome: { readonly captured: boolean; readonly failure: string | null },
): Stripe.Charge => ({
  id,
  object: 'charge',
  amount: intent.amount,
  amount_captured: outcome.captured ? intent.amount : 0,
  amount_refunded: 0,
  application: null,
  application_fee: null,
  application_fee_amount: null,
  balance_transaction: null,
  billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
  calculated_statement_descriptor: null,
  captured: outcome.captured,
  created: intent.created,
  currency: intent.currency,
  customer: null,
  description: null,
  disputed: false,
  failure_balance_transaction: null,
  failure_code: outcome.failure,
  failure_message: null,
  fraud_details: null,
  livemode: intent.livemode,
  metadata: intent.metadata,
  on_behalf_of: null,
  outcome: null,
  paid: outcome.failure === null,
  payment_intent: intent.id,
  payment_method: null,
  payment_method_details: null,
  receipt_email: intent.receipt_email,
  receipt_number: null,
  receipt_url: null,
  refunded: false,
  review: null,
  shipping: null,
  source: null,
  source_transfer: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  status: outcome.failure === null ? 'succeeded' : 'failed',
  transfer_data: null,
  transfer_group: null,
});

export const newRefund = (charge: Stripe.Charge, id: string, amount: number): Stripe.Refund => ({
  id,
  object: 'refund',
  amount,
  balance_transaction: null,
  charge: charge.id,
  created: charge.created,
  currency: charge.currency,
  customer: null,
  customer_account: null,
  metadata: {},
  payment_intent: charge.payment_intent,
  payment_method: null,
  reason: null,
  receipt_number: null,
  source_transfer_reversal: null,
  status: 'succeeded',
  transfer_reversal: null,
});

export const newDispute = (
  charge: Stripe.Charge,
  id: string,
  status: Stripe.Dispute.Status,
): Stripe.Dispute => ({
  id,
  object: 'dispute',
  amount: charge.amount,
  balance_transactions: [],
  charge: charge.id,
  created: charge.created,
  currency: charge.currency,
  enhanced_eligibility_types: [],
  evidence: {} as Stripe.Dispute.Evidence,
  evidence_details: {} as Stripe.Dispute.EvidenceDetails,
  intended_submission_method: null,
  is_charge_refundable: false,
  livemode: charge.livemode,
  metadata: {},
  payment_intent: charge.payment_intent,
  reason: 'fraudulent',
  status,
});

export interface SessionFacts {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly created: number;
  readonly livemode: boolean;
  readonly reference: string | null;
  readonly email: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly successUrl: string | null;
  readonly cancelUrl: string | null;
}

export const newSession = (facts: SessionFacts): Session => ({
  id: facts.id,
  object: 'checkout.session',
  adaptive_pricing: { enabled: false },
  after_expiration: null,
  allow_promotion_codes: null,
  allowed_payment_method_types: null,
  amount_subtotal: facts.amount,
  amount_total: facts.amount,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  cancel_url: facts.cancelUrl,
  client_reference_id: facts.reference,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  created: facts.created,
  currency: facts.currency,
  currency_conversion: null,
  custom_fields: [],
  custom_text: {} as Session['custom_text'],
  customer: null,
  customer_account: null,
  customer_creation: null,
  customer_details: null,
  customer_email: facts.email,
  discounts: null,
  expires_at: facts.created + 86_400,
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  livemode: facts.livemode,
  locale: null,
  managed_payments: null,
  metadata: { ...facts.metadata },
  mode: 'payment',
  origin_context: null,
  payment_intent: null,
  payment_link: null,
  payment_method_collection: null,
  payment_method_configuration_details: null,
  payment_method_options: null,
  payment_method_types: ['card'],
  payment_status: 'unpaid',
  permissions: null,
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  status: 'open',
  submit_type: null,
  subscription: null,
  success_url: facts.successUrl,
  total_details: null,
  ui_mode: 'hosted_page',
  url: `https://checkout.stripe.com/c/pay/${facts.id}`,
  wallet_options: null,
});
