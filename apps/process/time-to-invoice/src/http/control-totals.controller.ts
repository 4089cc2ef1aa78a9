import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { dec, plainDecimal } from '#lib/canonical';
import { Scopes } from '#lib/platform';
import { conservation, retainerConserved } from '#lib/rules';
import type { DataSource } from 'typeorm';
import { ControlTotals, type DocumentTotal, type RetainerTotal } from './control-total.dto.js';

/** Approved value from the facts, its whereabouts from the billing events: tables that must agree. An advance applied is a settlement, not a value. */
const SQL = `
  with facts as (
    select contract_id, bill_currency as currency, to_char(work_date, 'YYYY-MM') as period, bill_net as amount from time_entry where bill_net is not null and billing_status <> 'not_eligible'
    union all select contract_id, billed_currency, to_char(expense_date, 'YYYY-MM'), billed_amount from expense_line where billed_amount is not null and billing_status not in ('not_eligible', 'held')
    union all select contract_id, currency, to_char(bill_date, 'YYYY-MM'), net from billing_schedule_line where status in ('due', 'invoiced')
    union all select contract_id, currency, period, net from service_charge),
  approved as (
    select c.legal_entity_code, f.currency, f.period, sum(f.amount) as amount from facts f left join canonical_record c on c.id = f.contract_id where f.amount is not null group by 1, 2, 3),
  events as (
    select legal_entity_code, currency, period,
      sum(net) filter (where status in ('invoiced', 'credited')) as invoiced, sum(net) filter (where status = 'on_draft') as drafted, sum(net) filter (where status in ('ready', 'raised', 'validated', 'deferred')) as ready,
      sum(net) filter (where status = 'held') as held, sum(net) filter (where status = 'capped') as capped, sum(net) filter (where status = 'written_off') as written_off
    from billing_event where status <> 'cancelled' and kind <> 'advance' group by 1, 2, 3),
  unpriced as (
    select p.legal_entity_code, p.data->>'currency' as currency, to_char(e.work_date, 'YYYY-MM') as period, sum(e.hours) as hours from time_entry e join canonical_record p on p.id = e.project_id
    where e.billing_status = 'held' and e.bill_net is null and e.kind <> 'reversal' group by 1, 2, 3)
  select legal_entity_code, currency, period, coalesce(a.amount, 0) as approved, coalesce(v.invoiced, 0) as invoiced, coalesce(v.drafted, 0) as drafted, coalesce(v.ready, 0) as ready, coalesce(v.held, 0) as held, coalesce(v.capped, 0) as capped,
    coalesce(v.written_off, 0) as written_off, coalesce(u.hours, 0) as unpriced_hours
  from approved a full join events v using (legal_entity_code, currency, period) full join unpriced u using (legal_entity_code, currency, period) order by legal_entity_code, currency, period`;

/** Posted documents and the events on them, by the month of the document. */
const DOCUMENTS = `
  with posted as (select id, legal_entity_code, currency, to_char(invoice_date, 'YYYY-MM') as period, case when kind = 'credit_memo' then -1 else 1 end as sign, subtotal from invoice where status in ('posted', 'partially_paid', 'paid', 'credited', 'disputed')),
  carried as (select invoice_id as id, sum(net) as net from billing_event where invoice_id is not null and status in ('invoiced', 'credited') group by 1),
  lines as (select invoice_id as id, sum(net) filter (where account_role = 'contract_asset') as asset, sum(net) filter (where account_role = 'contract_liability') as liability from invoice_line group by 1)
  select p.legal_entity_code, p.currency, p.period, count(*)::int as documents, trim_scale(coalesce(sum(c.net), 0))::text as events, trim_scale(sum(p.sign * p.subtotal))::text as net,
    trim_scale(coalesce(sum(p.sign * l.asset), 0))::text as to_contract_asset, trim_scale(coalesce(sum(p.sign * l.liability), 0))::text as to_contract_liability
  from posted p left join carried c using (id) left join lines l using (id) group by 1, 2, 3 order by 1, 2, 3`;

const HOURS = `select coalesce(sum(hours), 0)::text as approved, coalesce(sum(hours) filter (where costing_status = 'posted'), 0)::text as costed,
  (select coalesce(sum(quantity), 0)::text from billing_event where time_entry_id is not null and status in ('invoiced', 'credited')) as billed, coalesce(sum(billable_hours) filter (where billing_status = 'held'), 0)::text as held,
  (select coalesce(sum(quantity), 0)::text from billing_event where time_entry_id is not null and status = 'capped') as capped, coalesce(sum(hours) filter (where billing_status = 'not_eligible'), 0)::text as non_billable from time_entry`;

/** REC-3, law 5, from the retainer ledger: a period that was closed has no balance left; one that was not keeps the rest as its balance. */
const RETAINERS = `select c.data->>'contract_number' as contract_number, e.line_no, e.period, e.unit, coalesce(sum(e.quantity) filter (where e.entry = 'grant'), 0)::text as granted, coalesce(sum(e.quantity) filter (where e.entry in ('rollover_in', 'opening')), 0)::text as rollover_in,
    coalesce(-sum(e.quantity) filter (where e.entry = 'drawdown'), 0)::text as drawn, coalesce(-sum(e.quantity) filter (where e.entry = 'rollover_out'), 0)::text as rollover_out, coalesce(-sum(e.quantity) filter (where e.entry = 'expiry'), 0)::text as expired,
    coalesce(-sum(e.quantity) filter (where e.entry = 'refund'), 0)::text as refunded, coalesce(-sum(e.quantity) filter (where e.entry = 'overage'), 0)::text as overage, coalesce(sum(e.quantity) filter (where e.entry <> 'overage'), 0)::text as balance,
    bool_or(e.entry in ('rollover_out', 'expiry')) or exists (select 1 from retainer_entry n where n.contract_id = e.contract_id and n.line_no = e.line_no and n.period > e.period and n.unit = 'hours') as closed,
    coalesce((select sum(n.quantity) from retainer_entry n where n.contract_id = e.contract_id and n.line_no = e.line_no and n.entry = 'rollover_in' and n.period = (select min(m.period) from retainer_entry m where m.contract_id = e.contract_id and m.line_no = e.line_no and m.period > e.period)), 0)::text as carried_into_next
  from retainer_entry e join canonical_record c on c.id = e.contract_id group by e.contract_id, 1, 2, 3, 4 order by 1, 2, 3`;

@ApiTags('Control')
@Controller('v1/control-totals')
export class ControlTotalsController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** Where all approved billable value stands, per legal entity, currency and month, and what the posted documents carry of it; `holds` says that nothing was lost or doubled on the way. */
  @Get()
  @Scopes('process.read')
  @ApiOperation({ summary: 'Control totals of billing (REC-3)' })
  async totals(): Promise<ControlTotals> {
    const rows: Record<string, string>[] = await this.ds.query(SQL);
    const totals = rows.map((r) => {
      const amount = (name: string) => plainDecimal(r[name]!);
      const law = conservation({ approved: amount('approved'), invoiced: amount('invoiced'), on_draft: amount('drafted'), ready: amount('ready'), held: amount('held'), capped: amount('capped'), written_off: amount('written_off') });
      return { legal_entity_code: r['legal_entity_code']!, currency: r['currency']!, period: r['period']!, approved: amount('approved'), invoiced: amount('invoiced'), drafted: amount('drafted'), ready: amount('ready'), held: amount('held'), capped: amount('capped'), written_off: amount('written_off'), difference: law.difference, unpriced_hours: amount('unpriced_hours'), holds: law.ok };
    });
    const documents = ((await this.ds.query(DOCUMENTS)) as Omit<DocumentTotal, 'difference' | 'holds'>[]).map((d) => ({ ...d, difference: dec(d.events).minus(d.net).toFixed(), holds: dec(d.events).eq(d.net) }));
    const [hours] = await this.ds.query(HOURS);
    const retainers = ((await this.ds.query(RETAINERS)) as RetainerRow[]).map(retainerTotal);
    return { hours: Object.fromEntries(Object.entries(hours as Record<string, string>).map(([k, v]) => [k, plainDecimal(v)])) as never, totals, documents, retainers, holds: [...totals, ...documents].every((t) => t.holds) && retainers.every((r) => r.holds) };
  }
}

type RetainerRow = Omit<RetainerTotal, 'difference' | 'holds'> & { closed: boolean; carried_into_next: string };

/** Hours of a closed period are drawn, carried or expired to the last; money and open periods keep a balance, which never falls below zero. */
function retainerTotal({ closed, carried_into_next, ...row }: RetainerRow): RetainerTotal {
  const shown = Object.fromEntries(Object.entries(row).map(([k, v]) => [k, ['contract_number', 'line_no', 'period', 'unit'].includes(k) ? v : plainDecimal(v)])) as typeof row;
  const ended = closed && row.unit === 'hours';
  const law = retainerConserved({ grants: row.granted, rollover_in: row.rollover_in, drawn: row.drawn, rollover_out: ended ? row.rollover_out : row.balance, expired: row.expired, refunds: row.refunded });
  const carried = !ended || dec(row.rollover_out).eq(carried_into_next) || dec(carried_into_next).isZero();
  return { ...shown, difference: law.difference, holds: law.ok && carried && (row.unit === 'money' || !dec(row.balance).isNegative()) };
}
