import { addDays, type Decimal, dec, effectKey, type JournalLineWrite, type JournalWrite, monthEnd, newId, sum } from '#lib/canonical';
import { type AccountRole, postingCheck } from '#lib/rules';
import { BusinessFailure } from '#lib/process';
import { audit, Journal, linkSystem, periodsOf, TENANT } from '#lib/store';
import type { EntityManager } from 'typeorm';

/** What a purpose of the close should amount to in the period, per slot (a project, a contract, a currency). Signed: positive debits `debit_role`. */
export interface CloseTarget {
  slot: string;
  debit_role: AccountRole;
  credit_role: AccountRole;
  amount: string;
  project_source_id?: string;
  practice?: string;
  region?: string;
}

export interface CloseJournal {
  id: string;
  key: string;
  body: JournalWrite;
}

/** A journal line as kept here: which slot it is of, beside what the ERP gets. */
type KeptLine = JournalLineWrite & { slot: string };

const SOURCE = 'period_close';

/**
 * Journals that bring what a close has booked for a purpose to its targets, dated on the last day of the period, each with its opposite on
 * the first day of the next (auto-reversal, CLS-5). Only differences to what is posted already are booked: preparing again with the same
 * facts gives none. What was asked for and has no answer yet is asked for again as it was. Throws PERIOD_CLOSED when either day takes no postings.
 */
export async function prepareCloseJournals(em: EntityManager, p: { legal_entity: string; period: string; purpose: string; currency: string; run_id: string; correlation_id: string }, targets: readonly CloseTarget[]): Promise<CloseJournal[]> {
  const all = await em.find(Journal, { where: { source_type: SOURCE, source_id: `${p.legal_entity}:${p.period}` }, order: { source_version: 'ASC', posting_date: 'ASC' } });
  const mine = all.filter((j) => j.purpose === p.purpose || j.purpose === `${p.purpose}_reversal`);
  const waiting = mine.filter((j) => j.status === 'submitted');
  if (waiting.length > 0) return waiting.map(asAsked);
  const posted = mine.filter((j) => j.purpose === p.purpose && j.status === 'posted').flatMap((j) => j.lines as KeptLine[]);
  const changes = [...new Set([...targets.map((t) => t.slot), ...posted.map((l) => l.slot)])].sort().map((slot) => changeOf(slot, targets, posted)).filter((c): c is CloseTarget => c !== undefined);
  const unreversed = mine.filter((j) => j.purpose === p.purpose && j.status === 'posted' && !mine.some((r) => r.reverses_id === j.id && r.status === 'posted'));
  if (changes.length === 0 && unreversed.length === 0) return [];
  const date = monthEnd(`${p.period}-01`);
  const next = addDays(date, 1);
  const periods = await periodsOf(em, p.legal_entity);
  for (const day of changes.length > 0 ? [date, next] : [next]) mustTakePostings(p.legal_entity, day, periods);
  let version = Math.max(0, ...mine.map((j) => Number(j.source_version)));
  const asked: CloseJournal[] = [];
  const reversal = async (lines: KeptLine[], reverses: string) => asked.push(await keep(em, { ...p, purpose: `${p.purpose}_reversal`, date: next, version, lines, reverses }));
  for (const journal of unreversed) {
    version += 1;
    await reversal((journal.lines as KeptLine[]).map((l) => ({ ...l, debit: l.credit, credit: l.debit })), journal.id);
  }
  if (changes.length === 0) return asked;
  version += 1;
  const first = await keep(em, { ...p, date, version, lines: changes.flatMap((c) => sides(c, 1)), reverses: null });
  asked.push(first);
  await reversal(changes.flatMap((c) => sides(c, -1)), first.id);
  return asked;
}

/** The ERP has it: posted. */
export async function closeJournalPosted(em: EntityManager, id: string, done: { system: string; source_id: string }): Promise<void> {
  const journal = await em.findOneByOrFail(Journal, { id });
  if (journal.status === 'posted') return;
  await em.update(Journal, { id }, { status: 'posted', erp_system: done.system, erp_source_id: done.source_id, updated_at: new Date() });
  await linkSystem(em, { canonical_type: 'journal', canonical_id: id, system: done.system, system_type: 'journal', system_id: done.source_id, role: 'owner' });
  await audit(em, { who: 'process:period-close', what: 'journal.posted', entity: 'journal', entity_id: id, after: { key: journal.key, lines: journal.lines, posting_date: journal.posting_date }, correlation_id: journal.correlation_id, details: { erp_source_id: done.source_id } });
}

/** The ERP refused it: a later preparation books what is then missing, under a new version. */
export async function closeJournalRefused(em: EntityManager, id: string): Promise<void> {
  await em.query(`update journal set status = 'rejected', updated_at = now() where (id = $1 or reverses_id = $1) and status = 'submitted'`, [id]);
}

function changeOf(slot: string, targets: readonly CloseTarget[], posted: readonly KeptLine[]): CloseTarget | undefined {
  const wanted = targets.filter((t) => t.slot === slot);
  const before = posted.filter((l) => l.slot === slot);
  const [debit, credit] = [wanted[0]?.debit_role ?? before[0]!.account_role, wanted[0]?.credit_role ?? before.find((l) => l.account_role !== before[0]!.account_role)!.account_role];
  const booked = sum(before.filter((l) => l.account_role === debit).map((l) => dec(l.debit).minus(dec(l.credit))));
  const amount = sum(wanted.map((t) => t.amount)).minus(booked);
  if (amount.isZero()) return undefined;
  const { project_source_id, practice, region } = wanted[0] ?? before[0]!;
  return { slot, debit_role: debit as AccountRole, credit_role: credit as AccountRole, amount: amount.toFixed(), project_source_id, practice, region };
}

function sides({ slot, debit_role, credit_role, amount, ...dimensions }: CloseTarget, sign: 1 | -1): KeptLine[] {
  const value = dec(amount).times(sign);
  const side = (v: Decimal) => ({ debit: v.isNegative() ? '0' : v.toFixed(), credit: v.isNegative() ? v.abs().toFixed() : '0' });
  return [{ slot, account_role: debit_role, ...side(value), ...dimensions }, { slot, account_role: credit_role, ...side(value.negated()), ...dimensions }];
}

function mustTakePostings(entity: string, day: string, periods: Awaited<ReturnType<typeof periodsOf>>): void {
  const checked = postingCheck({ posting_date: day, periods, close_role: true, policy: 'ask_reopen' });
  if (!checked.ok) throw new BusinessFailure('PERIOD_CLOSED', undefined, `The close of ${entity} cannot post on ${day}: ${checked.why[0]!.detail}`, { date: day, legal_entity: entity, period: checked.period_id }, [], entity);
}

async function keep(em: EntityManager, p: { legal_entity: string; period: string; purpose: string; currency: string; run_id: string; correlation_id: string; date: string; version: number; lines: KeptLine[]; reverses: string | null }): Promise<CloseJournal> {
  const key = effectKey.journal(p.legal_entity, SOURCE, p.period, String(p.version), p.purpose, p.date.slice(0, 7));
  const journal = em.create(Journal, {
    id: newId(), tenant_id: TENANT, key, legal_entity_code: p.legal_entity, source_type: SOURCE, source_id: `${p.legal_entity}:${p.period}`, source_version: String(p.version), purpose: p.purpose, posting_date: p.date, work_from: `${p.period}-01`, work_to: monthEnd(`${p.period}-01`),
    prior_period: false, currency: p.currency, lines: p.lines, total: sum(p.lines.map((l) => l.debit)).toFixed(), status: 'submitted', reverses_id: p.reverses, correlation_id: p.correlation_id, run_id: p.run_id,
  });
  await em.insert(Journal, journal);
  return asAsked(journal);
}

/** The request a kept journal stands for: the same content each time it is asked for. */
function asAsked(j: Journal): CloseJournal {
  const lines = (j.lines as KeptLine[]).map(({ slot: _slot, ...line }) => line);
  return { id: j.id, key: j.key, body: { legal_entity_code: j.legal_entity_code, currency: j.currency, posting_date: j.posting_date, purpose: j.purpose, memo: memoOf(j), lines } };
}

const memoOf = (j: Journal): string => `Close of ${j.work_from!.slice(0, 7)}, version ${j.source_version}`;
