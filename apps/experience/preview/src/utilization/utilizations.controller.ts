import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Previewed } from '../request/previewed.js';
import { compareUtilizations } from './compare-utilizations.js';
import { UtilizationAnswer } from './utilization-answer.dto.js';
import { UtilizationRequest } from './utilization.dto.js';
import { UTILIZATION_EXAMPLES } from './utilizations.example.js';

@ApiTags('Utilization')
@Controller('v1/utilizations')
export class UtilizationsController {
  /** Computes utilization by one or several definitions. Writes nothing. */
  @Post()
  @Previewed(UtilizationRequest, UtilizationAnswer, UTILIZATION_EXAMPLES)
  @ApiOperation({ summary: 'Compute utilization', description: 'Capacity from calendars, holidays, part time, hire and leave dates and time off (UTL-1 to UTL-3, UTL-7), utilization by any of the definitions U1 to U11 (UTL-4, UTL-5) for each worker and the group (UTL-6), and bands against a target (UTL-11). Writes nothing. 422: `INVALID_INPUT`.' })
  compare(@Body() request: UtilizationRequest): UtilizationAnswer {
    return compareUtilizations(request);
  }
}
