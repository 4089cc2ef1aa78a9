import { dec } from '#lib/canonical';
import type { ControlRecord } from '#lib/rules';
import { systemOf } from '#lib/process';
import type { EntityManager } from 'typeorm';
import { type Control, type ControlPeriod, readBackUntil } from './control.js';

interface Posted {
  key: string;
  kind: string;
  value: string;
  at: Date;
}

/**
 * Documents this side believes posted against those the ERP tells of, one by one, in each document's currency; and the other way round: what carries a key of ours there and is not known
 * here. Net amounts: the ERP computes tax itself (MON-6).
 */
export async function documentsPosted(em: EntityManager, p: ControlPeriod, currency: string): Promise<Control> {
  const ours: Posted[] = await em.query(
    `select erp_source_id as key, kind || ' ' || currency as kind, (case kind when 'credit_memo' then -1 else 1 end * subtotal)::text as value, posted_at as at from invoice
     where legal_entity_code = $1 and invoice_date between $2 and $3 and posted_at is not null and status <> 'voided' order by 1`, [p.legal_entity, p.day_from, p.day_to]);
  const theirs: Posted[] = await em.query(
    `select source_id as key, (data->>'kind') || ' ' || (data->>'currency') as kind, data->>'subtotal' as value, source_timestamp as at from canonical_record
     where entity = 'erp_invoice' and not deleted and legal_entity_code = $1 and data->>'invoice_date' between $2 and $3 and status not in ('voided', 'released', 'rejected') and data ? 'effect_key' order by 1`, [p.legal_entity, p.day_from, p.day_to]);
  return compare('documents_posted', currency, ours, theirs, await readBackUntil(em, 'erp_invoice'));
}

/** Journals this side believes posted (cost, revenue, expenses, close) against those the ERP tells of, one by one. */
export async function journalsPosted(em: EntityManager, p: ControlPeriod, currency: string): Promise<Control> {
  const ours: Posted[] = await em.query(
    `select erp_source_id as key, 'journal ' || currency as kind, total::text as value, updated_at as at from journal
     where legal_entity_code = $1 and posting_date between $2 and $3 and status in ('posted', 'reversed') and erp_source_id is not null order by 1`, [p.legal_entity, p.day_from, p.day_to]);
  const theirs: Posted[] = await em.query(
    `select source_id as key, 'journal ' || (data->>'currency') as kind, data->>'total_debit' as value, source_timestamp as at from canonical_record
     where entity = 'erp_journal' and not deleted and legal_entity_code = $1 and data->>'posting_date' between $2 and $3 and status = 'posted' and data ? 'effect_key' order by 1`, [p.legal_entity, p.day_from, p.day_to]);
  return compare('journals_posted', currency, ours, theirs, await readBackUntil(em, 'erp_journal'));
}

/** REC-3 law 6, from the ERP's own books: debits and credits of every journal of the period, whoever posted it. */
export async function journalsBalance(em: EntityManager, p: ControlPeriod, currency: string): Promise<Control> {
  const rows: { key: string; kind: string; debit: string; credit: string }[] = await em.query(
    `select source_id as key, 'journal ' || (data->>'currency') as kind, data->>'total_debit' as debit, data->>'total_credit' as credit from canonical_record
     where entity = 'erp_journal' and not deleted and legal_entity_code = $1 and data->>'posting_date' between $2 and $3 and status = 'posted' order by 1`, [p.legal_entity, p.day_from, p.day_to]);
  // One that is off stands for itself: two of them must not hide each other.
  const side = (value: 'debit' | 'credit'): ControlRecord[] => rows.map((r) => ({ key: r.key, project_id: dec(r.debit).eq(r.credit) ? r.kind : `${r.kind} ${r.key}`, hours: '0', value: dec(r[value]).toFixed() }));
  return { control: 'journals_balance', currency, pending: 0, systems: [{ name: 'debits', records: side('debit') }, { name: 'credits', records: side('credit') }] };
}

function compare(control: string, currency: string, ours: Posted[], theirs: Posted[], until: Date | null): Control {
  const told = new Set(theirs.map((t) => t.key));
  const fresh = ours.filter((o) => !told.has(o.key) && (until === null || new Date(o.at) > until));
  const early = new Set(fresh.map((f) => f.key));
  const known = new Set(ours.map((o) => o.key));
  // What the ERP has and this side has not recorded yet may be on its way as well.
  const ahead = theirs.filter((t) => !known.has(t.key) && (until === null || new Date(t.at) > until));
  const late = new Set(ahead.map((a) => a.key));
  const records = (rows: Posted[], skip: Set<string>): ControlRecord[] => rows.filter((r) => !skip.has(r.key)).map((r) => ({ key: r.key, project_id: r.kind, hours: '0', value: dec(r.value).toFixed() }));
  return { control, currency, pending: fresh.length + ahead.length, systems: [{ name: 'throughline', records: records(ours, early) }, { name: systemOf('erp'), records: records(theirs, late) }] };
}
