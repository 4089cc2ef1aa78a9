import { Body, Controller, Get, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { EFFECT_KEY } from '#lib/canonical';
import { ApiProblems, correlationId, CurrentPrincipal, type Principal, Problem, Roles, Scopes } from '#lib/platform';
import type { DataSource } from 'typeorm';
import { startDues } from '../flows/start-dues.js';
import { BillingDuesAnswer, BillingDuesProgress, BillingDuesRequest } from './billing-due.dto.js';

@ApiTags('Contract billing')
@Controller('v1/billing-dues')
export class BillingDuesController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** Raises what falls due on every contract up to a day: instalments, progress, retainer fees and overage, recurring charges, usage, minimums. For a daily schedule; a billing run of a month does it for its contracts by itself. Nothing is raised twice. */
  @Post()
  @HttpCode(202)
  @Scopes('process.write')
  @Roles('finance')
  @ApiOperation({ summary: 'Raise what falls due' })
  @ApiHeader({ name: 'Idempotency-Key', required: true, description: 'Repeating the request with the same key starts nothing again.' })
  @ApiProblems('idempotency_key_required', 'idempotency_conflict')
  async start(@Body() body: BillingDuesRequest, @Headers('idempotency-key') key: string | undefined, @CurrentPrincipal() who: Principal): Promise<BillingDuesAnswer> {
    if (!key || !EFFECT_KEY.test(key)) throw new Problem('idempotency_key_required', 'Raising dues needs an Idempotency-Key of 8 to 200 letters, digits and . _ : | / -.', { errors: [{ field: 'header:Idempotency-Key', message: 'is missing or not usable', fix: 'Send a key that names this run, e.g. dues-2026-07-31.' }] });
    const answer = await this.ds.transaction((em) => startDues(em, key, body, who.sub, correlationId()));
    if (answer.conflict) throw new Problem('idempotency_conflict', 'This Idempotency-Key was used for other dues.', { errors: [{ field: 'header:Idempotency-Key', message: 'was used with other content', fix: 'Send a new key, or the same content again.' }] });
    return answer.response;
  }

  /** How far it is. */
  @Get(':id')
  @Scopes('process.read')
  @ApiOperation({ summary: 'Progress of raising dues' })
  @ApiProblems('not_found')
  async progress(@Param('id') id: string): Promise<BillingDuesProgress> {
    const [known] = await this.ds.query(`select response from idempotency where scope = 'billing-dues' and response->>'id' = $1`, [id]);
    if (!known) throw new Problem('not_found', `There are no billing dues ${id}.`);
    const rows: { state: string }[] = await this.ds.query(`select state from process_run where flow = 'contract-dues' and input->>'dues_run' = $1 and state <> 'retried'`, [id]);
    const contracts = known.response.contracts as number;
    const done = rows.filter((r) => r.state === 'completed').length;
    const failed = rows.filter((r) => r.state === 'waiting' || r.state === 'failed').length;
    return { id, contracts, done, failed, running: contracts - done - failed };
  }
}
