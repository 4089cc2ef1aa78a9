import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { Roles, Scopes } from '#lib/platform';
import { coveredMonths, rollupFreshness } from '#lib/store';
import type { DataSource } from 'typeorm';
import { rebuildRollups } from '../rebuild-rollups.js';
import { RebuiltRollups, RollupState } from './rollups.dto.js';

@ApiTags('Rollups')
@Controller('v1/rollups')
export class RollupsController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** How current the rollups are and what they cover. */
  @Get()
  @Scopes('process.read')
  @ApiOperation({ summary: 'State of the rollups' })
  async state(): Promise<RollupState> {
    const [freshness, months, [rows]] = await Promise.all([
      rollupFreshness(this.ds), coveredMonths(this.ds), this.ds.query('select (select count(*)::int from rollup_worker_day) as worker_days, (select count(*)::int from rollup_project_month) as project_months'),
    ]);
    return { freshness, months, ...rows };
  }

  /** Makes every rollup anew from the records. Changes nothing unless something was wrong; readers see the old figures until it is done. */
  @Post('rebuilds')
  @HttpCode(200)
  @Scopes('operations.write')
  @Roles('operations')
  @ApiOperation({ summary: 'Rebuild the rollups' })
  rebuild(): Promise<RebuiltRollups> {
    return rebuildRollups(this.ds);
  }
}
