import { transition } from '#lib/canonical';
import type { EntityManager } from 'typeorm';
import { audit } from './audit.js';

/** A row of table `effect`: one write to a vendor, from the moment it was asked for. */
export interface EffectRow {
  system: string;
  key: string;
  verb: string;
  hash: string;
  vendor_key: string;
  request: Record<string, unknown>;
  state: 'planned' | 'sent' | 'confirmed' | 'rejected' | 'uncertain' | 'exception' | 'compensated';
  attempts: number;
  lookups: number;
  receipt: { source_id: string; number?: string; status?: string; facts: Record<string, string> } | null;
  problem: { class: string; code?: string; detail: string; field?: string; vendor_code?: string } | null;
  correlation_id: string;
  run_id: string | null;
  actor: string;
  planned_at: Date;
  sent_at: Date | null;
  settled_at: Date | null;
  /** When the ledger itself looks at the row again; null on a planned row = the next asking starts it. */
  next_check_at: Date | null;
  /** planned, sent: somebody works on it until then. uncertain: an absence is not believed before. */
  lease_until: Date | null;
  version: number;
}

/** Stands in `problem.vendor_code` of a planned effect that a person ordered to be sent again. */
export const RETRY_ORDERED = 'retry_ordered';
/** Stands in `problem.vendor_code` of a planned effect whose next asking may bring a corrected body. */
export const REOPENED = 'reopened';

/** Who decides on an effect and why. */
export interface EffectDecision {
  actor: string;
  reason: string;
  correlation_id: string;
}

/** The person's decision does not fit the state the effect is in. */
export class EffectStateError extends Error {
  constructor(readonly state: string, readonly wanted: string) {
    super(`an effect that is ${state} cannot be ${wanted}`);
    this.name = 'EffectStateError';
  }
}

export async function effectByKey(em: EntityManager, system: string, key: string): Promise<EffectRow | undefined> {
  const rows = await em.query('select * from effect where system = $1 and key = $2', [system, key]);
  return rows[0];
}

/**
 * Sends a rejected effect, or one that waits for a person, again with the body it has. The system API looks for it first; what it cannot tell
 * no longer stops it, for a person has looked. Undefined when there is no such effect; throws EffectStateError in other states.
 */
export async function retryEffect(em: EntityManager, system: string, key: string, decision: EffectDecision): Promise<EffectRow | undefined> {
  return decide(em, system, key, 'sent again', ['rejected', 'exception'], decision, 'planned', {
    problem: { class: 'unknown', detail: `Retry ordered by ${decision.actor}: ${decision.reason}`, vendor_code: RETRY_ORDERED }, next_check_at: 'now',
  });
}

/** Makes a rejected effect ready to be asked again under its key, also with a corrected body: nothing of it was applied. Sends nothing by itself. */
export async function reopenEffect(em: EntityManager, system: string, key: string, decision: EffectDecision): Promise<EffectRow | undefined> {
  return decide(em, system, key, 'reopened', ['rejected'], decision, 'planned', {
    problem: { class: 'unknown', detail: `Reopened by ${decision.actor}: ${decision.reason}`, vendor_code: REOPENED }, next_check_at: null,
  });
}

/** Reopens every rejected effect of a run: what the retry of the run needs. Returns how many. */
export async function reopenRejectedEffects(em: EntityManager, runId: string, decision: EffectDecision): Promise<number> {
  const rows: { system: string; key: string }[] = await em.query(`select system, key from effect where run_id = $1 and state = 'rejected'`, [runId]);
  for (const row of rows) await reopenEffect(em, row.system, row.key, decision);
  return rows.length;
}

/** A person found the document in the vendor: the effect is confirmed with its id. */
export async function markEffectDone(em: EntityManager, system: string, key: string, decision: EffectDecision & { source_id: string; number?: string }): Promise<EffectRow | undefined> {
  const facts = { marked_done_by: decision.actor, reason: decision.reason };
  return decide(em, system, key, 'marked as done', ['exception', 'uncertain'], decision, 'confirmed', {
    receipt: { source_id: decision.source_id, ...(decision.number ? { number: decision.number } : {}), facts }, problem: null, settled: true, next_check_at: null,
  });
}

/** A person decides that the write shall not happen: the effect counts as rejected. */
export async function waiveEffect(em: EntityManager, system: string, key: string, decision: EffectDecision): Promise<EffectRow | undefined> {
  return decide(em, system, key, 'waived', ['exception'], decision, 'rejected', {
    problem: { class: 'unknown', detail: `Waived by ${decision.actor}: ${decision.reason}`, vendor_code: 'waived' }, settled: true, next_check_at: null,
  });
}

interface Change {
  receipt?: EffectRow['receipt'];
  problem: EffectRow['problem'];
  settled?: boolean;
  next_check_at: 'now' | null;
}

async function decide(em: EntityManager, system: string, key: string, wanted: string, from: EffectRow['state'][], decision: EffectDecision, to: EffectRow['state'], change: Change): Promise<EffectRow | undefined> {
  const rows: EffectRow[] = await em.query('select * from effect where system = $1 and key = $2 for update', [system, key]);
  const row = rows[0];
  if (!row) return undefined;
  if (!from.includes(row.state)) throw new EffectStateError(row.state, wanted);
  transition('effect', row.state, to);
  const [[changed]] = await em.query(
    `update effect set state = $3, receipt = coalesce($4::jsonb, receipt), problem = $5::jsonb, settled_at = case when $6 then now() end,
       next_check_at = case when $7 then now() end, lease_until = null, version = version + 1 where system = $1 and key = $2 returning *`,
    [system, key, to, change.receipt ? JSON.stringify(change.receipt) : null, change.problem ? JSON.stringify(change.problem) : null, change.settled ?? false, change.next_check_at === 'now'],
  );
  await audit(em, {
    who: decision.actor, what: `effect ${wanted}`, entity: 'effect', entity_id: `${system}/${key}`, before: { state: row.state, receipt: row.receipt }, after: { state: to, receipt: changed.receipt },
    correlation_id: decision.correlation_id, reason: decision.reason,
  });
  return changed;
}
