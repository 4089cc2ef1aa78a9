import { addMonths, dec, monthEnd, monthOf, monthStart } from '#lib/canonical';
import { minimumPerPeriod } from '#lib/rules';
import { type Charge, type LineOfContract, settleCharges, startOf } from '#lib/store';
import type { EntityManager } from 'typeorm';

/** TM-4: each month that has ended by `through` and in which the line was in force bills at least its minimum; the rest is a line of its own. */
export async function billMinimums(em: EntityManager, of: LineOfContract, through: string): Promise<void> {
  const { contract, line } = of;
  const start = startOf(contract.data, line);
  const rows: { period: string; net: string }[] = await em.query(
    `select b.period, sum(b.net)::text as net from billing_event b where b.contract_id = $1 and b.line_no = $2 and b.status not in ('cancelled', 'written_off') and (b.kind = 'time' or b.kind = 'credit' and b.time_entry_id is not null) group by 1`, [contract.id, line.line_no]);
  const charges: Charge[] = [];
  for (let month = start ? monthStart(start) : through; start && monthEnd(month) <= through && (!line.end || month <= line.end); month = addMonths(month, 1)) {
    const period = monthOf(month);
    const net = rows.find((r) => r.period === period)?.net ?? '0';
    const result = minimumPerPeriod({ minimum_amount: line.minimum_amount!, nets: [net], currency: contract.data.currency });
    const amount = result.adjustment?.net ?? '0';
    const last = monthEnd(month);
    charges.push({
      kind: 'adjustment', key: `minimum:${period}`, period, service_from: month, service_to: last, event_date: last, late_date: through, description: `${line.description ?? 'Services'} ${period}, up to the monthly minimum of ${dec(line.minimum_amount!).toFixed()}`,
      quantity: '1', unit: 'month', rate: amount, gross: amount, discount: '0', net: amount, account_role: 'contract_liability', why: result.why,
    });
  }
  await settleCharges(em, of, 'adjustment', charges, through);
}
