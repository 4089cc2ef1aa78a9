import { Body, Controller, Get, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { EFFECT_KEY, monthEnd, newId } from '#lib/canonical';
import { ApiProblems, correlationId, CurrentPrincipal, type Principal, Problem, Roles, Scopes } from '#lib/platform';
import { startIn } from '#lib/process';
import { once } from '#lib/store';
import type { DataSource, EntityManager } from 'typeorm';
import { billingRun } from '../flows/billing-run.flow.js';
import { BillingRunAnswer, BillingRunProgress, BillingRunRequest } from './billing-run.dto.js';

@ApiTags('Billing')
@Controller('v1/billing-runs')
export class BillingRunsController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** Starts the assembly of draft invoices and credit memos, one durable run per contract. The caller becomes their preparer. */
  @Post()
  @HttpCode(202)
  @Scopes('process.write')
  @Roles('finance')
  @ApiOperation({ summary: 'Prepare draft invoices for a month' })
  @ApiHeader({ name: 'Idempotency-Key', required: true, description: 'Repeating the request with the same key starts nothing again.' })
  @ApiProblems('idempotency_key_required', 'idempotency_conflict')
  async start(@Body() body: BillingRunRequest, @Headers('idempotency-key') key: string | undefined, @CurrentPrincipal() who: Principal): Promise<BillingRunAnswer> {
    if (!key || !EFFECT_KEY.test(key)) throw new Problem('idempotency_key_required', 'A billing run needs an Idempotency-Key of 8 to 200 letters, digits and . _ : | / -.', { errors: [{ field: 'header:Idempotency-Key', message: 'is missing or not usable', fix: 'Send a key that names this run, e.g. billing-2026-07-US01.' }] });
    const answer = await this.ds.transaction((em) => once<BillingRunAnswer>(em, 'billing-runs', key, { ...body, who: who.sub }, async () => {
      const contracts = await contractsToBill(em, body);
      const id = newId();
      for (const c of contracts) {
        await startIn(em, { flow: billingRun, id: `billing-run:${id}:${c.contract_number}`, input: { billing_run: id, ...c, period: body.period, prepared_by: who.sub }, correlation_id: correlationId() ?? id });
      }
      return { status: 202, response: { id, period: body.period, contracts: contracts.length } };
    }));
    if (answer.conflict) throw new Problem('idempotency_conflict', 'This Idempotency-Key was used for another billing run.', { errors: [{ field: 'header:Idempotency-Key', message: 'was used with other content', fix: 'Send a new key, or the same content again.' }] });
    return answer.response;
  }

  /** How far a billing run is. */
  @Get(':id')
  @Scopes('process.read')
  @ApiOperation({ summary: 'Progress of a billing run' })
  @ApiProblems('not_found')
  async progress(@Param('id') id: string): Promise<BillingRunProgress> {
    const rows: { state: string; invoices: number; credit_memos: number }[] = await this.ds.query(
      `select state, coalesce(jsonb_array_length(result->'invoices'), 0) as invoices, coalesce(jsonb_array_length(result->'credit_memos'), 0) as credit_memos from process_run where flow = 'billing-run' and input->>'billing_run' = $1`, [id]);
    const known = await this.ds.query(`select response from idempotency where scope = 'billing-runs' and response->>'id' = $1`, [id]);
    if (known.length === 0) throw new Problem('not_found', `There is no billing run ${id}.`);
    const of = (...states: string[]) => rows.filter((r) => states.includes(r.state)).length;
    const contracts = known[0].response.contracts as number;
    const done = of('done', 'completed');
    const failed = of('waiting', 'failed');
    return { id, contracts, done, failed, running: contracts - done - failed, invoices: rows.reduce((n, r) => n + Number(r.invoices), 0), credit_memos: rows.reduce((n, r) => n + Number(r.credit_memos), 0) };
  }
}

/** Contracts with something ready to bill or credit, and those that bill by their terms: what is due of them is raised by the run itself. */
async function contractsToBill(em: EntityManager, body: BillingRunRequest): Promise<{ contract_id: string; contract_number: string; by_terms: boolean }[]> {
  return em.query(
    `select c.id as contract_id, c.data->>'contract_number' as contract_number, c.by_terms from (
       select r.*, r.status in ('signed', 'active', 'completed') and not r.deleted and exists (select 1 from jsonb_array_elements(r.data->'lines') l where l->>'status' = 'active' and (l ?| array['billing_schedule', 'retainer', 'recurring', 'usage', 'minimum_amount'] or l->>'billing_method' = 'percent_complete')) as by_terms
       from canonical_record r where r.entity = 'contract') c
     where ($2::text is null or c.legal_entity_code = $2) and ($3::text is null or c.data->>'contract_number' = $3)
       and (c.by_terms or exists (select 1 from billing_event b where b.contract_id = c.id and b.status in ('ready', 'capped') and (b.event_date <= $1 or b.kind = 'credit'))) order by 2, 1`,
    [monthEnd(`${body.period}-01`), body.legal_entity_code ?? null, body.contract_number ?? null]);
}
