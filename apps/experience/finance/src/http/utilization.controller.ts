import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { ApiProblems, CurrentPrincipal, type Principal, Scopes } from '#lib/platform';
import type { DataSource } from 'typeorm';
import { utilizationExplanation } from '../explain/utilization-explanation.js';
import { utilizationRecords } from '../utilization/utilization-records.js';
import { utilizationView } from '../utilization/utilization-view.js';
import { UtilizationExplainQuery, UtilizationExplanation } from './explanation.dto.js';
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

  /** Why a figure is what it is: definition, rules with their numbers, terms, and the records behind it with their ids in the source systems. Takes the filters of the view; the figure is worked out anew from the records. */
  @Get('explain')
  @Scopes('experience.read')
  @ApiOperation({ summary: 'Explain a utilization' })
  @ApiProblems('not_found')
  explain(@Query() query: UtilizationExplainQuery, @CurrentPrincipal() who: Principal): Promise<UtilizationExplanation> {
    return this.ds.transaction('REPEATABLE READ', (em) => utilizationExplanation(em, query, who));
  }

  /** The worker-days and time entries behind a figure, with their ids in the source systems. */
  @Get('records')
  @Scopes('experience.read')
  @ApiOperation({ summary: 'Records behind utilization' })
  records(@Query() query: UtilizationRecordsQuery, @CurrentPrincipal() who: Principal): Promise<UtilizationRecords> {
    return utilizationRecords(this.ds, query, who);
  }
}
