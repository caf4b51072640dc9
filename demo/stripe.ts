/** Stripe for the demo, when its keys stand in the environment. */
import { stripeGateway } from '../src/gateways/stripe/server.js';
import type { ServerGateway } from '../src/gateways/gateway-server.js';

type Environment = Readonly<Record<string, string | undefined>>;

const NAMES = ['STRIPE_SECRET_KEY', 'STRIPE_PUBLISHABLE_KEY', 'STRIPE_WEBHOOK_SECRET'] as const;

/** None without keys. `STRIPE_FORM=card-fields` shows single card fields. `STRIPE_API` is another address of the API, for tests. @throws TypeError if only some are set. */
export function stripeFrom(env: Environment): ServerGateway[] {
  const [secretKey, publishableKey, webhookSecret] = NAMES.map((name) => env[name] ?? '');
  if (!secretKey && !publishableKey && !webhookSecret) return [];
  const missing = NAMES.filter((name) => !env[name]);
  if (!secretKey || !publishableKey || !webhookSecret)
    throw new TypeError(`Stripe needs ${missing.join(' and ')} as well.`);
  const api = env['STRIPE_API'] ? new URL(env['STRIPE_API']) : undefined;
  return [
    stripeGateway({
      secretKey,
      publishableKey,
      webhookSecrets: webhookSecret.split(','),
      trustedTypes: true,
      ...(env['STRIPE_FORM'] === 'card-fields' && { form: 'card-fields' as const }),
      ...(api && {
        api: {
          host: api.hostname,
          port: Number(api.port),
          protocol: api.protocol === 'http:' ? 'http' : 'https',
        },
      }),
    }),
  ];
}
