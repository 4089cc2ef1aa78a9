import type { EntityManager } from 'typeorm';
import type { MonthSums } from '../margin/sum-months.js';
import { monthFacts, type MonthRow } from './month-facts.js';

const of = (name: string, where: string, what = 'amount') => `trim_scale(coalesce(sum(${what}) filter (where ${where}), 0))::text as ${name}`;
const bucket = (name: string) => of(name, `kind = 'billing_event' and bucket = '${name}'`);

/** The sums of one margin row worked out anew from its billing events and time entries, by currency and, when asked for, by month. */
export async function monthSumsOfRecords(em: Pick<EntityManager, 'query'>, row: MonthRow, byMonth: boolean): Promise<MonthSums[]> {
  const { sql, params } = await monthFacts(em, row, true);
  return em.query(
    `${sql} select $2::text as key, currency, ${byMonth ? 'month' : 'null::text as month'}, ${of('revenue', `kind = 'billing_event' and counts`)}, ${of('labor_cost', `kind = 'labor_cost'`)},
       ${['ready', 'held', 'capped', 'drafted', 'invoiced', 'written_off'].map(bucket).join(', ')}, ${of('hours', `kind = 'labor_cost'`, 'hours')}, ${of('billable_hours', `kind = 'labor_cost'`, 'billable_hours')},
       ${of('uncosted_hours', `bucket = 'uncosted'`, 'hours')}, ${of('unconverted_hours', `bucket = 'unconverted'`, 'hours')}
     from fact group by 1, 2, 3 order by 1, 2, 3`, params);
}
