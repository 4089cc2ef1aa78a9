import type { Desks } from '../desk.js';
import type { Firm } from '../world/firm-types.js';

/** What a step did: `total` things were to be there in the end, `done` of them are now. */
export interface StepResult {
  done: number;
  total: number;
  details: Record<string, unknown>;
}

/** Tells how far a step is, while it runs. */
export type Report = (step: string, done: number, total: number) => void;

/** What every step works with. */
export interface Stage {
  firm: Firm;
  desks: Desks;
  report: Report;
}

/** Answer of a vendor's action over many items. */
export interface Outcomes { done: number; refused: number; items: { ok: boolean; error?: string; id?: string }[] }

/** Refusals with how often each was given; absent when there are none. */
export function refusals(outcomes: Outcomes): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of outcomes.items) if (!item.ok) counts[item.error ?? 'refused'] = (counts[item.error ?? 'refused'] ?? 0) + 1;
  return counts;
}
