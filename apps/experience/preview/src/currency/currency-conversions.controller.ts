import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Previewed } from '../request/previewed.js';
import { convertAmounts } from './convert-amounts.js';
import { CurrencyConversionAnswer, CurrencyConversionRequest } from './currency-conversion.dto.js';
import { CURRENCY_CONVERSION_EXAMPLES } from './currency-conversions.example.js';

@ApiTags('Currency')
@Controller('v1/currency-conversions')
export class CurrencyConversionsController {
  /** Converts amounts at the rates that are sent. Writes nothing. */
  @Post()
  @Previewed(CurrencyConversionRequest, CurrencyConversionAnswer, CURRENCY_CONVERSION_EXAMPLES)
  @ApiOperation({ summary: 'Convert amounts', description: 'Amount by amount at the published rate of the document date, the work date, the month or the contract (MON-7, MON-8, INV-7), directly or through a pivot. A rate is never inverted. Writes nothing. 422: `FX_RATE_MISSING`, `INVALID_CURRENCY`.' })
  convert(@Body() request: CurrencyConversionRequest): CurrencyConversionAnswer {
    return convertAmounts(request);
  }
}
