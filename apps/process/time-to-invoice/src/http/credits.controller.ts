import { Body, Controller, Headers, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { EFFECT_KEY, newId } from '#lib/canonical';
import { ApiProblems, correlationId, CurrentPrincipal, type Principal, Problem, Roles, Scopes } from '#lib/platform';
import { audit, Invoice, once } from '#lib/store';
import type { DataSource } from 'typeorm';
import { decideVoid, NothingToDecide } from '../steps/decide-void.js';
import { CreditRefused, proposeCredit } from '../steps/propose-credit.js';
import { CreditRequest, VoidDecisionRequest } from './credit.dto.js';
import { invoiceDetail } from './invoice-views.js';
import { InvoiceDetail } from './invoice.dto.js';

@ApiTags('Billing')
@Controller('v1/invoices/:id')
@ApiProblems('not_found', 'conflict')
export class CreditsController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** Drafts a credit memo over lines of a posted invoice, of any kind of billing, at their original rate and tax (COR-2, COR-7). Of an advance, no more than no invoice has taken (RET-5). Another person releases it. Returns the draft. */
  @Post('credits')
  @HttpCode(201)
  @Scopes('process.write')
  @Roles('finance')
  @ApiOperation({ summary: 'Credit lines of an invoice' })
  @ApiHeader({ name: 'Idempotency-Key', required: true, description: 'Repeating the request with the same key credits nothing again.' })
  @ApiProblems('idempotency_key_required', 'idempotency_conflict', 'business_rejection')
  async credit(@Param('id', ParseUUIDPipe) id: string, @Body() body: CreditRequest, @Headers('idempotency-key') key: string | undefined, @CurrentPrincipal() who: Principal): Promise<InvoiceDetail> {
    if (!key || !EFFECT_KEY.test(key)) throw new Problem('idempotency_key_required', 'A credit needs an Idempotency-Key of 8 to 200 letters, digits and . _ : | / -.', { errors: [{ field: 'header:Idempotency-Key', message: 'is missing or not usable', fix: 'Send a key that names this credit, e.g. credit-INV-7-dispute-1.' }] });
    const answer = await this.ds.transaction((em) => once<{ memo_id: string }>(em, 'invoice-credits', key, { id, ...body, who: who.sub }, async () => {
      if (!(await em.findOneBy(Invoice, { id }))) throw new Problem('not_found', `There is no invoice ${id}.`);
      const memo_id = await refusals(() => proposeCredit(em, id, { ...body, rebill: body.rebill ?? false, prepared_by: who.sub }, `credit:${newId()}`));
      await audit(em, { who: who.sub, what: 'invoice.credit_proposed', entity: 'invoice', entity_id: id, after: { memo_id, lines: body.lines, reason_code: body.reason_code, rebill: body.rebill ?? false }, correlation_id: correlationId() ?? memo_id, reason: body.reason });
      return { status: 201, response: { memo_id } };
    }));
    if (answer.conflict) throw new Problem('idempotency_conflict', 'This Idempotency-Key was used for another credit.', { errors: [{ field: 'header:Idempotency-Key', message: 'was used with other content', fix: 'Send a new key, or the same content again.' }] });
    return (await invoiceDetail(this.ds.manager, answer.response.memo_id))!;
  }

  /** Decides what becomes of the work on a document that the ERP voided: billed anew, or given up. Ends its PAYMENT_MISMATCH. */
  @Post('void-decision')
  @HttpCode(200)
  @Scopes('finance.release')
  @Roles('finance_approver')
  @ApiOperation({ summary: 'Decide on a voided invoice' })
  async decide(@Param('id', ParseUUIDPipe) id: string, @Body() body: VoidDecisionRequest, @CurrentPrincipal() who: Principal): Promise<InvoiceDetail> {
    await this.ds.transaction(async (em) => {
      if (!(await em.findOneBy(Invoice, { id }))) throw new Problem('not_found', `There is no invoice ${id}.`);
      await refusals(() => decideVoid(em, id, { ...body, by: who.sub }));
    });
    return (await invoiceDetail(this.ds.manager, id))!;
  }
}

/** What the steps refuse, as problems that name field and fix. */
async function refusals<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NothingToDecide) throw new Problem('conflict', error.message, { code: 'NOTHING_TO_DECIDE' });
    if (!(error instanceof CreditRefused)) throw error;
    if (error.code === 'NOT_POSTED') throw new Problem('conflict', error.message, { code: error.code });
    throw new Problem('business_rejection', error.message, { code: error.code, errors: [{ field: error.field!, message: error.message, fix: error.remaining ? `Credit at most ${error.remaining}.` : error.code === 'NOT_REFUNDABLE' ? 'Name a line of a refundable advance, with rebill false; or credit it for another reason.' : 'Name a line of the invoice.' }] });
  }
}
