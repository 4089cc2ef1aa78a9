import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Contract } from '#lib/canonical';
import { ApiProblems, Problem, Scopes } from '#lib/platform';
import { systemOf } from '#lib/process';
import { recordById, systemIds } from '#lib/store';
import type { DataSource } from 'typeorm';
import { activationChecks } from '../steps/activation-guard.js';
import { projectOf } from '../steps/deal.js';
import { SetupStatus } from './setup.dto.js';

@ApiTags('Project set-up')
@Controller('v1/projects')
export class SetupsController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** What is ready and what is missing before a project may take time. Every check is made anew. */
  @Get(':project_code/setup')
  @Scopes('process.read')
  @ApiOperation({ summary: 'Set-up of a project' })
  @ApiProblems('not_found')
  async setup(@Param('project_code') code: string): Promise<SetupStatus> {
    const em = this.ds.manager;
    const project = await projectOf(em, code);
    if (!project) throw new Problem('not_found', `There is no project ${code}.`);
    const contract = project.data.contract_id ? await recordById<Contract>(em, project.data.contract_id) : undefined;
    return {
      project_code: code, name: project.data.name, status: project.status ?? '', legal_entity_code: project.legal_entity_code, contract_number: contract?.data.contract_number ?? null,
      checks: await activationChecks(em, project, { erp: systemOf('erp'), psa: systemOf('psa') }), time_entry_open: project.data.time_entry_open, systems: await systemIds(em, project.id), correlation_id: project.correlation_id,
    };
  }
}
