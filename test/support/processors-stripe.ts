/** The processors that the conformance kit finds behind Stripe's two halves: the double of its API, and a shopper at it. */
import type { Booking, Clock, Processor } from '../../src/conformance/index.js';
import { stripeCheckout, stripeGateway } from '../../src/gateways/stripe/server.js';
import { money } from '../../src/money.js';
import { SECRET_KEY, startStripeApi, WEBHOOK_SECRET } from './stripe/api.js';
import { ApiError } from './stripe/book.js';
import { optionsFor } from './stripe/shop.js';

export const STRIPE_SECRETS = [SECRET_KEY, WEBHOOK_SECRET];

const CARD = { type: 'card', number: '4242424242424242' } as const;

/** `form`: card data goes into Stripe's form; `page`: the shopper is on Stripe's own page. */
export async function stripeProcessor({ now }: Clock, kind: 'form' | 'page'): Promise<Processor> {
  const clock = (): number => now().getTime();
  const api = await startStripeApi({ now: clock });
  const { book, events } = api;
  const options = optionsFor(api, clock);

  const intentOf = (reference: string): string | undefined =>
    [...book.intents.values()].find(({ metadata }) => metadata['store_payment'] === reference)?.id;
  const sessionOf = (reference: string): string | undefined =>
    [...book.sessions.values()].find((each) => each.client_reference_id === reference)?.id;
  const referenceOf = (intent: unknown): string => {
    const session = [...book.sessions.values()].find(({ payment_intent: own }) => own === intent);
    return session?.client_reference_id ?? book.intents.get(String(intent))?.metadata['store_payment'] ?? '?';
  };
  // Of the kit's currencies Stripe counts each as we do.
  const booking = (of: { payment_intent: unknown; amount: number; currency: string }): Booking => ({
    reference: referenceOf(of.payment_intent),
    amount: money(of.amount, of.currency.toUpperCase()),
  });

  /** Declined is a debit: a card's decline is not the end at Stripe, where the same payment takes another card. */
  function pay(id: string, deed: 'pay' | 'decline'): void {
    const method = deed === 'pay' ? CARD : ({ type: 'debit' } as const);
    const made = kind === 'form' ? book.confirm(id, method) : book.complete(id, method);
    const intent = 'payment_intent' in made ? String(made.payment_intent) : id;
    if (deed === 'decline') book.finish(intent, false);
  }

  return {
    gateway: kind === 'form' ? stripeGateway(options) : stripeCheckout({ ...options, title: 'Tea & Co' }),
    act(deed, { reference }) {
      const id = (kind === 'form' ? intentOf : sessionOf)(reference) ?? '';
      try {
        if (deed === 'cancel') kind === 'form' ? book.cancel(id) : book.expire(id);
        else pay(id, deed);
      } catch (error) {
        // Stripe says no: the shopper sees it, and nothing more comes of it.
        if (!(error instanceof ApiError)) throw error;
      }
      return Promise.resolve(undefined);
    },
    callbacks: () => Promise.resolve(events.all.map((event) => events.sign(event))),
    charges: () =>
      Promise.resolve([...book.charges.values()].filter(({ captured }) => captured).map(booking)),
    refunds: () => Promise.resolve(book.refunds.map(booking)),
    stop: () => api.close(),
  };
}
