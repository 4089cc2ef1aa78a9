import type { Failure } from '../define/failure.js';
import type { WireFault } from './wire.js';

/** A transport fault as a failure. Only proof that nothing was sent makes it `applied: 'no'`. */
export function failureOfFault(fault: WireFault): Failure {
  const applied = fault.nothingSent ? 'no' : 'unknown';
  const more = fault.nothingSent ? { nothing_sent: true as const } : {};
  switch (fault.kind) {
    case 'not_connected':
      return { class: 'unavailable', applied, ...more, detail: `no connection to the vendor (${fault.errorCode}); nothing was sent` };
    case 'timeout':
      return { class: 'timeout', applied, detail: 'the vendor did not answer in time' };
    case 'broken':
      return { class: 'unavailable', applied, ...more, detail: `the connection broke before the answer was complete (${fault.errorCode})` };
    case 'too_large':
      return { class: 'unknown', applied, ...more, detail: 'the body is larger than 64 MiB' };
  }
}

/** Failures after which asking again can help. */
export function isPassing(failure: Failure): boolean {
  return failure.class === 'unavailable' || failure.class === 'timeout' || failure.class === 'rate_limited';
}
