import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { ApiProblems, Problem, Scopes } from '#lib/platform';
import type { DataSource } from 'typeorm';
import { RevenueEventPage, RevenueEventQuery, RevenueExplanation, RevenueJournalPage, RevenueJournalQuery } from './revenue-event.dto.js';
import { explainRevenueEvent, listRevenueEvents, listRevenueJournals } from './revenue-event-views.js';

@ApiTags('Revenue')
@Controller('v1')
export class RevenueEventsController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** What was recognized, or waits for approval. */
  @Get('revenue-events')
  @Scopes('process.read')
  @ApiOperation({ summary: 'List revenue events' })
  list(@Query() query: RevenueEventQuery): Promise<RevenueEventPage> {
    return listRevenueEvents(this.ds.manager, query);
  }

  /** Rules, inputs and facts behind one event. Shows cost. */
  @Get('revenue-events/:id/explain')
  @Scopes('process.read', 'experience.cost')
  @ApiOperation({ summary: 'Explain a revenue event' })
  @ApiProblems('not_found')
  async explain(@Param('id', ParseUUIDPipe) id: string): Promise<RevenueExplanation> {
    const found = await explainRevenueEvent(this.ds.manager, id);
    if (!found) throw new Problem('not_found', `There is no revenue event ${id}.`);
    return found;
  }

  /** Journals of recognition, provisions and netting. */
  @Get('revenue-journals')
  @Scopes('process.read')
  @ApiOperation({ summary: 'List revenue journals' })
  journals(@Query() query: RevenueJournalQuery): Promise<RevenueJournalPage> {
    return listRevenueJournals(this.ds.manager, query);
  }
}
