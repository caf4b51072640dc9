/**
 * What passes between the merchant's page and the sandbox's frames, over a MessagePort of their own. Nothing that goes to the
 * page holds a digit of the card, not even how many were typed.
 */
import type { Appearance } from '../../../gateway.js';

/** The one window message: hands the frame its port. */
export interface Connect {
  readonly type: 'sandbox-connect';
  readonly locale: string;
  readonly appearance: Appearance | undefined;
}

export type ToFrame =
  | { readonly type: 'appearance'; readonly appearance: Appearance }
  | { readonly type: 'focus' }
  | { readonly type: 'validate'; readonly id: number }
  | { readonly type: 'confirm'; readonly id: number; readonly secret: string };

export type FromFrame =
  | { readonly type: 'ready' }
  /** px; the iframe follows, so that it never scrolls. */
  | { readonly type: 'height'; readonly height: number }
  | {
      readonly type: 'change';
      readonly empty: boolean;
      readonly complete: boolean;
      readonly message?: string;
    }
  | { readonly type: 'validated'; readonly id: number; readonly message: string | undefined }
  | { readonly type: 'confirmed'; readonly id: number; readonly result: FrameResult };

/** How confirming ended, as far as the frame knows. */
export type FrameResult =
  | { readonly kind: 'status'; readonly status: string; readonly declineCode: string | null }
  | { readonly kind: 'invalid'; readonly message: string }
  /** The gateway said that it did nothing. */
  | { readonly kind: 'not_processed' }
  | { readonly kind: 'unknown' };

/** What the challenge page tells the page that opened it. */
export interface ChallengeDone {
  readonly type: 'challenge';
  readonly result: FrameResult | { readonly kind: 'canceled' };
}

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
