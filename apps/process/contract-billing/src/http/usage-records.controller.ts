import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { newId } from '#lib/canonical';
import { ApiProblems, correlationId, Problem, Roles, Scopes } from '#lib/platform';
import type { DataSource } from 'typeorm';
import { acceptUsage } from '../services/accept-usage.js';
import { ContractQuery, page } from './contract-query.dto.js';
import { UsageBatchAnswer, UsageBatchRequest, UsageRecordAnswer, UsageRecordPage, UsageRecordRequest, type UsageRecordView } from './usage-record.dto.js';

@ApiTags('Usage')
@Controller('v1/usage-records')
export class UsageRecordsController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** Takes one meter record. Sending it again changes nothing: its natural key is its idempotency key. Usage of a month that was billed already is billed later, with its own dates (MS-6). */
  @Post()
  @HttpCode(200)
  @Scopes('process.write')
  @Roles('finance', 'operations')
  @ApiOperation({ summary: 'Send a meter record' })
  @ApiProblems('business_rejection', 'conflict')
  async one(@Body() body: UsageRecordRequest): Promise<UsageRecordAnswer> {
    const result = await this.ds.transaction((em) => acceptUsage(em, body, correlationId() ?? newId()));
    if (result.outcome === 'rejected') throw new Problem('business_rejection', `The record fits no contract line: ${result.errors[0]!.field} ${result.errors[0]!.message}.`, { code: 'MS-6', errors: result.errors });
    if (result.outcome === 'conflict') throw new Problem('conflict', 'This version of the record is known with other content.', { code: 'IDEMPOTENCY_CONFLICT', errors: result.errors });
    return result;
  }

  /** Takes many records; each by itself, so that one that is wrong keeps no other back. The answer says for each what became of it. */
  @Post('batches')
  @HttpCode(200)
  @Scopes('process.write')
  @Roles('finance', 'operations')
  @ApiOperation({ summary: 'Send a batch of meter records' })
  async batch(@Body() body: UsageBatchRequest): Promise<UsageBatchAnswer> {
    const results: UsageRecordAnswer[] = [];
    const correlation = correlationId() ?? newId();
    for (const record of body.records) results.push(await this.ds.transaction((em) => acceptUsage(em, record, correlation)));
    const count = (...outcomes: string[]): number => results.filter((r) => outcomes.includes(r.outcome)).length;
    return { accepted: count('accepted'), unchanged: count('unchanged'), refused: count('rejected', 'stale', 'conflict'), results };
  }

  /** Meter records, every version, and where they stand. */
  @Get()
  @Scopes('process.read')
  @ApiOperation({ summary: 'List meter records' })
  async list(@Query() q: ContractQuery): Promise<UsageRecordPage> {
    const limit = q.limit ?? 100;
    const rows: UsageRecordView[] = await this.ds.query(
      `select u.id, c.data->>'contract_number' as contract_number, u.line_no, u.meter, u.subject, u.period_start, u.period_end, u.sequence, u.record_version, trim_scale(u.quantity)::text as quantity, u.unit, u.status, u.billing_period, u.billing_event_id, u.source_system, u.source_ref
       from usage_record u join canonical_record c on c.id = u.contract_id where ($1::text is null or c.data->>'contract_number' = $1) and ($2::uuid is null or u.id > $2) order by u.id limit $3`, [q.contract_number ?? null, q.cursor ?? null, limit + 1]);
    const { rows: usage_records, next_cursor } = page(rows, limit);
    return { usage_records, next_cursor };
  }
}
