/** What Stripe needs the page to allow. Stripe has the same origins for test and live mode. */
import type { PageSources } from '../page-sources.js';

export interface StripePageOptions {
  /** Link, Stripe's wallet, which its form offers unless it is switched off in the dashboard. Default true. */
  readonly link?: boolean;
}

/** Source: docs.stripe.com/security/guide. */
export function stripeSources({ link = true }: StripePageOptions = {}): PageSources {
  const scripts = ['https://js.stripe.com', 'https://*.js.stripe.com'];
  const wallet = link ? ['https://link.com', 'https://*.link.com'] : [];
  return {
    name: 'stripe',
    script: scripts,
    // Frames start on subdomains that vary; hooks.stripe.com is for 3-D Secure.
    frame: [...scripts, 'https://hooks.stripe.com', ...wallet],
    connect: ['https://api.stripe.com', ...wallet],
    image: link ? ['https://*.link.com'] : [],
    payment: ['https://js.stripe.com'],
    trustedTypes: 'default',
    notes: [
      'Stripe.js loads scripts of its own by plain addresses: where Trusted Types are enforced it needs the policy named default, which the store makes when its setting trusted_types is "default".',
    ],
    records: [{ url: 'https://docs.stripe.com/security/guide', checkedOn: '2026-11-23', kind: 'documented' }],
  };
}
