import type { ExceptionCode } from '#lib/canonical';
import { BusinessFailure } from '../flow/failure.js';
import type { AwaitedChange } from '../waits/awaited.js';

/** A step's answer as it is recorded: a BusinessFailure is an answer too, so that a replay throws it again as what it was. */
export type StepOutcome<T> = { value: T } | { failure: RecordedFailure };

export interface RecordedFailure {
  code: ExceptionCode;
  business_key?: string;
  message: string;
  context: Record<string, unknown>;
  evidence: unknown[];
  legal_entity_code?: string;
  /** Absent in what an earlier release recorded. */
  waits_for?: readonly AwaitedChange[];
}

export function recordFailure(f: BusinessFailure): RecordedFailure {
  return { code: f.code, business_key: f.business_key, message: f.message, context: f.context, evidence: f.evidence, legal_entity_code: f.legal_entity_code, waits_for: f.waits_for };
}

/** Runs a step's body and turns a BusinessFailure into a recordable answer; other errors pass. */
export async function outcomeOf<T>(work: () => Promise<T>): Promise<StepOutcome<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof BusinessFailure) return { failure: recordFailure(error) };
    throw error;
  }
}

/** Gives the recorded value, or throws the recorded failure. */
export function unwrap<T>(outcome: StepOutcome<T>): T {
  if ('failure' in outcome) {
    const f = outcome.failure;
    throw new BusinessFailure(f.code, f.business_key, f.message, f.context, f.evidence, f.legal_entity_code, f.waits_for);
  }
  return outcome.value;
}
