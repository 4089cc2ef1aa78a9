import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Previewed } from '../request/previewed.js';
import { draftInvoices } from './draft-invoices.js';
import { InvoiceDraftAnswer } from './invoice-draft-answer.dto.js';
import { InvoiceDraftRequest } from './invoice-draft.dto.js';
import { INVOICE_DRAFT_EXAMPLES } from './invoice-drafts.example.js';

@ApiTags('Invoices')
@Controller('v1/invoice-drafts')
export class InvoiceDraftsController {
  /** Drafts the invoices that some billables would make. Writes nothing. */
  @Post()
  @Previewed(InvoiceDraftRequest, InvoiceDraftAnswer, INVOICE_DRAFT_EXAMPLES)
  @ApiOperation({ summary: 'Draft invoices', description: 'Line amounts (INV-3, FF-3), conversion (INV-7, MON-8), grouping into documents and lines (INV-1, INV-2), tax by the chosen method (TAX-1 to TAX-6), totals (INV-4) and disposition (INV-6). Writes nothing. 422: `INVALID_TAX`, `FX_RATE_MISSING`, `OVERBILLED`, `METHOD_NOT_ALLOWED`.' })
  draft(@Body() request: InvoiceDraftRequest): InvoiceDraftAnswer {
    return draftInvoices(request);
  }
}
