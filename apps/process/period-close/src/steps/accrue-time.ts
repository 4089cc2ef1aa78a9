import { type CostRate, dec, monthEnd, type Timesheet } from '#lib/canonical';
import { accrueUnapprovedTime, convert, type CostRateInput, resolveCostRate } from '#lib/rules';
import { systemOf } from '#lib/process';
import { type StoredRecord, systemIdOf } from '#lib/store';
import type { EntityManager } from 'typeorm';
import type { PeriodOfClose } from '../checks/run-checks.js';
import type { CloseTarget } from './close-journals.js';
import { closingRate, functionalCurrency, needed } from './rates.js';

interface Sheet {
  id: string;
  worker_id: string;
  worker: string;
  role: string | null;
  project_id: string;
  project: string;
  practice: string | null;
  region: string | null;
  entries: Timesheet['entries'];
}

export interface Accrual {
  targets: CloseTarget[];
  currency: string;
  hours: string;
  /** Work that cannot be accrued because its worker has no cost rate. */
  without_rate: string[];
}

/** Worked, not approved: drafts, handed in, sent back. Work that was approved once and is no longer has been reversed. */
const UNAPPROVED = `
  select s.id, s.data->>'worker_id' as worker_id, w.natural_key as worker, w.data->>'role' as role, p.id as project_id, p.natural_key as project, p.data->>'practice' as practice, p.data->>'region' as region, s.data->'entries' as entries
  from canonical_record s join canonical_record p on p.id = (s.data->>'project_id')::uuid left join canonical_record w on w.id = (s.data->>'worker_id')::uuid
  where s.entity = 'timesheet' and not s.deleted and s.status in ('draft', 'submitted', 'rejected', 'recalled') and p.legal_entity_code = $1
    and s.data->>'period_end' >= $2 and s.data->>'period_start' <= $3 order by s.id`;

/**
 * CLS-5: what worked but unapproved time of the period costs, per project, in the functional currency: `hours x cost rate` of the work date,
 * at the closing rate where the cost rate is in another currency. Revenue is not accrued for it.
 */
export async function accruals(em: EntityManager, p: PeriodOfClose): Promise<Accrual> {
  const currency = await functionalCurrency(em, p.legal_entity);
  const [from, to] = [`${p.period}-01`, monthEnd(`${p.period}-01`)];
  const sheets: Sheet[] = await em.query(UNAPPROVED, [p.legal_entity, from, to]);
  const without: string[] = [];
  const costs = new Map<string, { sheet: Sheet; entries: { id: string; hours: string; cost_rate: string }[]; currency: string }>();
  let hours = dec(0);
  for (const sheet of sheets) {
    const rates = await costRates(em, sheet.worker_id);
    for (const entry of sheet.entries.filter((e) => e.work_date >= from && e.work_date <= to && e.billable_class !== 'absence')) {
      hours = hours.plus(entry.hours);
      const cost = resolveCostRate({ work_date: entry.work_date, worker_id: sheet.worker_id, role: sheet.role, rates });
      if (!cost.ok) {
        without.push(`${sheet.worker ?? sheet.worker_id} on ${entry.work_date}`);
        continue;
      }
      const key = `${sheet.project_id}:${cost.currency}`;
      const group = costs.get(key) ?? { sheet, entries: [], currency: cost.currency };
      group.entries.push({ id: `${sheet.id}:${entry.source_id}`, hours: entry.hours, cost_rate: cost.rate });
      costs.set(key, group);
    }
  }
  const targets: CloseTarget[] = [];
  for (const { sheet, entries, currency: own } of costs.values()) {
    const { cost } = accrueUnapprovedTime({ entries, period_end: to, currency: own });
    const rate = needed(await closingRate(em, own, currency, p.period), own, currency, `Accrual of ${sheet.project}`);
    const project_source_id = await systemIdOf(em, sheet.project_id, systemOf('erp'), 'project');
    targets.push({
      slot: `project:${sheet.project_id}`, debit_role: 'labor_cost', credit_role: 'labor_clearing', amount: own === currency ? cost : convert({ amount: cost, rate, to_currency: currency }).amount,
      ...(project_source_id ? { project_source_id } : {}), ...(sheet.practice ? { practice: sheet.practice } : {}), ...(sheet.region ? { region: sheet.region } : {}),
    });
  }
  return { targets, currency, hours: hours.toFixed(), without_rate: [...new Set(without)].sort() };
}

async function costRates(em: EntityManager, workerId: string): Promise<CostRateInput[]> {
  const rates: StoredRecord<CostRate>[] = await em.query(`select * from canonical_record where entity = 'cost_rate' and not deleted and data->>'worker_id' = $1 order by effective_from`, [workerId]);
  return rates.filter((r) => r.effective_from).map((r) => ({ worker_id: workerId, currency: r.data.currency, rate: r.data.rate, kind: r.data.kind as 'burdened', effective_from: r.effective_from!, effective_to: r.effective_to }));
}
