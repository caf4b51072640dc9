/** What can be counted and how time can be divided: the lists behind the types of api/wire-reports.ts. */
import type { WireInterval, WireVisitKind } from '../../api/wire-reports.js';

export const VISIT_KINDS = ['visit', 'cart', 'checkout'] as const satisfies readonly WireVisitKind[];

export const INTERVALS = ['day', 'week', 'month'] as const satisfies readonly WireInterval[];
