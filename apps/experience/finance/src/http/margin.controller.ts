import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { CurrentPrincipal, type Principal, Scopes } from '#lib/platform';
import type { DataSource } from 'typeorm';
import { marginRecords } from '../margin/margin-records.js';
import { marginView } from '../margin/margin-view.js';
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

  /** The billing events and costed time entries behind a project's margin, with their ids in the source systems. */
  @Get('records')
  @Scopes('experience.read')
  @ApiOperation({ summary: 'Records behind margin' })
  records(@Query() query: MarginRecordsQuery, @CurrentPrincipal() who: Principal): Promise<MarginRecords> {
    return marginRecords(this.ds, query, who);
  }
}
