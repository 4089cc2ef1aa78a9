import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { ApiProblems, CurrentPrincipal, type Principal, Problem, Roles, Scopes } from '#lib/platform';
import { RevenueContract } from '#lib/store';
import type { DataSource, EntityManager } from 'typeorm';
import { approveVariable, submitVariable, type SubmittedEstimate } from '../contract/variable.js';
import { gaapOf } from '../settings.js';
import { RevenueContractDetail, RevenueContractPage, RevenueContractQuery, VariableEstimateRequest } from './revenue-contract.dto.js';
import { listRevenueContracts, revenueContractDetail } from './revenue-contract-views.js';

@ApiTags('Revenue')
@Controller('v1/revenue-contracts')
@ApiProblems('not_found')
export class RevenueContractsController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** Contracts as revenue sees them. */
  @Get()
  @Scopes('process.read')
  @ApiOperation({ summary: 'List revenue contracts' })
  list(@Query() query: RevenueContractQuery): Promise<RevenueContractPage> {
    return listRevenueContracts(this.ds.manager, query);
  }

  /** One contract with its obligations, the versions of their terms, their plans, and what stands in the balance sheet. */
  @Get(':id')
  @Scopes('process.read')
  @ApiOperation({ summary: 'Read a revenue contract' })
  one(@Param('id', ParseUUIDPipe) id: string): Promise<RevenueContractDetail> {
    return this.detail(id);
  }

  /** Estimates an element of variable consideration (REV-12). It counts once another person has approved it. */
  @Post(':id/variable-estimates')
  @HttpCode(201)
  @Scopes('process.write')
  @Roles('finance')
  @ApiOperation({ summary: 'Estimate variable consideration' })
  @ApiProblems('conflict')
  async estimate(@Param('id', ParseUUIDPipe) id: string, @Body() body: VariableEstimateRequest, @CurrentPrincipal() who: Principal): Promise<RevenueContractDetail> {
    await this.ds.transaction(async (em) => {
      const rc = await this.locked(em, id);
      await submitVariable(em, rc, { ...body, obligation_code: body.obligation_code ?? null } as SubmittedEstimate, gaapOf(rc.legal_entity_code), who.sub);
    });
    return this.detail(id);
  }

  /** Puts an estimate in force: the transaction price changes, and the next revenue run recognizes what that means for what was done before. */
  @Post(':id/variable-estimates/:code/approval')
  @HttpCode(200)
  @Scopes('finance.release')
  @Roles('finance_approver')
  @ApiOperation({ summary: 'Approve an estimate of variable consideration' })
  @ApiProblems('forbidden', 'conflict')
  async approve(@Param('id', ParseUUIDPipe) id: string, @Param('code') code: string, @CurrentPrincipal() who: Principal): Promise<RevenueContractDetail> {
    await this.ds.transaction(async (em) => void (await approveVariable(em, await this.locked(em, id), code, who.sub)));
    return this.detail(id);
  }

  private async locked(em: EntityManager, id: string): Promise<RevenueContract> {
    const rc = await em.findOne(RevenueContract, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!rc) throw new Problem('not_found', `There is no revenue contract ${id}.`);
    if (rc.status === 'identified') throw new Problem('conflict', 'The contract does not meet the criteria of step 1: nothing is priced yet.', { code: 'STEP1_NOT_MET' });
    return rc;
  }

  private async detail(id: string): Promise<RevenueContractDetail> {
    const found = await revenueContractDetail(this.ds.manager, id);
    if (!found) throw new Problem('not_found', `There is no revenue contract ${id}.`);
    return found;
  }
}
