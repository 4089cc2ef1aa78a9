import type { Assignment, CostRate, Worker } from '#lib/canonical';
import { inRange } from '#lib/canonical';
import { type CostRateInput, resolveCostRate } from '#lib/rules';
import { recordById, type StoredRecord } from '#lib/store';
import type { EntityManager } from 'typeorm';

/** A worker with what time entries of his are checked and costed by. */
export interface Person {
  worker: StoredRecord<Worker>;
  assignments: StoredRecord<Assignment>[];
  cost_rates: CostRateInput[];
}

export async function personOn(em: EntityManager, workerId: string, projectId: string): Promise<Person> {
  const worker = await recordById<Worker>(em, workerId);
  if (!worker) throw new Error(`worker ${workerId} is not in the store`);
  const assignments: StoredRecord<Assignment>[] = await em.query(
    `select * from canonical_record where entity = 'assignment' and not deleted and data->>'worker_id' = $1 and data->>'project_id' = $2 order by data->>'start', id`, [workerId, projectId]);
  const rates: StoredRecord<CostRate>[] = await em.query(`select * from canonical_record where entity = 'cost_rate' and not deleted and data->>'worker_id' = $1 order by effective_from`, [workerId]);
  return {
    worker, assignments: assignments.filter((a) => a.status !== 'cancelled' && a.status !== 'declined'),
    cost_rates: rates.filter((r) => r.effective_from).map((r) => ({ worker_id: workerId, currency: r.data.currency, rate: r.data.rate, kind: r.data.kind as 'burdened', effective_from: r.effective_from!, effective_to: r.effective_to })),
  };
}

/** The assignment whose window holds the date; a hard booking before a soft one. */
export function assignmentOn(person: Person, workDate: string, role?: string): Assignment | undefined {
  const held = person.assignments.map((a) => a.data).filter((a) => inRange(workDate, a.start, a.end));
  const ofRole = held.filter((a) => !role || a.role === role);
  const pool = ofRole.length > 0 ? ofRole : held;
  return pool.find((a) => a.booking_type === 'hard') ?? pool[0];
}

export function employedOn(worker: Worker, workDate: string): boolean {
  return inRange(workDate, worker.hire_date, worker.termination_date);
}

/** GL-1: the cost rate of the work date. */
export function costRateOn(person: Person, workDate: string) {
  return resolveCostRate({ work_date: workDate, worker_id: person.worker.id, role: person.worker.data.role ?? null, rates: person.cost_rates });
}
