import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Previewed } from '../request/previewed.js';
import { CreditMemoDraftAnswer, CreditMemoDraftRequest } from './credit-memo-draft.dto.js';
import { CREDIT_MEMO_EXAMPLES } from './credit-memo-drafts.example.js';
import { draftCreditMemo } from './draft-credit-memo.js';

@ApiTags('Invoices')
@Controller('v1/credit-memo-drafts')
export class CreditMemoDraftsController {
  /** Drafts the credit memo of an invoice. Writes nothing. */
  @Post()
  @Previewed(CreditMemoDraftRequest, CreditMemoDraftAnswer, CREDIT_MEMO_EXAMPLES)
  @ApiOperation({ summary: 'Draft a credit memo', description: 'Credits lines of an invoice up to what is left of each (COR-7), by the tax method and rates of the original (TAX-3), and tells what the client then owes (INV-4). Writes nothing. 422: `OVERCREDIT`, `INVALID_TAX`.' })
  draft(@Body() request: CreditMemoDraftRequest): CreditMemoDraftAnswer {
    return draftCreditMemo(request);
  }
}
