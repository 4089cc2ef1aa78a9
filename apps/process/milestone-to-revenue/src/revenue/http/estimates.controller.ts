import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { ApiProblems, CurrentPrincipal, type Principal, Problem, Roles, Scopes } from '#lib/platform';
import type { DataSource } from 'typeorm';
import { decideEstimate, submitEstimate } from '../estimate/estimates.js';
import { EstimatePage, EstimateQuery, EstimateRejection, EstimateRequest, EstimateView } from './estimate.dto.js';
import { page } from './paging.js';

const SELECT = `select e.id, p.data->>'project_code' as project_code, e.estimate_version, trim_scale(e.cost_at_completion)::text as cost_at_completion, trim_scale(e.hours_at_completion)::text as hours_at_completion, e.currency, trim_scale(e.material_cost)::text as material_cost,
  e.effective_date, e.reason, e.submitted_by, e.approved_by, e.status, e.lines from estimate e join canonical_record p on p.id = e.project_id`;

/** Estimates at completion (EAC): what cost-to-cost, hours and percent-complete billing are measured against. */
@ApiTags('Estimates')
@Controller('v1/estimates')
export class EstimatesController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** Versions of estimates. Shows cost. */
  @Get()
  @Scopes('process.read', 'experience.cost')
  @ApiOperation({ summary: 'List estimates at completion' })
  async list(@Query() q: EstimateQuery): Promise<EstimatePage> {
    const limit = q.limit ?? 100;
    const rows: EstimateView[] = await this.ds.query(`${SELECT} where ($1::text is null or p.data->>'project_code' = $1) and ($2::text is null or e.status = $2) and ($3::uuid is null or e.id > $3::uuid) order by e.id limit $4`, [q.project_code ?? null, q.status ?? null, q.cursor ?? null, limit + 1]);
    const found = page(rows, limit);
    return { estimates: found.rows, next_cursor: found.next_cursor };
  }

  /** Submits the next version for a project. Nothing is measured against it before another person approves it. */
  @Post()
  @HttpCode(201)
  @Scopes('process.write')
  @Roles('finance', 'delivery')
  @ApiOperation({ summary: 'Submit an estimate at completion' })
  @ApiProblems('conflict')
  async submit(@Body() body: EstimateRequest, @CurrentPrincipal() who: Principal): Promise<EstimateView> {
    return this.view(await this.ds.transaction((em) => submitEstimate(em, body, who.sub)));
  }

  /** Puts a version in force; the one before is superseded. By another person than its author; repeating it changes nothing. */
  @Post(':id/approval')
  @HttpCode(200)
  @Scopes('finance.release')
  @Roles('finance_approver')
  @ApiOperation({ summary: 'Approve an estimate at completion' })
  @ApiProblems('not_found', 'forbidden', 'conflict')
  async approve(@Param('id', ParseUUIDPipe) id: string, @CurrentPrincipal() who: Principal): Promise<EstimateView> {
    await this.ds.transaction((em) => decideEstimate(em, id, 'approved', who.sub));
    return this.view(id);
  }

  /** Sends a version back. */
  @Post(':id/rejection')
  @HttpCode(200)
  @Scopes('finance.release')
  @Roles('finance_approver')
  @ApiOperation({ summary: 'Reject an estimate at completion' })
  @ApiProblems('not_found', 'forbidden', 'conflict')
  async reject(@Param('id', ParseUUIDPipe) id: string, @Body() body: EstimateRejection, @CurrentPrincipal() who: Principal): Promise<EstimateView> {
    await this.ds.transaction((em) => decideEstimate(em, id, 'rejected', who.sub, body.reason));
    return this.view(id);
  }

  private async view(id: string): Promise<EstimateView> {
    const [row]: EstimateView[] = await this.ds.query(`${SELECT} where e.id = $1`, [id]);
    if (!row) throw new Problem('not_found', `There is no estimate ${id}.`);
    return row;
  }
}
