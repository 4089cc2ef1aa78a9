import { type AccountingPeriod, newId } from '#lib/canonical';
import { CLOSE_ORDER, type CloseCheck, closeChecklist, mayClose, reopenPeriod, type Subledger } from '#lib/rules';
import { appendEvents, audit, recordByKey } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { CHECKS_OF, countChecks, type PeriodOfClose } from '../checks/run-checks.js';
import { takeSnapshot } from './metrics.js';

export type CloseState = 'open' | 'soft_closed' | 'closed';

export interface SubledgerState {
  subledger: Subledger;
  status: CloseState;
  changed_by: string | null;
  approved_by: string | null;
  reason: string | null;
  /** Reopened until the end of this day. */
  expires_on: string | null;
  version: number;
  updated_at: string | null;
}

/** Why a move of a subledger was refused. */
export class CloseRefused extends Error {
  constructor(readonly code: 'CLOSE_ORDER' | 'CLOSE_CHECKLIST' | 'SEGREGATION_OF_DUTIES' | 'NOT_SOFT_CLOSED' | 'NOT_CLOSED' | 'UNKNOWN_PERIOD' | 'INVALID_REOPENING' | 'ALREADY_DECIDED' | 'NOTHING_TO_WAIVE', message: string, readonly details: { field?: string; message: string; fix: string }[] = []) {
    super(message);
    this.name = 'CloseRefused';
  }
}

export interface Mover {
  by: string;
  correlation_id: string;
}

/** The subledgers of an entity's period as they stand here, in the order of CLS-1. What was reopened is closed again when its time is over (CLS-7). */
export async function subledgers(em: EntityManager, p: PeriodOfClose): Promise<SubledgerState[]> {
  const rows: (SubledgerState & { expired: boolean; updated_at: Date })[] = await em.query(
    `select subledger, status, changed_by, approved_by, reason, expires_on, version, updated_at, (status = 'open' and expires_on < current_date) as expired from period_close where legal_entity_code = $1 and period = $2`, [p.legal_entity, p.period]);
  return CLOSE_ORDER.map((subledger) => {
    const row = rows.find((r) => r.subledger === subledger);
    if (!row) return { subledger, status: 'open', changed_by: null, approved_by: null, reason: null, expires_on: null, version: 0, updated_at: null };
    const { expired, ...state } = row;
    return { ...state, status: expired ? 'closed' : state.status, updated_at: new Date(row.updated_at).toISOString() };
  });
}

/** Soft close: from here on only the close itself posts into the subledger. In the order of CLS-1: those before it must be at least soft closed. */
export async function softClose(em: EntityManager, p: PeriodOfClose, subledger: Subledger, who: Mover): Promise<void> {
  const states = await locked(em, p);
  const own = states.find((s) => s.subledger === subledger)!;
  if (own.status !== 'open') return;
  inOrder(subledger, states, ['soft_closed', 'closed']);
  await move(em, p, own, { status: 'soft_closed', changed_by: who.by, approved_by: null, reason: null, expires_on: null }, who, 'period.soft_closed');
}

/** Close by a person other than the one who soft closed it. Its checks must find nothing or be waived; the general ledger closes last, on all checks, and freezes the figures. */
export async function close(em: EntityManager, p: PeriodOfClose, subledger: Subledger, who: Mover): Promise<void> {
  const states = await locked(em, p);
  const own = states.find((s) => s.subledger === subledger)!;
  if (own.status === 'closed') return;
  if (own.status !== 'soft_closed') throw new CloseRefused('NOT_SOFT_CLOSED', `Subledger ${subledger} of ${p.legal_entity} ${p.period} is ${own.status}: it is soft closed first, by somebody else.`);
  if (own.changed_by === who.by) throw new CloseRefused('SEGREGATION_OF_DUTIES', `You soft closed ${subledger} of ${p.legal_entity} ${p.period}: another person has to close it.`);
  inOrder(subledger, states, ['closed']);
  const counts = await countChecks(em, p, CHECKS_OF[subledger]!);
  const result = closeChecklist({ counts: { ...Object.fromEntries(CHECKS_OF.gl!.filter((c) => !CHECKS_OF[subledger]!.includes(c)).map((c) => [c, 0])), ...counts }, waivers: await waivers(em, p, counts) });
  if (!result.ok) {
    throw new CloseRefused('CLOSE_CHECKLIST', `${subledger} of ${p.legal_entity} ${p.period} cannot close: ${result.blocking.map((b) => `${b.check} ${b.count ?? 'not run'}`).join(', ')}.`,
      result.blocking.map((b) => ({ field: b.check, message: b.count === null ? 'was not run: prepare the close' : `finds ${b.count}`, fix: 'Settle what it finds, or waive it with a reason.' })));
  }
  await move(em, p, own, { status: 'closed', changed_by: own.changed_by, approved_by: who.by, reason: null, expires_on: null }, who, 'period.closed');
  if (subledger === 'gl') await takeSnapshot(em, p);
}

/** CLS-7: one person asks to reopen a subledger, with a reason and an expiry. Those after it open with it. */
export async function requestReopening(em: EntityManager, p: PeriodOfClose, r: { subledger: Subledger; reason: string; expires_on: string; as_of: string }, who: Mover): Promise<string> {
  const own = (await locked(em, p)).find((s) => s.subledger === r.subledger)!;
  if (own.status === 'open') throw new CloseRefused('NOT_CLOSED', `Subledger ${r.subledger} of ${p.legal_entity} ${p.period} is open.`);
  if (r.expires_on <= r.as_of) throw new CloseRefused('INVALID_REOPENING', 'A reopening needs an expiry after today.', [{ field: 'expires_on', message: 'is not after today', fix: 'Name a later day.' }]);
  const [known] = await em.query(`select id from close_request where legal_entity_code = $1 and period = $2 and kind = $3 and status = 'requested'`, [p.legal_entity, p.period, r.subledger]);
  if (known) return known.id;
  const id = newId();
  await em.query(`insert into close_request (id, legal_entity_code, period, kind, reason, expires_on, requested_by, status) values ($1,$2,$3,$4,$5,$6,$7,'requested')`, [id, p.legal_entity, p.period, r.subledger, r.reason, r.expires_on, who.by]);
  await audit(em, { who: who.by, what: 'period.reopening_requested', entity: 'period', entity_id: `${p.legal_entity}:${p.period}:${r.subledger}`, after: { expires_on: r.expires_on }, correlation_id: who.correlation_id, reason: r.reason });
  return id;
}

export interface ReopeningRequest extends PeriodOfClose {
  id: string;
  subledger: Subledger;
  reason: string;
  expires_on: string;
  requested_by: string;
  status: string;
}

export async function reopeningRequest(em: EntityManager, id: string): Promise<ReopeningRequest | undefined> {
  return (await em.query(`select id, legal_entity_code as legal_entity, period, kind as subledger, reason, expires_on, requested_by, status from close_request where id = $1 for update`, [id]))[0];
}

/** CLS-7: a second person approves: the subledger and those after it are open until the expiry, waivers end and the checklist is due anew. Nothing is reversed. */
export async function approveReopening(em: EntityManager, request: ReopeningRequest, asOf: string, who: Mover): Promise<void> {
  if (request.status === 'approved') return;
  const p = { legal_entity: request.legal_entity, period: request.period };
  const states = await locked(em, p);
  const own = states.find((s) => s.subledger === request.subledger)!;
  const result = reopenPeriod({ status: own.status, reason: request.reason, requested_by: request.requested_by, approved_by: who.by, as_of: asOf, expires_on: request.expires_on });
  if (!result.ok) {
    if (result.code === 'SOD_VIOLATION') throw new CloseRefused('SEGREGATION_OF_DUTIES', 'You asked for this reopening: another person has to approve it.');
    throw new CloseRefused(result.code === 'PERIOD_CLOSED' ? 'NOT_CLOSED' : 'INVALID_REOPENING', result.why[0]!.detail);
  }
  const from = CLOSE_ORDER.indexOf(request.subledger);
  for (const state of states.filter((s) => CLOSE_ORDER.indexOf(s.subledger) >= from && s.status !== 'open')) {
    await move(em, p, state, { status: 'open', changed_by: request.requested_by, approved_by: who.by, reason: request.reason, expires_on: request.expires_on }, who, 'period.reopened');
  }
  await em.query('delete from close_waiver where legal_entity_code = $1 and period = $2', [p.legal_entity, p.period]);
  await em.query(`update close_request set status = 'approved', decided_by = $2, decided_at = now() where id = $1`, [request.id, who.by]);
}

/** CLS-2: a check that finds something is waived with name and reason, for the count it has now: if it finds more later, it blocks again. */
export async function waive(em: EntityManager, p: PeriodOfClose, check: CloseCheck, reason: string, who: Mover): Promise<void> {
  await locked(em, p);
  const count = (await countChecks(em, p, [check]))[check];
  if (count === undefined) throw new CloseRefused('NOTHING_TO_WAIVE', `Check ${check} was not run: prepare the close of ${p.legal_entity} ${p.period} first.`);
  if (count === 0) throw new CloseRefused('NOTHING_TO_WAIVE', `Check ${check} finds nothing.`);
  await em.query(
    `insert into close_waiver (id, legal_entity_code, period, check_name, by_whom, reason, count) values ($1,$2,$3,$4,$5,$6,$7)
     on conflict (legal_entity_code, period, check_name) do update set by_whom = excluded.by_whom, reason = excluded.reason, count = excluded.count, at = now()`, [newId(), p.legal_entity, p.period, check, who.by, reason, count]);
  await audit(em, { who: who.by, what: 'close_check.waived', entity: 'period', entity_id: `${p.legal_entity}:${p.period}`, after: { check, count }, correlation_id: who.correlation_id, reason });
}

export interface Waiver {
  check: CloseCheck;
  by: string;
  reason: string;
  count: number;
}

/** Waivers that still cover what their check finds. */
export async function waivers(em: EntityManager, p: PeriodOfClose, counts: Partial<Record<CloseCheck, number>>): Promise<Waiver[]> {
  const rows: Waiver[] = await em.query('select check_name as check, by_whom as by, reason, count from close_waiver where legal_entity_code = $1 and period = $2', [p.legal_entity, p.period]);
  return rows.filter((w) => (counts[w.check] ?? Number.POSITIVE_INFINITY) <= w.count);
}

function inOrder(subledger: Subledger, states: SubledgerState[], enough: CloseState[]): void {
  const result = mayClose({ subledger, status: Object.fromEntries(states.map((s) => [s.subledger, enough.includes(s.status) ? 'closed' : s.status])) });
  if (!result.ok) throw new CloseRefused('CLOSE_ORDER', `${subledger} comes after ${result.open.join(', ')}: close ${result.open.length === 1 ? 'it' : 'them'} first (CLS-1).`);
}

/** The states, taken by one mover at a time. Throws UNKNOWN_PERIOD when the ERP has no such period of the entity. */
async function locked(em: EntityManager, p: PeriodOfClose): Promise<SubledgerState[]> {
  await em.query('select pg_advisory_xact_lock(hashtextextended($1, 9))', [`close:${p.legal_entity}:${p.period}`]);
  if (!(await erpPeriod(em, p))) throw new CloseRefused('UNKNOWN_PERIOD', `The ERP has no accounting period ${p.period} of legal entity ${p.legal_entity}.`);
  return subledgers(em, p);
}

/** The period as the ERP told it. */
export async function erpPeriod(em: EntityManager, p: PeriodOfClose): Promise<AccountingPeriod | undefined> {
  return (await recordByKey<AccountingPeriod>(em, 'accounting_period', `${p.legal_entity}:${p.period}-01`))?.data;
}

async function move(em: EntityManager, p: PeriodOfClose, before: SubledgerState, to: Pick<SubledgerState, 'status' | 'changed_by' | 'approved_by' | 'reason' | 'expires_on'>, who: Mover, type: 'period.soft_closed' | 'period.closed' | 'period.reopened'): Promise<void> {
  const version = before.version + 1;
  await em.query(
    `insert into period_close (legal_entity_code, period, subledger, status, changed_by, approved_by, reason, expires_on, version) values ($1,$2,$3,$4,$5,$6,$7,$8,$9)
     on conflict (legal_entity_code, period, subledger) do update set status = excluded.status, changed_by = excluded.changed_by, approved_by = excluded.approved_by, reason = excluded.reason, expires_on = excluded.expires_on, version = excluded.version, updated_at = now()`,
    [p.legal_entity, p.period, before.subledger, to.status, to.changed_by, to.approved_by, to.reason, to.expires_on, version]);
  const id = `${p.legal_entity}:${p.period}:${before.subledger}`;
  await appendEvents(em, [{ type, entity: 'period_close', entity_id: id, entity_version: version, partition_key: `period:${p.legal_entity}:${p.period}`, idempotency_key: `${id}:${version}`, approval_status: 'approved', correlation_id: who.correlation_id, data: { legal_entity: p.legal_entity, period: p.period, subledger: before.subledger, ...to } }]);
  await audit(em, { who: who.by, what: type, entity: 'period', entity_id: id, before: { status: before.status }, after: { ...to }, correlation_id: who.correlation_id, reason: to.reason ?? undefined });
}
