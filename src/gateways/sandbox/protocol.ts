/**
 * What passes between the merchant's page and the sandbox's frames, over a MessagePort of their own. Nothing that goes to the
 * page holds a digit of the card, not even how many were typed.
 */
import type { Appearance } from '../gateway.js';

/** The one window message: hands the frame its port. */
export interface Connect {
  readonly type: 'sandbox-connect';
  readonly locale: string;
  readonly appearance: Appearance | undefined;
}

export type ToFrame =
  | { readonly type: 'appearance'; readonly appearance: Appearance }
  | { readonly type: 'language'; readonly locale: string }
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
export type FromChallenge =
  /** The shopper has answered: from here on, closing the dialog cancels nothing. */
  | { readonly type: 'answered' }
  | { readonly type: 'challenge'; readonly result: FrameResult | { readonly kind: 'canceled' } };

export interface CardOptions {
  readonly locale: string;
  readonly appearance?: Appearance;
  readonly onChange: (state: {
    readonly empty: boolean;
    readonly complete: boolean;
    readonly message?: string;
  }) => void;
}

export interface SandboxCardForm {
  /** What was typed stays. */
  update(appearance: Appearance | undefined, locale?: string): void;
  /** Undefined when the card could be sent; else what is wrong, in words. */
  validate(): Promise<string | undefined>;
  focus(): void;
  /**
   * `canceled`: the shopper closed the challenge. `onChallenge` is called when one is shown: from there it takes as long as
   * the shopper does.
   */
  confirm(secret: string, onChallenge?: () => void): Promise<FrameResult | { readonly kind: 'canceled' }>;
  destroy(): void;
}

export interface SandboxBrowserApi {
  /** Resolves when the shopper can type. Throws an IntegrationError if the element is not one the frame can work in. */
  mountCard(target: HTMLElement, options: CardOptions): Promise<SandboxCardForm>;
}

declare global {
  // A function on the page, as gateways' scripts have.
  var SandboxGateway: ((publishableKey: string) => SandboxBrowserApi) | undefined;
}
