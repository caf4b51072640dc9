/** The world of a purchase by Stripe: the demo shop as a process, started as its keys say, and the double behind Stripe's API. */
import { startWorld, type World } from '../world.js';
import { PUBLISHABLE_KEY, SECRET_KEY, startStripeApi, WEBHOOK_SECRET, type StripeApi } from './api.js';

export interface StripeWorld extends World {
  readonly stripe: StripeApi;
}

export async function startStripeWorld(more: Readonly<Record<string, string>> = {}): Promise<StripeWorld> {
  const stripe = await startStripeApi();
  const world = await startWorld({
    env: {
      STRIPE_SECRET_KEY: SECRET_KEY,
      STRIPE_PUBLISHABLE_KEY: PUBLISHABLE_KEY,
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      STRIPE_API: stripe.url,
      ...more,
    },
  });
  stripe.events.deliverTo(`${world.shop}/store/callbacks/stripe`);
  return {
    ...world,
    stripe,
    async close() {
      await world.close();
      await stripe.close();
    },
  };
}
