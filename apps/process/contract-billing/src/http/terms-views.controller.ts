import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { Scopes } from '#lib/platform';
import type { DataSource } from 'typeorm';
import { ContractQuery, page } from './contract-query.dto.js';
import { BillingSchedulePage, type BillingScheduleLineView, type RetainerEntryView, RetainerLedgerPage } from './terms-views.dto.js';

@ApiTags('Contract billing')
@Controller('v1')
export class TermsViewsController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** Instalments, milestones and progress bills of fixed-fee lines, every version. */
  @Get('billing-schedules')
  @Scopes('process.read')
  @ApiOperation({ summary: 'List billing schedules' })
  async schedules(@Query() q: ContractQuery): Promise<BillingSchedulePage> {
    const limit = q.limit ?? 100;
    const rows: BillingScheduleLineView[] = await this.ds.query(
      `select l.id, c.data->>'contract_number' as contract_number, l.line_no, l.schedule_version, l.seq, l.trigger, l.bill_date, l.milestone_code, trim_scale(l.amount)::text as amount, l.currency, l.status, l.billing_event_id
       from billing_schedule_line l join canonical_record c on c.id = l.contract_id where ($1::text is null or c.data->>'contract_number' = $1) and ($2::uuid is null or l.id > $2) order by l.id limit $3`, [q.contract_number ?? null, q.cursor ?? null, limit + 1]);
    const { rows: lines, next_cursor } = page(rows, limit);
    return { lines, next_cursor };
  }

  /** The ledger of retainers: what was granted, drawn by approved time, carried over, lost, and used beyond. The sum without overage is the balance. */
  @Get('retainer-entries')
  @Scopes('process.read')
  @ApiOperation({ summary: 'List retainer ledger entries' })
  async retainers(@Query() q: ContractQuery): Promise<RetainerLedgerPage> {
    const limit = q.limit ?? 100;
    const rows: RetainerEntryView[] = await this.ds.query(
      `select e.id, c.data->>'contract_number' as contract_number, e.line_no, e.period, e.entry, e.unit, trim_scale(e.quantity)::text as quantity, e.grant_period, e.time_entry_id, e.billing_event_id
       from retainer_entry e join canonical_record c on c.id = e.contract_id where ($1::text is null or c.data->>'contract_number' = $1) and ($2::uuid is null or e.id > $2) order by e.id limit $3`, [q.contract_number ?? null, q.cursor ?? null, limit + 1]);
    const { rows: entries, next_cursor } = page(rows, limit);
    return { entries, next_cursor };
  }
}
