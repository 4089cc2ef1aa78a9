import { dec, type LegalEntity, sum, vendorKey } from '#lib/canonical';
import { type ControlRecord, convert } from '#lib/rules';
import { systemOf } from '#lib/process';
import { recordByKey, spotRate } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { needed } from '../steps/rates.js';
import { type Control, type ControlPeriod, readBackUntil } from './control.js';

/** What the PSA has approved, entry by entry. */
const APPROVED = `
  select e->>'source_id' as key, p.natural_key as project_id, (e->>'hours') as hours from canonical_record s join canonical_record p on p.id = (s.data->>'project_id')::uuid, jsonb_array_elements(s.data->'entries') e
  where s.entity = 'timesheet' and not s.deleted and s.status = 'approved' and p.legal_entity_code = $1 and (e->>'work_date') between $2 and $3 order by 1`;

/** What stands here: an entry with its reversals and replacements; nothing where they net to nothing. */
const RECORDED = `
  select t.source_id as key, p.natural_key as project_id, trim_scale(sum(t.hours))::text as hours from time_entry t join canonical_record p on p.id = t.project_id
  where t.legal_entity_code = $1 and t.work_date between $2 and $3 group by 1, 2 having sum(t.hours) <> 0 order by 1`;

/** Hours the PSA approved against hours recorded here, by project and entry. */
export async function timeRecorded(em: EntityManager, p: ControlPeriod, currency: string): Promise<Control> {
  const args = [p.legal_entity, p.day_from, p.day_to];
  return { control: 'time_recorded', currency, pending: 0, systems: [{ name: systemOf('psa'), records: await em.query(APPROVED, args) }, { name: 'throughline', records: await em.query(RECORDED, args) }] };
}

/** Billable value of approved time against the billing events it raised, by project. Billing in every currency of the entity's contracts; one record per project and currency. */
export async function timeBilled(em: EntityManager, p: ControlPeriod, currency: string): Promise<Control> {
  const args = [p.legal_entity, p.period];
  const approved = await em.query(
    `select r.natural_key || ' ' || t.bill_currency as key, r.natural_key || ' ' || t.bill_currency as project_id, '0' as hours, trim_scale(sum(t.bill_net))::text as value from time_entry t join canonical_record r on r.id = t.project_id
     where t.legal_entity_code = $1 and to_char(t.work_date, 'YYYY-MM') = $2 and t.bill_net is not null and t.billing_status <> 'not_eligible' group by 1, 2 having sum(t.bill_net) <> 0 order by 1`, args);
  const billed = await em.query(
    `select r.natural_key || ' ' || b.currency as key, r.natural_key || ' ' || b.currency as project_id, '0' as hours, trim_scale(sum(b.net))::text as value from billing_event b join canonical_record r on r.id = b.project_id left join billing_event o on o.id = b.original_event_id
     where b.legal_entity_code = $1 and b.period = $2 and case b.kind when 'credit' then o.kind else b.kind end = 'time' and b.status <> 'cancelled' group by 1, 2 having sum(b.net) <> 0 order by 1`, args);
  return { control: 'time_billed', currency, pending: 0, systems: [{ name: 'approved time', records: approved }, { name: 'billing', records: billed }] };
}

interface Costed {
  project: string;
  cost_amount: string;
  cost_currency: string;
  work_date: string;
}

/** Cost of the entries posted in the period, in the functional currency, against what the ERP's journals of their timesheets say, by project. */
export async function costPosted(em: EntityManager, p: ControlPeriod): Promise<Control> {
  const functional = (await recordByKey<LegalEntity>(em, 'legal_entity', p.legal_entity))?.data.functional_currency ?? '';
  const until = await readBackUntil(em, 'erp_journal');
  const journals: { key: string; project: string; lines: { account_role: string; debit: string; credit: string }[]; updated_at: Date; source_id: string }[] = await em.query(
    `select j.key, r.natural_key as project, j.lines, j.updated_at, j.source_id from journal j join canonical_record s on s.id::text = j.source_id join canonical_record r on r.id = (s.data->>'project_id')::uuid
     where j.legal_entity_code = $1 and j.source_type = 'timesheet' and j.purpose = 'labor_cost' and j.status = 'posted' and j.erp_source_id is not null and j.posting_date between $2 and $3 order by j.key`, [p.legal_entity, p.day_from, p.day_to]);
  const fresh = journals.filter((j) => until === null || new Date(j.updated_at) > until);
  const inErp = new Map<string, string>((await em.query(`select data->>'effect_key' as key, data->>'total_debit' as total from canonical_record where entity = 'erp_journal' and not deleted and status = 'posted' and data->>'effect_key' = any($1::text[])`, [journals.map((j) => vendorKey(systemOf('erp'), j.key))])).map((r: { key: string; total: string }) => [r.key, r.total]));
  // A project with a journal that is too new to be read back is left for the next time, on both sides.
  const left = new Set(fresh.map((j) => j.project));
  const posted = new Map<string, string[]>();
  for (const j of journals.filter((one) => !left.has(one.project))) {
    const total = inErp.get(vendorKey(systemOf('erp'), j.key));
    const reversed = j.lines.some((l) => l.account_role === 'labor_cost' && !dec(l.credit).isZero());
    if (total !== undefined) posted.set(j.project, [...(posted.get(j.project) ?? []), reversed ? dec(total).negated().toFixed() : total]);
  }
  const entries: Costed[] = await em.query(
    `select r.natural_key as project, t.cost_amount::text as cost_amount, t.cost_currency, t.work_date from time_entry t join canonical_record r on r.id = t.project_id
     where t.legal_entity_code = $1 and t.costing_status = 'posted' and t.cost_amount is not null and t.accounting_date between $2 and $3 order by r.natural_key, t.work_date, t.id`, [p.legal_entity, p.day_from, p.day_to]);
  const rates = new Map<string, string>();
  const expected = new Map<string, string[]>();
  for (const e of entries.filter((one) => !left.has(one.project))) {
    const pair = `${e.cost_currency}:${e.work_date}`;
    if (!rates.has(pair)) rates.set(pair, needed(await spotRate(em, e.cost_currency, functional, e.work_date), e.cost_currency, functional, `Labor cost of ${e.work_date}`));
    const amount = e.cost_currency === functional ? e.cost_amount : convert({ amount: e.cost_amount, rate: rates.get(pair)!, to_currency: functional }).amount;
    expected.set(e.project, [...(expected.get(e.project) ?? []), amount]);
  }
  return { control: 'cost_posted', currency: functional, converted: entries.some((e) => e.cost_currency !== functional), pending: fresh.length, systems: [{ name: 'throughline', records: byProject(expected) }, { name: systemOf('erp'), records: byProject(posted) }] };
}

function byProject(values: Map<string, string[]>): ControlRecord[] {
  return [...values].map(([project, parts]) => ({ key: project, project_id: project, hours: '0', value: sum(parts).toFixed() })).filter((r) => !dec(r.value).isZero());
}
