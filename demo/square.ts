/** Square for the demo, when its keys stand in the environment. */
import { squareGateway } from '../src/gateways/square/server.js';
import type { ServerGateway } from '../src/gateways/gateway-server.js';

type Environment = Readonly<Record<string, string | undefined>>;

const NAMES = [
  'SQUARE_ACCESS_TOKEN',
  'SQUARE_APPLICATION_ID',
  'SQUARE_LOCATION_ID',
  'SQUARE_WEBHOOK_SIGNATURE_KEY',
] as const;

/**
 * None without keys. `SQUARE_WEBHOOK_URL` is the address in the webhook subscription, if it is not the shop's own;
 * `SQUARE_API` another address of the API, for tests. @throws TypeError if only some are set.
 */
export function squareFrom(env: Environment, publicUrl: string): ServerGateway[] {
  const [accessToken, applicationId, locationId, signatureKey] = NAMES.map((name) => env[name] ?? '');
  const missing = NAMES.filter((name) => !env[name]);
  if (missing.length === NAMES.length) return [];
  if (!accessToken || !applicationId || !locationId || !signatureKey)
    throw new TypeError(`Square needs ${missing.join(' and ')} as well.`);
  return [
    squareGateway({
      accessToken,
      applicationId,
      locationId,
      webhook: {
        signatureKeys: signatureKey.split(','),
        notificationUrl: env['SQUARE_WEBHOOK_URL'] ?? `${publicUrl}/store/callbacks/square`,
      },
      giftCards: true,
      bankPayments: true,
      cashApp: true,
      ...(env['SQUARE_API'] && { api: env['SQUARE_API'] }),
    }),
  ];
}
