import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { canTransition, type Contract } from '#lib/canonical';
import { ApiProblems, CurrentPrincipal, type Principal, Problem, Roles, Scopes } from '#lib/platform';
import { audit, BillingEvent, recordById } from '#lib/store';
import type { DataSource } from 'typeorm';
import { changeEvent } from '../steps/billing-events.js';
import { recapLine } from '../steps/caps.js';
import { BillingEventPage, BillingEventQuery, BillingEventView, WriteOffRequest } from './billing-event.dto.js';
import { Explanation } from './invoice.dto.js';

const SELECT = `select b.id, b.kind, c.data->>'contract_number' as contract_number, b.line_no, p.data->>'project_code' as project_code, w.data->>'worker_number' as worker_number, b.role, b.event_date, b.period, b.part, b.description, b.service_from, b.service_to, b.account_role,
  trim_scale(b.quantity)::text as quantity, b.unit, trim_scale(b.rate)::text as rate, trim_scale(b.net)::text as net, b.currency, b.decision, b.hold_reason, b.status, b.invoice_id, b.source_system, b.source_id
  from billing_event b join canonical_record c on c.id = b.contract_id left join canonical_record p on p.id = b.project_id left join canonical_record w on w.id = b.worker_id`;

@ApiTags('Billing')
@Controller('v1/billing-events')
@ApiProblems('not_found')
export class BillingEventsController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** What may be invoiced, waits, or was invoiced. */
  @Get()
  @Scopes('process.read')
  @ApiOperation({ summary: 'List billing events' })
  async list(@Query() q: BillingEventQuery): Promise<BillingEventPage> {
    const limit = q.limit ?? 100;
    const rows: BillingEventView[] = await this.ds.query(
      `${SELECT} where b.status <> 'cancelled' and ($1::text is null or b.status = $1) and ($2::text is null or b.period = $2) and ($3::text is null or p.natural_key = $3) and ($4::uuid is null or b.id > $4::uuid) and ($6::text is null or b.kind = $6) and ($7::text is null or c.data->>'contract_number' = $7) order by b.id limit $5`,
      [q.status ?? null, q.period ?? null, q.project_code ?? null, q.cursor ?? null, limit + 1, q.kind ?? null, q.contract_number ?? null]);
    const page = rows.slice(0, limit);
    return { billing_events: page, next_cursor: rows.length > limit ? page.at(-1)!.id : null };
  }

  /** The rules and numbers that made it: rate, card version, discount, cap. */
  @Get(':id/explain')
  @Scopes('process.read')
  @ApiOperation({ summary: 'Explain a billing event' })
  async explain(@Param('id', ParseUUIDPipe) id: string): Promise<Explanation> {
    const [row] = await this.ds.query(`${SELECT} where b.id = $1`, [id]);
    if (!row) throw new Problem('not_found', `There is no billing event ${id}.`);
    const [{ why }] = await this.ds.query('select why from billing_event where id = $1', [id]);
    return { subject: `${row.kind === 'time' ? (row.role ?? 'Work') : row.description} of ${row.event_date} on ${row.project_code ?? row.contract_number}: ${row.net} ${row.currency}`, why, sources: [{ system: row.source_system, source_id: row.source_id, worker_number: row.worker_number }] };
  }

  /** Gives up the value of an event that is held, capped or ready (COR-6). Lowers realization, not utilization. */
  @Post(':id/write-off')
  @HttpCode(200)
  @Scopes('finance.release')
  @Roles('finance_approver')
  @ApiOperation({ summary: 'Write off a billing event' })
  @ApiProblems('conflict')
  async writeOff(@Param('id', ParseUUIDPipe) id: string, @Body() body: WriteOffRequest, @CurrentPrincipal() who: Principal): Promise<BillingEventView> {
    await this.ds.transaction(async (em) => {
      const event = await em.findOne(BillingEvent, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!event) throw new Problem('not_found', `There is no billing event ${id}.`);
      if (event.status === 'written_off') return;
      if (!canTransition('billing_event', event.status, 'written_off')) throw new Problem('conflict', `Billing event ${id} is ${event.status}: only open value can be written off.`, { code: 'NOT_OPEN' });
      await changeEvent(em, event, { status: 'written_off', hold_reason: body.reason });
      // An entry of which nothing is left open is written off itself, so that nobody judges it anew.
      await em.query(
        `update time_entry set billing_status = 'written_off', version = version + 1, updated_at = now() where id = $1 and billing_status in ('unbilled', 'held')
           and not exists (select 1 from billing_event where time_entry_id = $1 and kind = 'time' and status not in ('cancelled', 'written_off'))`, [event.time_entry_id]);
      if (event.expense_line_id) await em.query(`update expense_line set billing_status = 'written_off', version = version + 1, updated_at = now() where id = $1 and billing_status in ('unbilled', 'held') and not exists (select 1 from billing_event where expense_line_id = $1 and kind = 'expense' and status not in ('cancelled', 'written_off'))`, [event.expense_line_id]);
      await audit(em, { who: who.sub, what: 'billing_event.written_off', entity: 'billing_event', entity_id: id, before: { status: event.status }, after: { status: 'written_off', net: event.net, currency: event.currency }, correlation_id: event.correlation_id, reason: body.reason });
      const contract = await recordById<Contract>(em, event.contract_id);
      if (contract) await recapLine(em, contract, event.line_no);
    });
    return (await this.ds.query(`${SELECT} where b.id = $1`, [id]))[0];
  }
}
