import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { Scopes } from '#lib/platform';
import type { DataSource } from 'typeorm';
import { operationsSummary } from '../summary.js';
import { OperationsSummary } from './summary.dto.js';

@ApiTags('Summary')
@Controller('v1/summary')
export class SummaryController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** How many exceptions, effects and runs there are, by state, code and team. */
  @Get()
  @Scopes('operations.read')
  @ApiOperation({ summary: 'Counts for the workbench' })
  summary(): Promise<OperationsSummary> {
    return operationsSummary(this.ds);
  }
}
