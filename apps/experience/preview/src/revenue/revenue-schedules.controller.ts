import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Previewed } from '../request/previewed.js';
import { RevenueScheduleAnswer } from './revenue-schedule-answer.dto.js';
import { RevenueScheduleRequest } from './revenue-schedule.dto.js';
import { REVENUE_SCHEDULE_EXAMPLES } from './revenue-schedules.example.js';
import { scheduleRevenue } from './schedule-revenue.js';

@ApiTags('Revenue')
@Controller('v1/revenue-schedules')
export class RevenueSchedulesController {
  /** Schedules the revenue of a contract. Writes nothing. */
  @Post()
  @Previewed(RevenueScheduleRequest, RevenueScheduleAnswer, REVENUE_SCHEDULE_EXAMPLES)
  @ApiOperation({ summary: 'Schedule revenue', description: 'Estimates an uncertain price (REV-12), allocates it by standalone selling price (REV-13) and recognizes each obligation by its measure: straight-line (REV-8), cost to cost with expected loss (REV-3, LOSS-1), approved hours (REV-4), milestones as output (REV-10), units, as invoiced (REV-9), on acceptance (REV-10) or cost recovery (REV-11). Points are cumulative and in order. Writes nothing. 422: `EAC_STALE`, `METHOD_NOT_ALLOWED`, `PERIOD_MISSING`.' })
  schedule(@Body() request: RevenueScheduleRequest): RevenueScheduleAnswer {
    return scheduleRevenue(request);
  }
}
