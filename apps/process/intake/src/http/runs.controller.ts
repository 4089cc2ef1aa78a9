import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { ApiProblems, CurrentPrincipal, type Principal, Problem, Roles, Scopes } from '#lib/platform';
import { listRuns, retryRun, RunNotFound, RunNotRetryable, runView } from '#lib/process';
import type { DataSource } from 'typeorm';
import { RetryAnswer, RunList, RunQuery, RunTimeline } from './run.dto.js';

@ApiTags('Runs')
@Controller('v1/runs')
export class RunsController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** Process runs, latest first. */
  @Get()
  @Scopes('process.read')
  @ApiOperation({ summary: 'List process runs' })
  @ApiProblems('validation')
  async list(@Query() q: RunQuery): Promise<RunList> {
    try {
      const page = await listRuns(this.ds.manager, { flow: q.flow, state: q.state?.split(','), business_key: q.business_key, correlation_id: q.correlation_id }, { cursor: q.cursor, limit: q.limit });
      return { runs: page.rows, next_cursor: page.next_cursor };
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new Problem('validation', error.message, { errors: [{ field: 'cursor', message: 'was not given out by this list', fix: 'Leave it out to start at the first page.' }] });
    }
  }

  /** The timeline of a run: its steps, effects, events and exceptions, from the deal to the last posting. */
  @Get(':id')
  @Scopes('process.read')
  @ApiOperation({ summary: 'Timeline of a process run' })
  @ApiProblems('not_found')
  async one(@Param('id') id: string): Promise<RunTimeline> {
    const view = await runView(this.ds.manager, id);
    if (!view) throw new Problem('not_found', `There is no run ${id}.`);
    return view;
  }

  /** Tries a waiting or failed run again. What was done keeps its key and is not done twice. */
  @Post(':id/retries')
  @HttpCode(202)
  @Scopes('operations.write')
  @Roles('operations', 'finance')
  @ApiOperation({ summary: 'Retry a process run' })
  @ApiProblems('not_found', 'conflict')
  async retry(@Param('id') id: string, @CurrentPrincipal() who: Principal): Promise<RetryAnswer> {
    try {
      return { run_id: await retryRun(id, who.sub) };
    } catch (error) {
      if (error instanceof RunNotFound) throw new Problem('not_found', error.message);
      if (error instanceof RunNotRetryable) throw new Problem('conflict', error.message, { code: 'NOT_RETRYABLE' });
      throw error;
    }
  }
}
