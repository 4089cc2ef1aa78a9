import { Body, Controller, Get, Headers, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { EFFECT_KEY, monthEnd, newId } from '#lib/canonical';
import { ApiProblems, correlationId, CurrentPrincipal, type Principal, Problem, Roles, Scopes } from '#lib/platform';
import { startIn } from '#lib/process';
import { contractPositions, once, recordByKey, RevenueRun } from '#lib/store';
import type { DataSource, EntityManager } from 'typeorm';
import { calculateRevenue } from '../flows/calculate-revenue.flow.js';
import { postRevenue } from '../flows/post-revenue.flow.js';
import { contractsOf, contractsToPost, decideRun, openRun } from '../run/decide.js';
import { RevenueRunDetail, RevenueRunPage, RevenueRunQuery, RevenueRunRequest, RunDecision } from './revenue-run.dto.js';
import { listRuns, runDetail } from './revenue-run-views.js';

@ApiTags('Revenue')
@Controller('v1/revenue-runs')
export class RevenueRunsController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** Revenue runs, oldest first. */
  @Get()
  @Scopes('process.read')
  @ApiOperation({ summary: 'List revenue runs' })
  list(@Query() query: RevenueRunQuery): Promise<RevenueRunPage> {
    return listRuns(this.ds.manager, query);
  }

  /**
   * Calculates revenue up to the end of a month, one durable run per contract: what each obligation has earned less what it has recognized. Nothing is posted
   * until another person approves. A month that is closed is recognized in the next open one.
   */
  @Post()
  @HttpCode(202)
  @Scopes('process.write')
  @Roles('finance')
  @ApiOperation({ summary: 'Calculate the revenue of a month' })
  @ApiHeader({ name: 'Idempotency-Key', required: true, description: 'Repeating the request with the same key starts nothing again.' })
  @ApiProblems('idempotency_key_required', 'idempotency_conflict', 'conflict')
  async start(@Body() body: RevenueRunRequest, @Headers('idempotency-key') key: string | undefined, @CurrentPrincipal() who: Principal): Promise<RevenueRunDetail> {
    if (!key || !EFFECT_KEY.test(key)) throw new Problem('idempotency_key_required', 'A revenue run needs an Idempotency-Key of 8 to 200 letters, digits and . _ : | / -.', { errors: [{ field: 'header:Idempotency-Key', message: 'is missing or not usable', fix: 'Send a key that names this run, e.g. revenue-2026-07-US01.' }] });
    const answer = await this.ds.transaction((em) => once<{ id: string }>(em, 'revenue-runs', key, { ...body, who: who.sub }, async () => ({ status: 202, response: { id: await this.open(em, body, who.sub) } })));
    if (answer.conflict) throw new Problem('idempotency_conflict', 'This Idempotency-Key was used for another revenue run.', { errors: [{ field: 'header:Idempotency-Key', message: 'was used with other content', fix: 'Send a new key, or the same content again.' }] });
    return (await runDetail(this.ds.manager, answer.response.id))!;
  }

  private async open(em: EntityManager, body: RevenueRunRequest, who: string): Promise<string> {
    if (!(await recordByKey(em, 'legal_entity', body.legal_entity_code))) throw new Problem('validation', `There is no legal entity ${body.legal_entity_code}.`, { errors: [{ field: 'legal_entity_code', message: 'is not known from the ERP', fix: 'Send the code of a legal entity, such as US01.' }] });
    const contracts = await contractsOf(em, body.legal_entity_code, body.contract_number);
    if (body.contract_number && contracts.length === 0) throw new Problem('validation', `Contract ${body.contract_number} brings no revenue in ${body.legal_entity_code}.`, { errors: [{ field: 'contract_number', message: 'is no accounting contract of the legal entity', fix: 'See GET v1/revenue-contracts.' }] });
    const run = await openRun(em, { ...body, contracts: contracts.length, correlation_id: correlationId() ?? newId() }, who);
    for (const c of contracts) await startIn(em, { flow: calculateRevenue, id: `calculate-revenue:${run.id}:${c.contract_number}`, input: { run_id: run.id, ...c, period: body.period }, correlation_id: run.correlation_id });
    return run.id;
  }

  /** How far a run is and what it recognizes. */
  @Get(':id')
  @Scopes('process.read')
  @ApiOperation({ summary: 'Progress and totals of a revenue run' })
  @ApiProblems('not_found')
  async one(@Param('id', ParseUUIDPipe) id: string): Promise<RevenueRunDetail> {
    return this.found(id);
  }

  /** Posts what was calculated: one journal per contract, period and purpose. By another person than the one who calculated it; repeating it changes nothing. */
  @Post(':id/approval')
  @HttpCode(202)
  @Scopes('finance.release')
  @Roles('finance_approver')
  @ApiOperation({ summary: 'Approve a revenue run' })
  @ApiProblems('not_found', 'forbidden', 'conflict')
  async approve(@Param('id', ParseUUIDPipe) id: string, @CurrentPrincipal() who: Principal): Promise<RevenueRunDetail> {
    await this.ds.transaction(async (em) => {
      if (!(await decideRun(em, id, 'approved', who.sub, null))) return;
      const run = await em.findOneByOrFail(RevenueRun, { id });
      for (const c of await contractsToPost(em, run, await this.unbalanced(em, run))) {
        const input = { run_id: id, ...c, legal_entity_code: run.legal_entity_code, period: run.period };
        await startIn(em, { flow: postRevenue, id: `post-revenue:${id}:${c.contract_number}`, input, correlation_id: run.correlation_id });
      }
    });
    return this.found(id);
  }

  /** Contracts whose asset and liability accounts are not netted at the end of the month (BAL-1). */
  private async unbalanced(em: EntityManager, run: RevenueRun): Promise<string[]> {
    const positions = await contractPositions(em, { legal_entity_code: run.legal_entity_code, as_of: monthEnd(`${run.period}-01`) });
    return positions.filter((p) => (p.ledger_asset !== '0' && p.ledger_liability !== '0') || p.ledger_asset.startsWith('-') || p.ledger_liability.startsWith('-')).map((p) => p.contract_id);
  }

  /** Gives a calculation up: its events are cancelled, and the month may be calculated anew. */
  @Post(':id/rejection')
  @HttpCode(200)
  @Scopes('finance.release')
  @Roles('finance_approver')
  @ApiOperation({ summary: 'Reject a revenue run' })
  @ApiProblems('not_found', 'forbidden', 'conflict')
  async reject(@Param('id', ParseUUIDPipe) id: string, @Body() body: RunDecision, @CurrentPrincipal() who: Principal): Promise<RevenueRunDetail> {
    await this.ds.transaction((em) => decideRun(em, id, 'rejected', who.sub, body.reason));
    return this.found(id);
  }

  private async found(id: string): Promise<RevenueRunDetail> {
    const run = await runDetail(this.ds.manager, id);
    if (!run) throw new Problem('not_found', `There is no revenue run ${id}.`);
    return run;
  }
}
