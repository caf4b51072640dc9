/**
 * The checkout as a table: which state follows which event, and what is to be done then. Pure; run.ts does what it says.
 * An event that a state does not name changes nothing: two clicks on Pay are one payment.
 *
 *   starting ──ready──▶ editing ──pay──▶ validating ──valid──▶ placing ──placed──▶ confirming ──▶ handed
 *                          └──express (a wallet brings what the form would)──▶ placing
 *      │  └─found─▶ handed   ▲ ◀──invalid──┘  ▲ ◀──refused──────┘  │ ▲ ◀──declined, canceled, invalid─┘
 *      │                     ▲ ◀──────canceled, not_placed────── leaving  (the page is left from here)
 *      └─refused─▶ refused   (the form is left for `handed` when a payment is found under way, in another tab; any state may be refused by the guard until the order is placed)
 *
 * `handed` means the gateway may have the money: from there only the order's own status speaks, and no new payment is
 * offered by this page. `blocked`, `timeout` and `unknown` end there too, because nobody can say they charged nothing.
 */
import type { ConfirmResult } from '../gateways/gateway.js';

/** Why the shopper is back at the form. */
export type Notice =
  | {
      readonly kind:
        | 'fields'
        | 'doubts'
        | 'consents'
        | 'form'
        | 'guard'
        | 'wallet'
        | 'part'
        | 'quote_changed'
        | 'quote_blocked'
        | 'canceled'
        | 'elsewhere';
      readonly message?: string;
      /** Of `fields`: the gateway's form has to be mended as well, in its own words if it has any. */
      readonly form?: string;
    }
  | { readonly kind: 'declined'; readonly code: string }
  /** `code` of the error table. `sent`: an earlier try of this payment may have charged. */
  | { readonly kind: 'error'; readonly code: string; readonly sent: boolean };

/** What the gateway's side said last before the order page took over; `leaving`: its form takes the page away. */
export type Hint = 'submitted' | 'processing' | 'unknown' | 'leaving' | 'found';

export type FlowState =
  | { readonly phase: 'starting' }
  | { readonly phase: 'refused' }
  | { readonly phase: 'editing'; readonly notice: Notice | undefined }
  | { readonly phase: 'validating' }
  | { readonly phase: 'placing' }
  | { readonly phase: 'confirming' }
  /** The order is placed; the shopper is about to go to the gateway's own page. */
  | { readonly phase: 'leaving' }
  | { readonly phase: 'handed'; readonly hint: Hint };

export type FlowEvent =
  | { readonly type: 'ready' }
  /** An earlier payment of this browser, or one of another tab, is on its way. */
  | { readonly type: 'found' }
  | { readonly type: 'guard'; readonly allowed: boolean }
  | { readonly type: 'pay' }
  /** The shopper agreed to pay on a wallet's sheet, with the address it holds. */
  | { readonly type: 'express' }
  | { readonly type: 'invalid'; readonly notice: Notice }
  | { readonly type: 'valid' }
  | { readonly type: 'placed'; readonly next: 'confirm' | 'redirect' | 'wait' }
  | { readonly type: 'not_placed'; readonly notice: Notice }
  | { readonly type: 'result'; readonly result: ConfirmResult }
  /** The page came back from the back/forward cache, or the shopper starts over. */
  | { readonly type: 'restart' };

export type Effect = 'start' | 'validate' | 'place' | 'confirm' | 'leave' | 'hand';

export const FIRST: FlowState = Object.freeze({ phase: 'starting' });

/** The table. */
export function next(state: FlowState, event: FlowEvent): readonly [FlowState, Effect?] {
  if (event.type === 'restart') return state.phase === 'starting' ? [state] : [FIRST, 'start'];
  if (event.type === 'guard' && !event.allowed && isBeforeOrder(state)) return [{ phase: 'refused' }];
  switch (state.phase) {
    case 'starting':
      if (event.type === 'ready') return [editing()];
      if (event.type === 'found') return [{ phase: 'handed', hint: 'found' }, 'hand'];
      return [state];
    case 'refused':
      return event.type === 'guard' && event.allowed ? [FIRST, 'start'] : [state];
    case 'editing':
      if (event.type === 'found') return [{ phase: 'handed', hint: 'found' }, 'hand'];
      // Another tab's payment changed where things stand: what was said before may be no longer true.
      if (event.type === 'ready') return [editing()];
      // Giving up an earlier order failed.
      if (event.type === 'not_placed') return [editing(event.notice)];
      if (event.type === 'express') return [{ phase: 'placing' }, 'place'];
      return event.type === 'pay' ? [{ phase: 'validating' }, 'validate'] : [state];
    case 'validating':
      if (event.type === 'valid') return [{ phase: 'placing' }, 'place'];
      return event.type === 'invalid' ? [editing(event.notice)] : [state];
    case 'placing':
      if (event.type === 'not_placed') return [editing(event.notice)];
      if (event.type === 'found') return [{ phase: 'handed', hint: 'found' }, 'hand'];
      if (event.type !== 'placed') return [state];
      if (event.next === 'wait') return [{ phase: 'handed', hint: 'submitted' }, 'hand'];
      if (event.next === 'redirect') return [{ phase: 'leaving' }, 'leave'];
      return [{ phase: 'confirming' }, 'confirm'];
    case 'confirming':
      return event.type === 'result' ? settle(event.result) : [state];
    case 'leaving':
      // Nothing is charged before the shopper has been there.
      if (event.type === 'not_placed') return [editing(event.notice)];
      return event.type === 'result' && event.result.kind === 'canceled' ? settle(event.result) : [state];
    case 'handed':
      return [state];
  }
}

function settle(result: ConfirmResult): readonly [FlowState, Effect?] {
  switch (result.kind) {
    case 'declined':
      return [editing({ kind: 'declined', code: result.code })];
    case 'canceled':
    case 'part':
      return [editing({ kind: result.kind })];
    case 'invalid':
      return [editing({ kind: 'form', ...(result.message && { message: result.message }) })];
    case 'leaving':
      return [{ phase: 'handed', hint: 'leaving' }];
    case 'submitted':
    case 'processing':
      return [{ phase: 'handed', hint: result.kind }, 'hand'];
    case 'blocked':
    case 'timeout':
    case 'unknown':
      return [{ phase: 'handed', hint: 'unknown' }, 'hand'];
  }
}

const editing = (notice?: Notice): FlowState => Object.freeze({ phase: 'editing', notice });

const isBeforeOrder = (state: FlowState): boolean =>
  ['starting', 'editing', 'validating'].includes(state.phase);
