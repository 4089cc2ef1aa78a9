import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Previewed } from '../request/previewed.js';
import { compareMargins } from './compare-margins.js';
import { MarginAnswer, MarginRequest } from './margin.dto.js';
import { MARGIN_EXAMPLES } from './margins.example.js';

@ApiTags('Margin')
@Controller('v1/margins')
export class MarginsController {
  /** Computes margins. Writes nothing. */
  @Post()
  @Previewed(MarginRequest, MarginAnswer, MARGIN_EXAMPLES)
  @ApiOperation({ summary: 'Compute margins', description: 'Project and delivery margin (MET-4), contribution margin (MET-5) and markup (MET-6) of each item, and of all as a ratio of sums. Writes nothing.' })
  compare(@Body() request: MarginRequest): MarginAnswer {
    return compareMargins(request);
  }
}
