import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { Scopes } from '#lib/platform';
import { consumerBacklog, wokenRuns } from '#lib/process';
import type { DataSource } from 'typeorm';
import { ProcessStatus } from './status.dto.js';

@ApiTags('Status')
@Controller('v1/status')
export class StatusController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** Feeds, backlog, runs and effects by state. */
  @Get()
  @Scopes('process.read')
  @ApiOperation({ summary: 'What is under way' })
  async status(): Promise<ProcessStatus> {
    const counts = async (sql: string) => Object.fromEntries((await this.ds.query(sql)).map((r: { state: string; n: number }) => [r.state, r.n]));
    const [feeds, [{ parked }], backlog, woken, runs, effects, [{ open }], deals, projects] = await Promise.all([
      this.ds.query('select system, entity, records, caught_up_at, last_error from feed_cursor order by system, entity'),
      this.ds.query('select count(*)::int as parked from parked_record where missing not like \'optional %\''),
      consumerBacklog(this.ds.manager),
      wokenRuns(this.ds.manager),
      counts('select state, count(*)::int as n from process_run group by state'),
      counts('select state, count(*)::int as n from effect group by state'),
      this.ds.query(`select count(*)::int as open from exception where status in ('open', 'assigned')`),
      counts(`select status as state, count(*)::int as n from canonical_record where entity = 'opportunity' and not deleted group by status`),
      counts(`select status as state, count(*)::int as n from canonical_record where entity = 'project' and not deleted group by status`),
    ]);
    // Woken ones are as good as queued: they wait for room only.
    const underWay = woken > 0 ? { ...runs, queued: (runs['queued'] ?? 0) + woken } : runs;
    return { feeds, parked, unread_events: Math.max(0, ...backlog.map((b) => b.events)), runs: underWay, effects, exceptions_open: open, deals, projects };
  }
}
