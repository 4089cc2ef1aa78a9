import { contentHash, dec, monthEnd, plainDecimal } from '#lib/canonical';
import { margin, restatement, utilization } from '#lib/rules';
import type { EntityManager } from 'typeorm';
import type { PeriodOfClose } from '../checks/run-checks.js';
import { STANDING } from './positions.js';

export interface Metric {
  metric: string;
  /** `{currency}`, or empty for hours and ratios. */
  dimensions: Record<string, string>;
  /** Decimal text; null where the definition gives none (no available hours, no revenue). */
  value: string | null;
  /** What it is, with its rule. */
  definition: string;
}

/** One figure per currency: metric, definition, query with `currency` and `value`. Parameters: entity, period, first day, last day. */
const BY_CURRENCY: [metric: string, definition: string, sql: string][] = [
  ['labor_cost', 'GL-1: cost of approved time by accounting date', `select cost_currency as currency, sum(cost_amount) as value from time_entry where legal_entity_code = $1 and accounting_date between $3 and $4 and cost_amount is not null and $2::text is not null group by 1`],
  ['expense_cost', 'EXP-4: cost of approved expenses by accounting date', `select cost_currency as currency, sum(cost_amount) as value from expense_line where legal_entity_code = $1 and accounting_date between $3 and $4 and cost_amount is not null and $2::text is not null group by 1`],
  ['recognized_revenue', 'REV: posted revenue of the period', `select currency, sum(amount) as value from revenue_event where legal_entity_code = $1 and period = $2 and status in ('posted', 'reversed') and kind <> 'loss_provision' and $3::date <= $4::date group by 1`],
  ['billed_net', 'INV-4: posted invoices less credit memos, net of tax, by document date', `select currency, sum(case kind when 'credit_memo' then -1 else 1 end * subtotal) as value from invoice where legal_entity_code = $1 and invoice_date between $3 and $4 and ${STANDING} and $2::text is not null group by 1`],
  ['contract_asset', 'BAL-1: at period end', `select currency, sum(contract_asset) as value from contract_balance where legal_entity_code = $1 and period = $2 and $3::date <= $4::date group by 1`],
  ['contract_liability', 'BAL-1: at period end', `select currency, sum(contract_liability) as value from contract_balance where legal_entity_code = $1 and period = $2 and $3::date <= $4::date group by 1`],
];

/** What the figures of a period are now. */
export async function metricsNow(em: EntityManager, p: PeriodOfClose): Promise<Metric[]> {
  const args = [p.legal_entity, p.period, `${p.period}-01`, monthEnd(`${p.period}-01`)];
  const metrics: Metric[] = [];
  for (const [metric, definition, sql] of BY_CURRENCY) {
    const rows: { currency: string; value: string }[] = await em.query(`${sql} order by 1`, args);
    metrics.push(...rows.map((r) => ({ metric, dimensions: { currency: r.currency }, value: plainDecimal(r.value), definition })));
  }
  return [...metrics, ...(await hours(em, args)), ...(await margins(em, args))];
}

async function hours(em: EntityManager, args: string[]): Promise<Metric[]> {
  const [row] = await em.query(
    `select coalesce(sum(hours), 0)::text as approved, coalesce(sum(billable_hours) filter (where billing_status <> 'not_eligible'), 0)::text as billable from time_entry where legal_entity_code = $1 and work_date between $2 and $3`, [args[0], args[2], args[3]]);
  const [unit] = await em.query(`select coalesce(sum(available_hours), 0)::text as available, coalesce(sum(billable_hours), 0)::text as billable from rollup_unit_month where legal_entity_code = $1 and month = $2`, [args[0], args[1]]);
  const used = utilization('U1', { billable_hours: unit.billable, available_hours: unit.available } as never);
  const none = {};
  return [
    { metric: 'approved_hours', dimensions: none, value: plainDecimal(row.approved), definition: 'Hours of approved time by work date, corrections netted' },
    { metric: 'billable_hours', dimensions: none, value: plainDecimal(row.billable), definition: 'Billable hours of approved time by work date' },
    { metric: 'utilization', dimensions: none, value: used.utilization, definition: `UTL-4: ${used.definition} ${used.label}, workers of the legal entity` },
  ];
}

/** MET-4 in the functional currency, from revenue at its posted rates and the journals of labor and expense cost. */
async function margins(em: EntityManager, args: string[]): Promise<Metric[]> {
  const [revenue] = await em.query(
    `select functional_currency as currency, sum(functional_amount)::text as value from revenue_event where legal_entity_code = $1 and period = $2 and status in ('posted', 'reversed') and functional_amount is not null and kind <> 'loss_provision' group by 1 limit 1`, [args[0], args[1]]);
  if (!revenue) return [];
  const cost = async (role: string): Promise<string> => (await em.query(
    `select coalesce(sum((l->>'debit')::numeric - (l->>'credit')::numeric), 0)::text as cost from journal j, jsonb_array_elements(j.lines) l where j.legal_entity_code = $1 and j.posting_date between $2 and $3 and j.status = 'posted' and l->>'account_role' = $4`, [args[0], args[2], args[3], role]))[0].cost;
  const result = margin({ revenue: revenue.value, labor_cost: await cost('labor_cost'), expense_cost: await cost('expense_cost') });
  const dimensions = { currency: revenue.currency as string };
  return [
    { metric: 'margin_amount', dimensions, value: dec(result.margin_amount).toFixed(), definition: 'MET-4: posted revenue less posted labor and expense cost, accruals included' },
    { metric: 'margin', dimensions, value: result.margin, definition: 'MET-4: margin amount over revenue' },
  ];
}

/** CLS-8: freezes the figures of a period as they are at its close. A close after a reopening freezes them anew. */
export async function takeSnapshot(em: EntityManager, p: PeriodOfClose): Promise<number> {
  const metrics = await metricsNow(em, p);
  await em.query('delete from metric_snapshot where legal_entity_code = $1 and period = $2', [p.legal_entity, p.period]);
  for (const m of metrics) {
    await em.query('insert into metric_snapshot (legal_entity_code, period, metric, dimensions, dimensions_hash, value, definition) values ($1,$2,$3,$4,$5,$6,$7)', [p.legal_entity, p.period, m.metric, JSON.stringify(m.dimensions), contentHash(m.dimensions), m.value, m.definition]);
  }
  return metrics.length;
}

export interface ReportedMetric extends Metric {
  /** What it is now, where that differs from what was frozen: a restatement. */
  restated_to?: string | null;
}

/** CLS-8: of a closed period the frozen figures, and beside them what has changed since. Undefined while there is no snapshot. */
export async function reportedMetrics(em: EntityManager, p: PeriodOfClose): Promise<{ taken_at: string; metrics: ReportedMetric[] } | undefined> {
  const rows: (Metric & { taken_at: Date })[] = await em.query('select metric, dimensions, value, definition, taken_at from metric_snapshot where legal_entity_code = $1 and period = $2 order by metric, dimensions_hash', [p.legal_entity, p.period]);
  if (rows.length === 0) return undefined;
  const now = await metricsNow(em, p);
  const name = (m: Metric): string => [m.metric, ...Object.values(m.dimensions)].join(' ');
  const values = (list: Metric[]): Record<string, string> => Object.fromEntries(list.map((m) => [name(m), m.value ?? 'none']));
  const changes = restatement({ snapshot: values(rows), current: values(now) }).restated;
  const known = new Map([...now, ...rows].map((m) => [name(m), m]));
  const restated = new Map(changes.map((c) => [c.metric, c.current]));
  const asValue = (text: string | null | undefined): string | null => (text === 'none' || text === undefined ? null : text);
  const all = [...new Set([...rows.map(name), ...restated.keys()])].sort();
  return {
    taken_at: new Date(rows[0]!.taken_at).toISOString(),
    metrics: all.map((key) => {
      const frozen = rows.find((r) => name(r) === key);
      const { metric, dimensions, definition } = known.get(key)!;
      return { metric, dimensions, definition, value: frozen?.value ?? null, ...(restated.has(key) ? { restated_to: asValue(restated.get(key)) } : {}) };
    }),
  };
}
