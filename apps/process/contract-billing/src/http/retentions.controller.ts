import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { ApiProblems, CurrentPrincipal, type Principal, Problem, Roles, Scopes } from '#lib/platform';
import { releaseRetention } from '#lib/rules';
import { audit, BillingEvent, changeBillingEvent } from '#lib/store';
import type { DataSource } from 'typeorm';
import { ContractQuery, page } from './contract-query.dto.js';
import { RetentionReleaseRequest } from './retention-release.dto.js';
import { RetentionPage, RetentionView } from './terms-views.dto.js';

const SELECT = `select b.id, c.data->>'contract_number' as contract_number, b.line_no, b.description, trim_scale(b.net)::text as net, b.currency, b.event_date, b.status from billing_event b join canonical_record c on c.id = b.contract_id where b.part = 'retention' and b.kind <> 'credit' and b.status <> 'cancelled'`;

@ApiTags('Contract billing')
@Controller('v1/retentions')
export class RetentionsController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** What is kept back of fixed-fee bills, and what became of it. */
  @Get()
  @Scopes('process.read')
  @ApiOperation({ summary: 'List retentions' })
  async list(@Query() q: ContractQuery): Promise<RetentionPage> {
    const limit = q.limit ?? 100;
    const rows: RetentionView[] = await this.ds.query(`${SELECT} and ($1::text is null or c.data->>'contract_number' = $1) and ($2::uuid is null or b.id > $2) order by b.id limit $3`, [q.contract_number ?? null, q.cursor ?? null, limit + 1]);
    const { rows: retentions, next_cursor } = page(rows, limit);
    return { retentions, next_cursor };
  }

  /** Lets a retention be billed: the next billing run drafts it (FF-4). Repeating it changes nothing. */
  @Post(':id/release')
  @HttpCode(200)
  @Scopes('finance.release')
  @Roles('finance_approver')
  @ApiOperation({ summary: 'Release a retention' })
  @ApiProblems('not_found', 'conflict')
  async release(@Param('id', ParseUUIDPipe) id: string, @Body() body: RetentionReleaseRequest, @CurrentPrincipal() who: Principal): Promise<RetentionView> {
    await this.ds.transaction(async (em) => {
      const event = await em.findOne(BillingEvent, { where: { id, part: 'retention' }, lock: { mode: 'pessimistic_write' } });
      if (!event || event.kind === 'credit') throw new Problem('not_found', `There is no retention ${id}.`);
      if (['ready', 'on_draft', 'invoiced'].includes(event.status)) return;
      if (event.status !== 'held' || event.hold_reason !== 'retention') throw new Problem('conflict', `Retention ${id} is ${event.status}: only one that is held can be released.`, { code: 'NOT_HELD' });
      const released = releaseRetention({ retained: event.net, released: event.net, currency: event.currency });
      const event_date = body.bill_date ?? new Date().toISOString().slice(0, 10);
      await changeBillingEvent(em, event, { status: 'ready', decision: 'invoiceable', hold_reason: null, event_date, why: [...(event.why as object[]), ...released.why] });
      await audit(em, { who: who.sub, what: 'retention.released', entity: 'billing_event', entity_id: id, before: { status: 'held' }, after: { status: 'ready', net: event.net, currency: event.currency, event_date }, correlation_id: event.correlation_id, reason: body.reason });
    });
    return (await this.ds.query(`${SELECT} and b.id = $1`, [id]))[0];
  }
}
