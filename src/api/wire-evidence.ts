/** Evidence about the shop's pages: what they loaded and refused, as browsers told it, and what the merchant says of it. */

/** `POST /reports` as the page watch sends it; browsers' own reports are taken as they are. */
export interface WirePageReport {
  /** Address of the page; what names a visitor is cut off. */
  readonly page: string;
  /** At most 200. */
  readonly findings: readonly WireSeen[];
}

export interface WireSeen {
  readonly kind: WireFindingKind;
  /** What it is: the script's address or `inline`, the frame's origin, the header's name, what was blocked, the concern. */
  readonly subject: string;
  /** What tells two of them apart: a hash, the header's value, the directive. May be empty. */
  readonly detail: string;
  /**
   * Of a script or frame: who added it, the address of the classic script that was running then, or `inline`. Absent where the
   * page's own markup brought it, or a module, a timer or an event did: a browser does not tell these apart.
   */
  readonly added_by?: string;
}

/**
 * `script`: it ran or was about to; `frame`: it stands in the page; `header`: as the browser received it; `violation`: a policy
 * forbade it; `concern`: something was wrong around the card form.
 */
export type WireFindingKind = 'script' | 'frame' | 'header' | 'violation' | 'concern';

export type WireDecision = 'approved' | 'rejected';

/** One thing that was seen on one page. */
export interface WireFinding extends WireSeen {
  readonly id: string;
  /** Path of the page, with what looks like a number or a key replaced: `/orders/:id`. */
  readonly page: string;
  readonly first_seen_at: string;
  readonly last_seen_at: string;
  /** How often it was told; a lower bound. */
  readonly times: number;
  readonly status: 'new' | WireDecision;
  /** The last one. */
  readonly decision: WireFindingDecision | null;
}

export interface WireFindingDecision {
  readonly decision: WireDecision;
  /** Why it is needed, or why it must go (PCI DSS 6.4.3: a written justification). */
  readonly reason: string;
  /** Who decided. */
  readonly by: string;
  readonly at: string;
}

/** `GET /admin/evidence`: ordered by page, kind, subject and detail, so that two of them can be compared line by line. */
export interface WireEvidence {
  readonly findings: readonly WireFinding[];
  /** There is more than the store keeps; the oldest that nobody decided on make room. */
  readonly full: boolean;
}

/** `POST /admin/evidence/{id}/decision` */
export interface WireDecisionRequest {
  readonly decision: WireDecision;
  readonly reason: string;
  readonly by: string;
}
