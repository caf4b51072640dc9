/**
 * The cart: own lines plus the server's newest quote for them. Every command works on the lines as they stand in
 * storage now, so that a second tab's change is never overwritten; prices come in a moment later.
 */
import type { ShopApi } from '../api/shop.js';
import type { Message, Quote } from '../api/types.js';
import type { Env } from '../env.js';
import { mistake } from '../error-texts.js';
import { isStoreError, StoreError } from '../errors.js';
import { observable, type Observable } from '../observable.js';
import { createKeep, type Kept } from './keep.js';
import {
  addLine,
  countPieces,
  isQuantity,
  MAX_QUANTITY,
  setQuantity,
  takeOrdered,
  type CartLines,
} from './lines.js';

/** Where the shopper wants it sent, as far as prices depend on it. */
export interface DeliveryChoice {
  readonly country: string | undefined;
  readonly region?: string | undefined;
  readonly postalCode?: string | undefined;
  readonly optionId: string | undefined;
}

export interface CartSnapshot {
  readonly lines: CartLines;
  /** Pieces, not lines. */
  readonly count: number;
  /** empty: no lines. pending: prices are on their way. priced: `quote` fits `lines`. failed: see `error`. */
  readonly status: 'empty' | 'pending' | 'priced' | 'failed';
  /** The newest quote; while pending it may still be that of the lines before. */
  readonly quote: Quote | undefined;
  readonly messages: readonly Message[];
  readonly error: StoreError | undefined;
  /** What the shopper chose in the checkout; prices include delivery only then. */
  readonly delivery: DeliveryChoice;
  /** The code the shopper gave; `quote` says whether it takes anything off. */
  readonly coupon: string | undefined;
  /** For a card in the parcel; may be empty. */
  readonly giftNote: string;
}

export interface Cart extends Observable<CartSnapshot> {
  /** `at`: where a new line goes. @throws TypeError if `sku` is no text; RangeError if `quantity` is not 1…999. */
  add(sku: string, quantity?: number, at?: number): void;
  /** 0 removes. @throws RangeError if `quantity` is not 0…999. */
  setQuantity(sku: string, quantity: number): void;
  remove(sku: string): void;
  clear(): void;
  /** A coupon's code, or none. */
  setCoupon(code: string | undefined): void;
  setGiftNote(text: string): void;
  /** Where to and which way, for the prices. */
  setDelivery(choice: DeliveryChoice): void;
  /** Takes a quote the server sent unasked (an order refused because prices changed). */
  adopt(quote: Quote): void;
  /** Takes out what an order took, with its coupon and its gift note. */
  takeOrdered(lines: CartLines): void;
  /** Asks for prices again. Resolves when the newest answer (or its failure) stands in the snapshot. */
  refresh(): Promise<void>;
}

/** ms; the pause that makes one request of a burst of clicks. */
const BURST = 120;

export function createCart(env: Env, api: ShopApi, endpoint: string, signal: AbortSignal): Cart {
  const keep = createKeep(env, endpoint);
  const first = keep.load();
  const state = observable<CartSnapshot>(
    Object.freeze({
      ...first,
      giftNote: keep.note,
      count: countPieces(first.lines),
      status: first.lines.length ? 'pending' : 'empty',
      quote: undefined,
      messages: [],
      error: undefined,
      delivery: Object.freeze({ country: undefined, optionId: undefined }),
    }),
  );
  const commit = (patch: Partial<CartSnapshot>): void =>
    state.set(Object.freeze({ ...state.get(), ...patch }));
  let asking: AbortController | undefined;

  async function ask(pause: number): Promise<void> {
    asking?.abort();
    const mine = (asking = new AbortController());
    const stop = AbortSignal.any([mine.signal, signal]);
    const { lines, delivery, coupon } = state.get();
    if (!lines.length) return;
    try {
      if (pause) await env.wait(pause, stop);
      const quote = await api.quote({ lines, coupon, ...delivery }, stop);
      if (!stop.aborted) commit({ status: 'priced', quote, messages: quote.messages, error: undefined });
    } catch (error) {
      if (stop.aborted) return;
      commit({
        status: 'failed',
        error: isStoreError(error) ? error : new StoreError('server_failed', undefined, { cause: error }),
      });
    }
  }

  function take({ lines, coupon }: Kept): void {
    commit({
      lines,
      coupon,
      count: countPieces(lines),
      status: lines.length ? 'pending' : 'empty',
      ...(lines.length ? {} : { quote: undefined, messages: [], error: undefined }),
    });
    void ask(BURST);
  }

  function change(edit: (kept: Kept) => Partial<Kept>): void {
    const kept = keep.load();
    const changed = { ...kept, ...edit(kept) };
    keep.save(changed);
    take(changed);
  }
  const changeLines = (edit: (lines: CartLines) => CartLines): void =>
    change(({ lines }) => ({ lines: edit(lines) }));

  function setGiftNote(giftNote: string): void {
    keep.saveNote(giftNote);
    commit({ giftNote });
  }

  keep.listen(() => {
    take(keep.load());
  }, signal);
  if (first.lines.length) void ask(0);

  return {
    get: state.get,
    subscribe: state.subscribe,
    add(sku, quantity = 1, at) {
      if (typeof sku !== 'string' || !sku) throw new TypeError(mistake('sku'));
      requireQuantity('add', quantity, isQuantity(quantity));
      changeLines((lines) => addLine(lines, sku, quantity, at));
    },
    setQuantity(sku, quantity) {
      requireQuantity('setQuantity', quantity, quantity === 0 || isQuantity(quantity));
      changeLines((lines) => setQuantity(lines, sku, quantity));
    },
    remove: (sku) => changeLines((lines) => setQuantity(lines, sku, 0)),
    clear: () => changeLines(() => []),
    setCoupon: (coupon) => change(() => ({ coupon })),
    setGiftNote,
    setDelivery(choice) {
      const { delivery, lines } = state.get();
      if (JSON.stringify(delivery) === JSON.stringify(choice)) return;
      commit({ delivery: Object.freeze({ ...choice }), ...(lines.length && { status: 'pending' }) });
      void ask(0);
    },
    adopt(quote) {
      asking?.abort();
      commit({ status: 'priced', quote, messages: quote.messages, error: undefined });
    },
    takeOrdered(ordered) {
      setGiftNote('');
      change(({ lines }) => ({ lines: takeOrdered(lines, ordered), coupon: undefined }));
    },
    async refresh() {
      if (state.get().lines.length) commit({ status: 'pending' });
      await ask(0);
    },
  };
}

function requireQuantity(call: string, quantity: unknown, fits: boolean): void {
  if (!fits) throw new RangeError(mistake('quantity', call, MAX_QUANTITY, quantity));
}
