import type { ExceptionCode } from '#lib/canonical';

/** The closed set every vendor error is put into. */
export const FAILURE_CLASSES = [
  'validation', 'period_closed', 'conflict', 'locked', 'auth', 'rate_limited', 'unavailable', 'timeout', 'echo_mismatch', 'not_found', 'unknown',
] as const;
export type FailureClass = (typeof FAILURE_CLASSES)[number];

/**
 * What went wrong, in our words. `applied: 'no'` is a promise: the vendor's documentation, or the fact that nothing was sent,
 * proves that the call changed nothing. Everything else is `unknown`. A safe request is always `no`.
 */
export interface Failure {
  class: FailureClass;
  applied: 'no' | 'unknown';
  /** The exception it becomes when a person is needed; the class gives a default. */
  code?: ExceptionCode;
  /** For a person: what the vendor said, without personal data or secrets. */
  detail: string;
  /** The canonical field to correct, e.g. `lines[2].tax_code`. */
  field?: string;
  vendor_code?: string;
  retry_after_s?: number;
  /** Set by the kit: not a byte left this machine. */
  nothing_sent?: true;
}

/** A failure on its way up: thrown by `http.send` and by a vendor's own code. */
export class VendorFailure extends Error {
  constructor(readonly failure: Failure) {
    super(`${failure.class}: ${failure.detail}`);
    this.name = 'VendorFailure';
  }
}

/** For `prepare` and `build`: the request as asked cannot be put to this vendor (a code it does not know). Nothing was sent. */
export function refuse(detail: string, more: { class?: FailureClass; code?: ExceptionCode; field?: string; vendor_code?: string } = {}): VendorFailure {
  return new VendorFailure({ class: more.class ?? 'validation', applied: 'no', detail, ...more });
}
