/** Reports: counts the shop's pages send, and what the merchant is told of visits, orders and money. */

/** `POST /visits`: one thing began on a page of the shop. Nothing says whose. */
export interface WireVisit {
  readonly kind: WireVisitKind;
}

/** `visit`: somebody came from elsewhere; `cart`: an empty cart got its first piece; `checkout`: the checkout was opened. */
export type WireVisitKind = 'visit' | 'cart' | 'checkout';

export type WireInterval = 'day' | 'week' | 'month';

/**
 * `GET /admin/reports`. Orders and money are from the order book, in the store's mode (test orders are never mixed with real ones):
 * an order belongs to the time it was placed, money to the time it came or went, so that the parts of any division of time add up.
 */
export interface WireReport {
  /** Days of `time_zone`, the last one included: `2026-11-01`. */
  readonly from: string;
  readonly to: string;
  readonly interval: WireInterval;
  /** IANA name. */
  readonly time_zone: string;
  readonly mode: 'test' | 'live';
  /** The store's. Orders may have been in others. */
  readonly currency: string;
  /** Whether the store counts visits; if not, there are none to be told. */
  readonly counts_visits: boolean;
  readonly totals: WireReportTotals;
  /** As many days right before. */
  readonly before: WireReportTotals & { readonly from: string; readonly to: string };
  readonly intervals: readonly WireReportInterval[];
  /** What the revenue is made of, for each currency of `totals.money`. */
  readonly earned: readonly WireReportEarned[];
  /**
   * Those that earned most, ten for each currency: what their lines came to in orders whose money came in the time, less discounts,
   * and less their shares of what went back in the time. Tax that is in the prices is in it.
   */
  readonly products: readonly WireReportProduct[];
  readonly gateways: readonly WireReportGateway[];
  /** The twenty of each currency whose orders brought most. */
  readonly coupons: readonly WireReportCoupon[];
}

export interface WireReportCounts {
  /** Times somebody came from elsewhere. Nobody is recognised, so these are no visitors. */
  readonly visits: number;
  /** Empty carts that got their first piece. */
  readonly carts: number;
  readonly checkouts: number;
  readonly orders: number;
  /** Orders whose money came. */
  readonly paid_orders: number;
}

export interface WireReportTotals extends WireReportCounts {
  /** Paid orders per visit; null where no visits were counted. */
  readonly conversion: number | null;
  readonly money: readonly WireReportMoney[];
}

/** Minor units of the currency. */
export interface WireReportMoney {
  readonly currency: string;
  readonly taken: number;
  readonly refunded: number;
  /** Charged back for good. */
  readonly lost: number;
  /** What is left of it; below 0 where more went back than came. */
  readonly revenue: number;
  readonly paid_orders: number;
  /** Of the orders whose money came; null if there were none. */
  readonly average: number | null;
}

export interface WireReportInterval extends WireReportCounts {
  /** Its first day in the time asked for. */
  readonly start: string;
  readonly revenue: readonly { readonly currency: string; readonly amount: number }[];
}

export interface WireReportEarned {
  readonly currency: string;
  /** All products, also those that are not named. */
  readonly goods: number;
  /** Delivery, and tax that is added to the prices. With `goods` it is the revenue. */
  readonly other: number;
}

export interface WireReportProduct {
  readonly sku: string;
  readonly title: string;
  readonly variant: string;
  readonly quantity: number;
  readonly currency: string;
  readonly amount: number;
}

export interface WireReportCoupon {
  readonly code: string;
  readonly currency: string;
  readonly paid_orders: number;
  /** What came for these orders, before anything was given back. */
  readonly taken: number;
}

export interface WireReportGateway extends Omit<WireReportMoney, 'average'> {
  readonly gateway: string;
}
