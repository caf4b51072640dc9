/** What the sandbox's frames send to their own origin. */
import type { Connect, FrameResult } from '../../protocol.js';

/** `sbx_pay_…_secret_…` names its payment. */
export const paymentOf = (secret: string): string => secret.split('_secret_')[0] ?? '';

/** Sends to the frame's own origin and reads the answer; never throws. */
export async function post(path: string, body: unknown): Promise<FrameResult> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const json = (await response.json()) as {
      readonly status?: string;
      readonly decline_code?: string | null;
      readonly error?: { readonly code?: string; readonly message?: string; readonly field?: string };
    };
    if (response.ok)
      return { kind: 'status', status: String(json.status), declineCode: json.decline_code ?? null };
    if (json.error?.code === 'not_processed') return { kind: 'not_processed' };
    if (json.error?.code === 'invalid_card') return { kind: 'invalid', message: json.error.field ?? '' };
  } catch {
    // Whether the gateway got it is exactly what nobody knows now.
  }
  return { kind: 'unknown' };
}

/** Any page may send any message; only this one hands over the port. */
export const isConnect = (data: unknown): data is Connect =>
  typeof data === 'object' && data !== null && (data as Partial<Connect>).type === 'sandbox-connect';
