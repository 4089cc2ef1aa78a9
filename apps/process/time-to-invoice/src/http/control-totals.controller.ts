import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { plainDecimal } from '#lib/canonical';
import { Scopes } from '#lib/platform';
import { conservation } from '#lib/rules';
import type { DataSource } from 'typeorm';
import { ControlTotals } from './control-total.dto.js';

/** Approved value from the time entries, its whereabouts from the billing events: two tables that must agree. */
const SQL = `
  with approved as (
    select bill_currency as currency, to_char(work_date, 'YYYY-MM') as period, sum(bill_net) as amount from time_entry
    where bill_net is not null and billing_status <> 'not_eligible' group by 1, 2),
  events as (
    select currency, period,
      sum(net) filter (where status in ('invoiced', 'credited')) as invoiced, sum(net) filter (where status = 'on_draft') as drafted, sum(net) filter (where status in ('ready', 'raised', 'validated', 'deferred')) as ready,
      sum(net) filter (where status = 'held') as held, sum(net) filter (where status = 'capped') as capped, sum(net) filter (where status = 'written_off') as written_off
    from billing_event where status <> 'cancelled' group by 1, 2),
  unpriced as (
    select p.data->>'currency' as currency, to_char(e.work_date, 'YYYY-MM') as period, sum(e.hours) as hours from time_entry e join canonical_record p on p.id = e.project_id
    where e.billing_status = 'held' and e.bill_net is null and e.kind <> 'reversal' group by 1, 2)
  select currency, period, coalesce(a.amount, 0) as approved, coalesce(v.invoiced, 0) as invoiced, coalesce(v.drafted, 0) as drafted, coalesce(v.ready, 0) as ready, coalesce(v.held, 0) as held, coalesce(v.capped, 0) as capped,
    coalesce(v.written_off, 0) as written_off, coalesce(u.hours, 0) as unpriced_hours
  from approved a full join events v using (currency, period) full join unpriced u using (currency, period) order by currency, period`;

const HOURS = `select coalesce(sum(hours), 0)::text as approved, coalesce(sum(hours) filter (where costing_status = 'posted'), 0)::text as costed,
  (select coalesce(sum(quantity), 0)::text from billing_event where status in ('invoiced', 'credited')) as billed, coalesce(sum(billable_hours) filter (where billing_status = 'held'), 0)::text as held,
  (select coalesce(sum(quantity), 0)::text from billing_event where status = 'capped') as capped, coalesce(sum(hours) filter (where billing_status = 'not_eligible'), 0)::text as non_billable from time_entry`;

@ApiTags('Control')
@Controller('v1/control-totals')
export class ControlTotalsController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** Where all approved billable value stands, per currency and month; `holds` says that nothing was lost or doubled on the way. */
  @Get()
  @Scopes('process.read')
  @ApiOperation({ summary: 'Control totals of billing (REC-3)' })
  async totals(): Promise<ControlTotals> {
    const rows: Record<string, string>[] = await this.ds.query(SQL);
    const totals = rows.map((r) => {
      const amount = (name: string) => plainDecimal(r[name]!);
      const law = conservation({ approved: amount('approved'), invoiced: amount('invoiced'), on_draft: amount('drafted'), ready: amount('ready'), held: amount('held'), capped: amount('capped'), written_off: amount('written_off') });
      return { currency: r['currency']!, period: r['period']!, approved: amount('approved'), invoiced: amount('invoiced'), drafted: amount('drafted'), ready: amount('ready'), held: amount('held'), capped: amount('capped'), written_off: amount('written_off'), difference: law.difference, unpriced_hours: amount('unpriced_hours'), holds: law.ok };
    });
    const [hours] = await this.ds.query(HOURS);
    return { hours: Object.fromEntries(Object.entries(hours as Record<string, string>).map(([k, v]) => [k, plainDecimal(v)])) as never, totals, holds: totals.every((t) => t.holds) };
  }
}
