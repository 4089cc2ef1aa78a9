import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Previewed } from '../request/previewed.js';
import { priceEntries } from './price-entries.js';
import { TimePriceAnswer } from './time-price-answer.dto.js';
import { TimePriceRequest } from './time-price.dto.js';
import { TIME_PRICE_EXAMPLES } from './time-prices.example.js';

@ApiTags('Time')
@Controller('v1/time-prices')
export class TimePricesController {
  /** Prices time entries by the rate cards, caps and minimums that are sent. Writes nothing. */
  @Post()
  @Previewed(TimePriceRequest, TimePriceAnswer, TIME_PRICE_EXAMPLES)
  @ApiOperation({ summary: 'Price time entries', description: 'Rate by work date and precedence (RATE-1 to RATE-8), time rounding and minimums (TM-3, TM-4), amount (TM-1), caps (TM-5), the billing decision (TM-8, TM-9), and, if asked for, cost, margin and posting date. Writes nothing. 422: `UNAPPROVED`, `PROJECT_NOT_OPEN`, `MISSING_CONTRACT`, `ASSIGNMENT_WINDOW`, `MISSING_RATE`, `AMBIGUOUS_RATE`, `MISSING_COST_RATE`, `PERIOD_CLOSED`, `PERIOD_MISSING`.' })
  price(@Body() request: TimePriceRequest): TimePriceAnswer {
    return priceEntries(request);
  }
}
