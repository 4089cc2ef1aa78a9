import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { CurrentPrincipal, type Principal, Scopes } from '#lib/platform';
import type { DataSource } from 'typeorm';
import { utilizationRecords } from '../utilization/utilization-records.js';
import { utilizationView } from '../utilization/utilization-view.js';
import { UtilizationQuery, UtilizationRecords, UtilizationRecordsQuery, UtilizationView } from './utilization.dto.js';

@ApiTags('Utilization')
@Controller('v1/utilization')
export class UtilizationController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** Utilization of a period by the definition chosen, as a whole or by worker, practice, region, legal entity or role. Groups are ratios of sums (UTL-6). */
  @Get()
  @Scopes('experience.read')
  @ApiOperation({ summary: 'Utilization of a period' })
  view(@Query() query: UtilizationQuery, @CurrentPrincipal() who: Principal): Promise<UtilizationView> {
    return utilizationView(this.ds, query, who);
  }

  /** The worker-days and time entries behind a figure, with their ids in the source systems. */
  @Get('records')
  @Scopes('experience.read')
  @ApiOperation({ summary: 'Records behind utilization' })
  records(@Query() query: UtilizationRecordsQuery, @CurrentPrincipal() who: Principal): Promise<UtilizationRecords> {
    return utilizationRecords(this.ds, query, who);
  }
}
