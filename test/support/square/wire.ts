/**
 * Between the SDK's objects and what goes over the wire. Requests are read by the SDK's own declarations of them, strictly: a
 * field that is unknown, missing or of another type is refused, so what our half sends is what Square declares.
 */
import { serialization } from 'square';
import type { Square } from 'square';
import { invalid } from './book.js';

/** JSON as Square writes it: snake_case, 64-bit numbers as plain numbers. */
export const toWire = (value: unknown): unknown => {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      // last4, line1 … are written last_4, line_1
      name.replace(/[A-Z]|\d+$/g, (part) => `_${part.toLowerCase()}`),
      toWire(each),
    ]),
  );
};

interface Schema<T> {
  parse(
    raw: unknown,
    options: { unrecognizedObjectKeys: 'fail' },
  ): { ok: true; value: T } | { ok: false; errors: readonly { path: string[]; message: string }[] };
}

function strictly<T>(schema: unknown, raw: unknown): T {
  const read = (schema as Schema<T>).parse(raw, { unrecognizedObjectKeys: 'fail' });
  if (read.ok) return read.value;
  const [problem] = read.errors;
  throw invalid('INVALID_VALUE', `${problem?.path.join('.') ?? ''}: ${problem?.message ?? ''}`);
}

/** Lengths are Square's own (developer.squareup.com/reference/square); the SDK's types don't know them. */
function within(text: string | undefined, max: number, field: string): void {
  if (text === undefined) throw invalid('MISSING_REQUIRED_PARAMETER', field);
  if (text.length > max || text.length === 0) throw invalid('VALUE_TOO_LONG', field);
}

export function readPayment(raw: unknown): Square.CreatePaymentRequest {
  const request = strictly<Square.CreatePaymentRequest>(serialization.CreatePaymentRequest, raw);
  within(request.idempotencyKey, 45, 'idempotency_key');
  if (request.referenceId !== undefined) within(request.referenceId, 40, 'reference_id');
  return request;
}

export function readRefund(raw: unknown): Square.RefundPaymentRequest {
  const request = strictly<Square.RefundPaymentRequest>(serialization.RefundPaymentRequest, raw);
  within(request.idempotencyKey, 45, 'idempotency_key');
  return request;
}

export const readCancelByKey = (raw: unknown): Square.CancelPaymentByIdempotencyKeyRequest =>
  strictly(serialization.CancelPaymentByIdempotencyKeyRequest, raw);

export const readComplete = (raw: unknown): unknown =>
  strictly(serialization.CompletePaymentRequest, raw ?? {});

export function readLink(raw: unknown): Square.checkout.CreatePaymentLinkRequest {
  const request = strictly<Square.checkout.CreatePaymentLinkRequest>(
    serialization.checkout.CreatePaymentLinkRequest,
    raw,
  );
  within(request.idempotencyKey, 192, 'idempotency_key');
  return request;
}
