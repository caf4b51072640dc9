/** Signs messages by Standard Webhooks 1.0.0: HMAC-SHA256 over `id.seconds.body`, one signature for every secret. */
import { createHmac } from 'node:crypto';

/** The three headers. `at` is the time of this attempt, in milliseconds, so that a receiver can refuse replays. */
export function signatureHeaders(
  message: { readonly id: string; readonly body: string },
  secrets: readonly Buffer[],
  at: number,
): Record<string, string> {
  const seconds = Math.floor(at / 1000);
  const signatures = secrets.map((secret) => {
    const hmac = createHmac('sha256', secret).update(`${message.id}.${seconds}.${message.body}`, 'utf8');
    return `v1,${hmac.digest('base64')}`;
  });
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatures.join(' '),
  };
}
