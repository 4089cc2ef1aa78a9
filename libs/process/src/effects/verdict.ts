import type { EffectProblem, EffectView } from '#lib/canonical';
import type { EffectHttpAnswer, EffectResult } from './types.js';

/** Whether the answer came to the write itself or to a look at its effect. */
export type Question = 'ask' | 'look';

/** What an answer means for the flow that waits for it. */
export type Verdict =
  | { is: 'settled'; result: EffectResult }
  /** Under way or not yet known: look again. */
  | { is: 'open'; effect?: EffectView; retry_after_s?: number }
  /** A person has to decide: look again, slowly. */
  | { is: 'person'; effect: EffectView }
  /** Not applied and not under way: ask again with the same key. */
  | { is: 'ask_again'; retry_after_s?: number }
  /** Provably not applied or unreachable: the same question again, later. */
  | { is: 'unavailable'; detail: string; retry_after_s?: number }
  /** Refused; the effect may say more about it than the answer. */
  | { is: 'refused'; problem?: EffectProblem }
  /** Our own mistake. */
  | { is: 'broken'; detail: string };

/** Reads an answer by the HTTP semantics of effects (ARCHITECTURE, "Effects"). Pure. */
export function verdict(question: Question, answer: EffectHttpAnswer): Verdict {
  const { status, problem, retry_after_s } = answer;
  if (status === 200 || status === 201 || status === 202) return byState(question, answer);
  if (status === 409) return { is: 'settled', result: { ok: false, kind: 'conflict', problem: problem ?? unexplained('conflict', 'The key was used with other content') } };
  if (status === 422) return { is: 'refused', problem };
  if (status === 400) return { is: 'settled', result: { ok: false, kind: 'rejected', problem: problem ?? unexplained('validation', 'The system API refused the request as invalid') } };
  if (status === 404 && question === 'look') return { is: 'ask_again', retry_after_s };
  // Being refused for lack of a right is an outage to those who wait: it ends when somebody mends the credentials.
  if ([401, 403, 408, 425, 429].includes(status) || status >= 500) return { is: 'unavailable', detail: problem?.detail ?? `HTTP ${status}`, retry_after_s };
  return { is: 'broken', detail: problem?.detail ?? `HTTP ${status}` };
}

function byState(question: Question, { status, effect, retry_after_s }: EffectHttpAnswer): Verdict {
  switch (effect?.state) {
    case 'confirmed':
    case 'compensated':
      return effect.receipt
        ? { is: 'settled', result: { ok: true, source_id: effect.receipt.source_id, receipt: effect.receipt } }
        : { is: 'broken', detail: `Effect ${effect.key} is ${effect.state} without a receipt` };
    case 'rejected': {
      const problem = effect.problem ?? unexplained('unknown', 'The vendor refused the write');
      return { is: 'settled', result: { ok: false, kind: problem.vendor_code === 'waived' ? 'exception' : 'rejected', problem } };
    }
    case 'exception':
      return { is: 'person', effect };
    case 'planned':
      return question === 'look' ? { is: 'ask_again', retry_after_s } : { is: 'open', effect, retry_after_s };
    case 'sent':
    case 'uncertain':
      return { is: 'open', effect, retry_after_s };
    default:
      return status === 202 ? { is: 'open', effect, retry_after_s } : { is: 'broken', detail: `HTTP ${status} without the effect's state` };
  }
}

function unexplained(cls: string, detail: string): EffectProblem {
  return { class: cls, detail };
}
