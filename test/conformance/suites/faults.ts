import type { Fault } from '../../../apps/sandbox/kernel/src/index.js';
import type { QUICK } from '../kit/stand.js';

/** What happens to the request of a write on its way or at the vendor. */
export interface WireFault {
  column: string;
  fault: Omit<Fault, 'id' | 'match'>;
  manifest?: Partial<typeof QUICK>;
  /** The vendor did the work of the first sending: it must not be sent again. */
  applied: boolean;
}

/** Inside the settle window of the kit. */
const LATE_MS = 150;
/** A vendor that holds a request longer than the gateway waits; long enough that a busy machine is not taken for one. */
const HELD_MS = 2_500;
const IMPATIENT = { requestTimeoutMs: 1_200 };

/** Faults after which every write must end confirmed, with one document, and nobody asked. */
export const WIRE_FAULTS: WireFault[] = [
  { column: 'closed before the request was read', fault: { kind: 'refuse' }, applied: false },
  { column: 'reset before bytes', fault: { kind: 'down' }, applied: false },
  { column: 'reset after bytes', fault: { kind: 'reset_before' }, applied: false },
  { column: 'answer lost after commit', fault: { kind: 'answer_lost' }, applied: true },
  { column: 'reset in mid answer', fault: { kind: 'reset_mid' }, applied: true },
  { column: 'late commit, no answer', fault: { kind: 'late_commit', delay_ms: LATE_MS, answer: 'lost' }, applied: true },
  { column: 'late commit, 503', fault: { kind: 'late_commit', delay_ms: LATE_MS, answer: 'error' }, applied: true },
  { column: 'late commit, timeout', fault: { kind: 'late_commit', delay_ms: LATE_MS, answer: 'timeout', ms: HELD_MS }, manifest: IMPATIENT, applied: true },
  { column: 'timeout without commit', fault: { kind: 'timeout', ms: HELD_MS }, manifest: IMPATIENT, applied: false },
  { column: 'timeout with commit', fault: { kind: 'timeout', ms: HELD_MS, commit: true }, manifest: IMPATIENT, applied: true },
  { column: '500 without commit', fault: { kind: 'error', status: 500 }, applied: false },
  { column: '500 with commit', fault: { kind: 'error', status: 500, commit: true }, applied: true },
  { column: '503 without commit', fault: { kind: 'error', status: 503 }, applied: false },
  { column: '503 with commit', fault: { kind: 'error', status: 503, commit: true }, applied: true },
  { column: '200 with an error body', fault: { kind: 'ok_with_error' }, applied: false },
  { column: 'truncated JSON', fault: { kind: 'truncated' }, applied: true },
];
