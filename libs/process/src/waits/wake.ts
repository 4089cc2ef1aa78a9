import type { EventType } from '#lib/canonical';
import { TENANT } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { defineConsumer } from '../events/consumer.js';
import { type ChangedRecord, topicsOf } from './awaited.js';

/** So often an exception resumes its run by itself; from then on only a person does. */
export const MOST_RESUMES = 25;
/** Where only the time is known at which a run began: a change this much older may have been committed after the run had looked. */
const LOOK_BACK_MS = 15_000;
const BATCH = 500;

/** Events of changed records: what a run can wait for. */
const CHANGES: readonly EventType[] = [
  'opportunity.changed', 'opportunity.closed_won', 'opportunity.committed', 'contract.signed', 'contract.changed', 'client.changed', 'project.changed', 'project.status_changed', 'assignment.confirmed', 'assignment.changed',
  'worker.hired', 'worker.status_changed', 'worker.manager_changed', 'worker.changed', 'rate_card.approved', 'cost_rate.changed', 'period.closed', 'period.reopened', 'period.changed', 'reference.changed',
];

const WAITS = `tenant_id = '${TENANT}' and status in ('open', 'assigned') and run_id is not null and context ? 'waits_for'`;

let onWoken: () => void = () => undefined;

/** Tells whoever resumes runs that there may be some. */
export function whenWoken(tell: () => void): void {
  onWoken = tell;
}

/** Marks the exceptions that wait for what has just changed; the resumer takes it from there. */
export const wakeWaiting = defineConsumer({
  name: 'process.waits', types: CHANGES, batch: BATCH,
  async handle(em, events) {
    const waiting = await em.query(`select 1 from exception where ${WAITS} limit 1`);
    if (waiting.length === 0) return;
    const records: Versioned[] = await em.query('select id, entity, natural_key, legal_entity_code, version, data from canonical_record where id::text = any($1::text[])', [[...new Set(events.map((e) => e.entityid))]]);
    if (await mark(em, records, '')) onWoken();
  },
});

type Versioned = ChangedRecord & { version: number };

/**
 * A run that looked before a change was committed and told of its failure after the change's event was read would wait for ever:
 * when it ends, what it waits for is compared with what was committed since it began. Each change counts once.
 */
export async function wakeMissed(em: EntityManager, runId: string, since: { snapshot: string } | { began: Date }): Promise<void> {
  const open: { waits_for: string[] }[] = await em.query(`select context->'waits_for' as waits_for from exception where ${WAITS} and run_id = $1`, [runId]);
  if (open.length === 0) return;
  const entities = [...new Set(open.flatMap((e) => e.waits_for).map((topic) => topic.split(':')[0]!))];
  const changed = 'snapshot' in since
    ? `id in (select entity_id::uuid from event where xid >= pg_snapshot_xmin($2::pg_snapshot) and not pg_visible_in_snapshot(xid, $2::pg_snapshot) and entity = any($1::text[]))`
    : 'entity = any($1::text[]) and updated_at >= $2::timestamptz';
  const records: Versioned[] = await em.query(
    `select id, entity, natural_key, legal_entity_code, version, data from canonical_record where ${changed} limit 1000`, [entities, 'snapshot' in since ? since.snapshot : new Date(since.began.getTime() - LOOK_BACK_MS)]);
  if (await mark(em, records, runId)) onWoken();
}

/** Notes on every exception that waits for one of the records which change woke it, unless it was resumed for that change before. */
async function mark(em: EntityManager, records: Versioned[], runId: string): Promise<boolean> {
  const topics = records.flatMap((r) => topicsOf(r).map((topic) => ({ topic, change: `${r.entity}:${r.id}:v${r.version}` })));
  if (topics.length === 0) return false;
  const [rows] = await em.query(
    `update exception e set context = e.context || jsonb_build_object('woken_by', w.change) from unnest($1::text[], $2::text[]) as w (topic, change)
     where ${WAITS} and ($3 = '' or e.run_id = $3) and e.context->'waits_for' ? w.topic and not coalesce(e.context->'resumed_for' ? w.change, false)
       and jsonb_array_length(coalesce(e.context->'resumed_for', '[]')) < $4 returning e.id`,
    [topics.map((t) => t.topic), topics.map((t) => t.change), runId, MOST_RESUMES]);
  return rows.length > 0;
}
