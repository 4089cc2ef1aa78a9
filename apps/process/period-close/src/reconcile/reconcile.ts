import { dec, monthEnd, newId } from '#lib/canonical';
import { type ControlBreak, threeWayMatch } from '#lib/rules';
import { appendEvents, clearExceptions, raiseException } from '#lib/store';
import type { EntityManager } from 'typeorm';
import type { PeriodOfClose } from '../checks/run-checks.js';
import { functionalCurrency } from '../steps/rates.js';
import type { Control, ControlPeriod } from './control.js';
import { documentsPosted, journalsBalance, journalsPosted } from './ledger-controls.js';
import { costPosted, timeBilled, timeRecorded } from './time-controls.js';

export interface Reconciled {
  controls: number;
  breaks: number;
  /** Documents the ERP's feed cannot have brought yet. */
  pending: number;
}

/** Records shown of each side of a break. */
const SHOWN = 20;

/**
 * REC-1, REC-2: runs every control of an entity and period and keeps what each found. The ERP's side is what it told of its own books (feeds `erp_invoice`, `erp_journal`), never
 * a row of ours. Each difference is a RECON_BREAK with both sides' records; one that is gone is resolved.
 */
export async function reconcile(em: EntityManager, of: PeriodOfClose, run: { run_id: string; correlation_id: string }): Promise<Reconciled> {
  const p: ControlPeriod = { ...of, day_from: `${of.period}-01`, day_to: monthEnd(`${of.period}-01`) };
  const currency = await functionalCurrency(em, p.legal_entity);
  const done: Reconciled = { controls: 0, breaks: 0, pending: 0 };
  for (const make of [timeRecorded, costPosted, timeBilled, documentsPosted, journalsPosted, journalsBalance]) {
    const control = await make(em, p, currency);
    const breaks = threeWayMatch({ systems: control.systems, currency: control.currency, converted: control.converted }).breaks;
    await keep(em, p, control, breaks, run);
    done.controls += 1;
    done.breaks += breaks.length;
    done.pending += control.pending;
  }
  return done;
}

async function keep(em: EntityManager, p: ControlPeriod, control: Control, breaks: ControlBreak[], run: { run_id: string; correlation_id: string }): Promise<void> {
  const [{ no }] = await em.query('select coalesce(max(run_no), 0)::int + 1 as no from reconciliation where legal_entity_code = $1 and period = $2 and control = $3', [p.legal_entity, p.period, control.control]);
  const counts = { pending: control.pending, breaks: breaks.length, ...Object.fromEntries(control.systems.map((s) => [s.name, s.records.length])) };
  const amounts = Object.fromEntries(control.systems.map((s) => [s.name, totals(s.records)]));
  const id = newId();
  await em.query('insert into reconciliation (id, control, legal_entity_code, period, run_no, counts, amounts, breaks, run_id, correlation_id) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)',
    [id, control.control, p.legal_entity, p.period, no, JSON.stringify(counts), JSON.stringify(amounts), JSON.stringify(breaks), run.run_id, run.correlation_id]);
  const keys = new Set<string>();
  for (const b of breaks) {
    const business_key = `reconciliation:${p.legal_entity}:${p.period}:${control.control}:${b.project_id}:${b.measure}`;
    keys.add(business_key);
    await raiseException(em, {
      code: 'RECON_BREAK', business_key, workflow: 'reconciliation', step: control.control, ...run, legal_entity_code: p.legal_entity,
      message: `${control.control}, ${b.project_id}: ${b.measure} ${b.left} in ${b.left_system}, ${b.right} in ${b.right_system}`,
      context: { period: p.period, control: control.control, project: b.project_id, measure: b.measure, difference: b.difference, keys: b.keys.slice(0, SHOWN) },
      evidence: control.systems.map((s) => ({ system: s.name, record: s.records.filter((r) => r.project_id === b.project_id && (b.keys.length === 0 || b.keys.includes(r.key))).slice(0, SHOWN) })),
    });
  }
  const open: { business_key: string }[] = await em.query(`select business_key from exception where code = 'RECON_BREAK' and status in ('open', 'assigned') and starts_with(business_key, $1)`, [`reconciliation:${p.legal_entity}:${p.period}:${control.control}:`]);
  for (const { business_key } of open.filter((o) => !keys.has(o.business_key))) await clearExceptions(em, { business_key, code: 'RECON_BREAK' }, 'cleared', { by: 'process:period-close', reason: 'Both sides agree' });
  await appendEvents(em, [{
    type: 'reconciliation.completed', entity: 'reconciliation', entity_id: id, entity_version: no, partition_key: `reconciliation:${p.legal_entity}:${control.control}`, idempotency_key: `${p.legal_entity}:${p.period}:${control.control}:${no}`, approval_status: 'approved', correlation_id: run.correlation_id,
    data: { control: control.control, legal_entity: p.legal_entity, period: p.period, run_no: no, counts, amounts, breaks },
  }]);
}

/** Hours and value of a side; values of different currencies stand under one kind or project each and are not added up here. */
function totals(records: Control['systems'][number]['records']): Record<string, { hours: string; value: string }> {
  const by = new Map<string, { hours: string; value: string }>();
  for (const r of records) by.set(r.project_id, add(by.get(r.project_id), r));
  return Object.fromEntries(by);
}

function add(before: { hours: string; value: string } | undefined, r: Control['systems'][number]['records'][number]): { hours: string; value: string } {
  const plus = (a: string | undefined, b: unknown): string => dec(a ?? '0').plus(dec(String(b ?? '0'))).toFixed();
  return { hours: plus(before?.hours, r.hours), value: plus(before?.value, r.value) };
}
