/** What Stripe says of its own security. */
import type { GatewayClaim } from '../claim.js';

export const STRIPE_CLAIMS: readonly GatewayClaim[] = Object.freeze([
  Object.freeze<GatewayClaim>({
    subject: 'Stripe',
    claim:
      'Stripe is certified annually by an independent PCI Qualified Security Assessor (QSA) as a PCI Level 1 Service Provider meeting all PCI requirements.',
    sourceUrl: 'https://docs.stripe.com/security/guide',
    checkedOn: '2026-11-23',
  }),
]);
