import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { ApiProblems, CurrentPrincipal, type Principal, Scopes } from '#lib/platform';
import type { DataSource } from 'typeorm';
import { marginExplanation } from '../explain/margin-explanation.js';
import { marginRecords } from '../margin/margin-records.js';
import { marginView } from '../margin/margin-view.js';
import { MarginExplainQuery, MarginExplanation } from './explanation.dto.js';
import { MarginQuery, MarginRecords, MarginRecordsQuery, MarginView } from './margin.dto.js';

@ApiTags('Margin')
@Controller('v1/margin')
export class MarginController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** Revenue, labor cost and margin (MET-4) of a period by project, engagement, client, practice, region or legal entity. Cost figures need the scope experience.cost and are left out without it. */
  @Get()
  @Scopes('experience.read')
  @ApiOperation({ summary: 'Margin of a period' })
  view(@Query() query: MarginQuery, @CurrentPrincipal() who: Principal): Promise<MarginView> {
    return marginView(this.ds, query, who);
  }

  /** Why a row is what it is: definitions, rules with their numbers, and the billing events and time entries behind it with their ids in the source systems. Takes the filters of the view; the row is worked out anew from the records. Cost needs the scope experience.cost. */
  @Get('explain')
  @Scopes('experience.read')
  @ApiOperation({ summary: 'Explain a margin' })
  @ApiProblems('not_found')
  explain(@Query() query: MarginExplainQuery, @CurrentPrincipal() who: Principal): Promise<MarginExplanation> {
    return this.ds.transaction('REPEATABLE READ', (em) => marginExplanation(em, query, who));
  }

  /** The billing events and costed time entries behind a project's margin, with their ids in the source systems. */
  @Get('records')
  @Scopes('experience.read')
  @ApiOperation({ summary: 'Records behind margin' })
  records(@Query() query: MarginRecordsQuery, @CurrentPrincipal() who: Principal): Promise<MarginRecords> {
    return marginRecords(this.ds, query, who);
  }
}
