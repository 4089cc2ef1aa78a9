import { type Contract, type ContractLine, dec } from '#lib/canonical';
import { applyCaps, type CapPolicy, type CapsResult } from '#lib/rules';
import { BillingEvent, clearExceptions, raiseException, type StoredRecord } from '#lib/store';
import { newId } from '#lib/canonical';
import type { EntityManager } from 'typeorm';
import { changeEvent, tell } from './billing-events.js';

/**
 * TM-5, EXP-7: shares what is left of a line's caps among its undrafted entries, in order of work date, approval and id, whatever order
 * they arrived in: the outcome depends on the facts, not on timing. The part beyond a cap is an event of its own, `capped`. Expenses have a
 * cap and a scope of their own.
 */
export async function recapLine(em: EntityManager, contract: StoredRecord<Contract>, lineNo: string): Promise<void> {
  const line = contract.data.lines.find((l) => l.line_no === lineNo);
  if (!line) return;
  await recap(em, contract, line, { kind: 'time', fact: 'time_entry_id', cap_amount: line.cap_amount, cap_hours: line.cap_hours });
  await recap(em, contract, line, { kind: 'expense', fact: 'expense_line_id', cap_amount: line.expense?.cap_amount });
}

/** One scope of caps of a line: its labor, or its expenses. */
interface CapScope {
  kind: 'time' | 'expense';
  fact: 'time_entry_id' | 'expense_line_id';
  cap_amount?: string;
  cap_hours?: string;
}

async function recap(em: EntityManager, contract: StoredRecord<Contract>, line: ContractLine, { kind, fact, cap_amount, cap_hours }: CapScope): Promise<void> {
  const limited = Boolean(cap_amount || cap_hours);
  const lineNo = line.line_no;
  if (!limited && !(await em.existsBy(BillingEvent, { contract_id: contract.id, line_no: lineNo, kind, status: 'capped' }))) return;
  await em.query('select pg_advisory_xact_lock(hashtextextended($1, 7))', [`cap:${contract.id}:${lineNo}`]);
  const events = await em.createQueryBuilder(BillingEvent, 'e').where('e.contract_id = :c and e.line_no = :l', { c: contract.id, l: lineNo }).andWhere(`e.kind in (:kind, 'credit') and e.${fact} is not null`, { kind }).andWhere(`e.status not in ('cancelled', 'written_off')`).getMany();
  const sumOf = (list: BillingEvent[], field: 'net' | 'quantity') => list.reduce((total, e) => total.plus(dec(e[field])), dec(0)).toFixed();
  const invoiced = events.filter((e) => e.status === 'invoiced' || e.status === 'credited' || e.kind === 'credit');
  const drafted = events.filter((e) => e.status === 'on_draft' && e.kind === kind);
  const open = events.filter((e) => e.kind === kind && (e.status === 'ready' || e.status === 'capped'));
  const entries = [...byFact(open, fact)];
  const result = applyCaps({
    currency: contract.data.currency, policy: line.cap_policy as CapPolicy,
    entries: entries.map(([id, parts]) => ({ id: sourceOf(parts), kind, work_date: parts[0]!.event_date, approved_at: parts[0]!.approved_at?.toISOString() ?? null, net: sumOf(parts, 'net'), hours: sumOf(parts, 'quantity'), worker_id: id })),
    // A cap that was lifted lets everything in.
    levels: !limited ? [] : [{ level: 'line', cap_scope: kind === 'expense' ? 'expenses' : 'labor', cap_amount: cap_amount ?? null, cap_hours: cap_hours ?? null, invoiced: cap_amount ? sumOf(invoiced, 'net') : sumOf(invoiced, 'quantity'), on_drafts: cap_amount ? sumOf(drafted, 'net') : sumOf(drafted, 'quantity'), invoiced_hours: sumOf(invoiced, 'quantity'), on_draft_hours: sumOf(drafted, 'quantity') }],
  });
  const splits = new Map(result.entries.map((e) => [e.id, e]));
  for (const [, parts] of entries) await applySplit(em, parts, splits.get(sourceOf(parts))!);
  await showCap(em, contract, kind === 'time' ? lineNo : `${lineNo}:expenses`, result, cap_amount ?? `${cap_hours} h`);
}

type Split = { billed_net: string; billed_hours: string; capped_net: string; capped_hours: string; excess_decision: string | null; why: unknown[] };

/**
 * Brings the open events of one entry in line with its split: one carries what may be billed, one what is beyond the cap. A part that is on
 * an invoice already is not among them: what is left of the entry is split by itself.
 */
async function applySplit(em: EntityManager, parts: BillingEvent[], split: Split): Promise<void> {
  const billed = whole({ net: split.billed_net, quantity: split.billed_hours });
  const capped = whole({ net: split.capped_net, quantity: split.capped_hours });
  const [bills, exceeds] = [!dec(billed.net).isZero(), !dec(capped.net).isZero()];
  const carriers = [...parts].sort((a, b) => (a.part < b.part ? -1 : 1));
  const carrier = bills || !exceeds ? carriers.shift() : undefined;
  const excess = exceeds ? carriers.shift() : undefined;
  const others = parts[0]!;
  const why = asList(others.why).filter((w) => (w as { rule?: string }).rule !== 'TM-5');
  for (const part of carriers) await changeEvent(em, part, { status: 'cancelled' });
  if (carrier) await move(em, carrier, { ...billed, status: 'ready', decision: 'invoiceable', hold_reason: null, why: exceeds ? [...why, ...split.why] : why });
  if (!exceeds) return;
  const over = { ...capped, status: split.excess_decision === 'written_off' ? 'written_off' : 'capped', decision: 'capped', hold_reason: 'cap', why: [...why, ...split.why] };
  if (excess) return void (await move(em, excess, over));
  const event = em.create(BillingEvent, { ...others, id: newId(), part: await freePart(em, others), version: 1, ...over, updated_at: new Date() });
  await em.insert(BillingEvent, event);
  await tell(em, event, 'billing_event.held', 1);
}

/** Changes an event when it stands differently; an amount that did not change keeps its gross and discount. */
async function move(em: EntityManager, event: BillingEvent, to: Partial<BillingEvent> & { net: string; quantity: string; status: string }): Promise<void> {
  const same = sameAmount(event, to);
  if (same && event.status === to.status) return;
  await changeEvent(em, event, same ? { status: to.status, decision: to.decision, hold_reason: to.hold_reason, why: to.why } : to);
}

/** Name for a further part of an entry: parts that were given up keep theirs. */
async function freePart(em: EntityManager, of: BillingEvent): Promise<string> {
  const taken = await em.countBy(BillingEvent, { kind: of.kind, source_system: of.source_system, source_id: of.source_id, source_version: of.source_version });
  return taken <= 1 ? 'over_cap' : `over_cap_${taken}`;
}

function sameAmount(e: BillingEvent, to: { net: string; quantity: string }): boolean {
  return dec(e.net).eq(dec(to.net)) && dec(e.quantity).eq(dec(to.quantity));
}

/** A part of an entry carries its net as one amount: discount and fee were taken on the whole. */
function whole(part: { net: string; quantity: string }): { net: string; quantity: string; gross: string; discount: string; fee: string } {
  return { ...part, gross: part.net, discount: '0', fee: '0' };
}

function byFact(events: BillingEvent[], fact: CapScope['fact']): Map<string, BillingEvent[]> {
  const groups = new Map<string, BillingEvent[]>();
  for (const event of events) groups.set(event[fact]!, [...(groups.get(event[fact]!) ?? []), event]);
  return groups;
}

/** Entry number first: it breaks the tie between entries of one day and approval. Two systems may number alike. */
function sourceOf([first]: BillingEvent[]): string {
  return `${first!.source_id}\u0000${first!.source_system}`;
}

function asList(why: unknown): unknown[] {
  return Array.isArray(why) ? why : [];
}

/** One exception per capped line while anything stands beyond its cap, also where the line only warns and bills it. */
async function showCap(em: EntityManager, contract: StoredRecord<Contract>, lineNo: string, { capped_net: cappedNet, exceeded_level }: CapsResult, cap: string): Promise<void> {
  const business_key = `cap:${contract.data.contract_number}:${lineNo}`;
  if (!exceeded_level) {
    await clearExceptions(em, { business_key, code: 'CAP_EXCEEDED' }, 'cleared', { by: 'throughline', reason: 'Nothing stands beyond the cap any more' });
    return;
  }
  await raiseException(em, {
    code: 'CAP_EXCEEDED', business_key, workflow: 'time-to-invoice', step: 'caps', legal_entity_code: contract.legal_entity_code ?? undefined, correlation_id: contract.correlation_id,
    message: `Contract ${contract.data.contract_number} line ${lineNo}: ${dec(cappedNet).isZero() ? 'approved work beyond the cap is billed, cap' : `${cappedNet} ${contract.data.currency} of approved work is beyond the cap of`} ${cap}`, context: { level: 'line', cap, capped: cappedNet, currency: contract.data.currency },
  });
}
