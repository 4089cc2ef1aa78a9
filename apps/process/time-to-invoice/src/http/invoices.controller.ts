import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { dec } from '#lib/canonical';
import { ApiProblems, correlationId, CurrentPrincipal, type Principal, Problem, Roles, Scopes } from '#lib/platform';
import { startIn } from '#lib/process';
import { audit, Invoice } from '#lib/store';
import type { DataSource } from 'typeorm';
import { releaseInvoice } from '../flows/release-invoice.flow.js';
import { redraft, voidDraft } from '../steps/redraft.js';
import { releaseDraft, ReleaseRefused } from '../steps/release.js';
import { explainLine, invoiceDetail, listInvoices } from './invoice-views.js';
import { AdvanceRequest, Explanation, InvoiceDetail, InvoicePage, InvoiceQuery, ReturnRequest } from './invoice.dto.js';

@ApiTags('Billing')
@Controller('v1/invoices')
@ApiProblems('not_found')
export class InvoicesController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** Drafts, released and posted documents. */
  @Get()
  @Scopes('process.read')
  @ApiOperation({ summary: 'List invoices and credit memos' })
  list(@Query() query: InvoiceQuery): Promise<InvoicePage> {
    return listInvoices(this.ds.manager, query);
  }

  /** One document with its lines, tax and the rules that made it. */
  @Get(':id')
  @Scopes('process.read')
  @ApiOperation({ summary: 'Read an invoice or credit memo' })
  async one(@Param('id', ParseUUIDPipe) id: string): Promise<InvoiceDetail> {
    return found(await invoiceDetail(this.ds.manager, id), id);
  }

  /** The rules, numbers and time entries behind one line. */
  @Get(':id/lines/:line_no/explain')
  @Scopes('process.read')
  @ApiOperation({ summary: 'Explain an invoice line' })
  async explain(@Param('id', ParseUUIDPipe) id: string, @Param('line_no') lineNo: string): Promise<Explanation> {
    return found(await explainLine(this.ds.manager, id, lineNo), `${id} line ${lineNo}`);
  }

  /** Sends a draft to the ERP. By a person other than its preparer; repeating it changes nothing. */
  @Post(':id/release')
  @HttpCode(202)
  @Scopes('finance.release')
  @Roles('finance_approver')
  @ApiOperation({ summary: 'Release a draft' })
  @ApiProblems('conflict', 'forbidden')
  async release(@Param('id', ParseUUIDPipe) id: string, @CurrentPrincipal() who: Principal): Promise<InvoiceDetail> {
    await this.ds.transaction(async (em) => {
      const invoice = found(await em.findOneBy(Invoice, { id }), id);
      if (invoice.status !== 'draft' && invoice.released_by === who.sub) return; // asked again: it is on its way
      try {
        const released = await releaseDraft(em, id, who.sub);
        await startIn(em, { flow: releaseInvoice, id: `release-invoice:${id}`, input: { invoice_id: id, draft_key: released.draft_key, contract_id: released.contract_id }, correlation_id: released.correlation_id });
      } catch (error) {
        if (!(error instanceof ReleaseRefused)) throw error;
        throw new Problem(error.reason === 'segregation' ? 'forbidden' : 'conflict', error.message, { code: error.reason === 'segregation' ? 'SEGREGATION_OF_DUTIES' : 'NOT_A_DRAFT' });
      }
    });
    return found(await invoiceDetail(this.ds.manager, id), id);
  }

  /** Lets a draft take less of the client's advances than it can (RET-5); `0` takes none. Its totals are computed anew. */
  @Post(':id/advance')
  @HttpCode(200)
  @Scopes('process.write')
  @Roles('finance', 'finance_approver')
  @ApiOperation({ summary: 'Limit what a draft takes of advances' })
  @ApiProblems('conflict')
  async advance(@Param('id', ParseUUIDPipe) id: string, @Body() body: AdvanceRequest, @CurrentPrincipal() who: Principal): Promise<InvoiceDetail> {
    await this.ds.transaction(async (em) => {
      const invoice = found(await em.findOne(Invoice, { where: { id }, lock: { mode: 'pessimistic_write' } }), id);
      if (invoice.status !== 'draft' || invoice.kind !== 'invoice') throw new Problem('conflict', `Document ${invoice.draft_key} is ${invoice.status}: only a draft invoice can take less of an advance.`, { code: 'NOT_A_DRAFT' });
      if (dec(body.amount).isNegative()) throw new Problem('validation', 'An advance is applied by zero or more.', { errors: [{ field: 'amount', message: 'is below zero', fix: 'Send 0 to apply nothing.' }] });
      await em.update(Invoice, { id }, { advance_limit: body.amount });
      await redraft(em, id);
      await audit(em, { who: who.sub, what: 'invoice.advance_limited', entity: 'invoice', entity_id: id, before: { advance_limit: invoice.advance_limit }, after: { advance_limit: body.amount }, correlation_id: correlationId() ?? invoice.correlation_id });
    });
    return found(await invoiceDetail(this.ds.manager, id), id);
  }

  /** Gives a draft up; what it carried is ready to be drafted again. */
  @Post(':id/return')
  @HttpCode(200)
  @Scopes('process.write')
  @Roles('finance', 'finance_approver')
  @ApiOperation({ summary: 'Return a draft' })
  @ApiProblems('conflict')
  async return(@Param('id', ParseUUIDPipe) id: string, @Body() body: ReturnRequest, @CurrentPrincipal() who: Principal): Promise<InvoiceDetail> {
    await this.ds.transaction(async (em) => {
      const invoice = found(await em.findOne(Invoice, { where: { id }, lock: { mode: 'pessimistic_write' } }), id);
      if (invoice.status !== 'draft') throw new Problem('conflict', `Document ${invoice.draft_key} is ${invoice.status}: only a draft can be returned.`, { code: 'NOT_A_DRAFT' });
      await voidDraft(em, invoice);
      await audit(em, { who: who.sub, what: `${invoice.kind}.returned`, entity: 'invoice', entity_id: id, before: { status: 'draft' }, after: { status: 'voided' }, correlation_id: correlationId() ?? invoice.correlation_id, reason: body.reason });
    });
    return found(await invoiceDetail(this.ds.manager, id), id);
  }
}

function found<T>(value: T | null | undefined, id: string): T {
  if (value === null || value === undefined) throw new Problem('not_found', `There is no invoice ${id}.`);
  return value;
}
