/** What the merchant's API answers with. */
import type { WireRefund } from '../../api/wire-admin.js';
import type { RefundRow } from '../db/tables.js';

export const refundView = (refund: RefundRow): WireRefund => ({
  id: refund.id,
  payment_id: refund.payment_id,
  amount: refund.amount,
  reason: refund.reason,
  status: refund.status,
  created_at: new Date(refund.created_at).toISOString(),
});
