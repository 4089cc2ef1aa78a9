import { Body, Controller, Headers, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { EFFECT_KEY, newId } from '#lib/canonical';
import { ApiProblems, correlationId, CurrentPrincipal, type Principal, Problem, Roles, Scopes } from '#lib/platform';
import { startIn } from '#lib/process';
import { once } from '#lib/store';
import type { DataSource, EntityManager } from 'typeorm';
import type { PeriodOfClose } from '../checks/run-checks.js';
import { closePreparation } from '../flows/close-preparation.flow.js';
import { reconcile } from '../reconcile/reconcile.js';
import { approveReopening, close, type Mover, reopeningRequest, requestReopening, softClose, waive } from '../steps/states.js';
import { checkOfPath, mustCover, periodOfPath, refusals, subledgerOfPath } from './access.js';
import { closeView } from './close-view.js';
import { CloseView, PreparationAnswer, ReopeningRequestBody, WaiverRequest } from './close.dto.js';

@ApiTags('Close')
@Controller('v1')
@ApiProblems('not_found', 'forbidden', 'conflict')
export class CloseMovesController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** Starts what a close rests on: accruals, exchange differences, reconciliation, balances. Durable; read its progress with the close. Prepared again it books only what has changed. */
  @Post('closes/:legal_entity/:period/preparation')
  @HttpCode(202)
  @Scopes('process.write')
  @Roles('finance', 'finance_approver')
  @ApiOperation({ summary: 'Prepare the close of a period' })
  @ApiHeader({ name: 'Idempotency-Key', required: true, description: 'Repeating the request with the same key starts nothing again.' })
  @ApiProblems('idempotency_key_required', 'idempotency_conflict')
  async prepare(@Param('legal_entity') entity: string, @Param('period') period: string, @Headers('idempotency-key') key: string | undefined, @CurrentPrincipal() who: Principal): Promise<PreparationAnswer> {
    mustCover(who, entity);
    const p = periodOfPath(entity, period);
    if (!key || !EFFECT_KEY.test(key)) throw new Problem('idempotency_key_required', 'A preparation needs an Idempotency-Key of 8 to 200 letters, digits and . _ : | / -.', { errors: [{ field: 'header:Idempotency-Key', message: 'is missing or not usable', fix: 'Send a key that names this preparation, e.g. close-US01-2026-07-1.' }] });
    const answer = await this.ds.transaction((em) => once<PreparationAnswer>(em, 'close-preparations', key, { ...p, who: who.sub }, async () => {
      const request = newId();
      const run_id = `close-preparation:${p.legal_entity}:${p.period}:${request}`;
      await startIn(em, { flow: closePreparation, id: run_id, input: { ...p, prepared_by: who.sub, request }, correlation_id: correlationId() ?? request });
      return { status: 202, response: { run_id } };
    }));
    if (answer.conflict) throw new Problem('idempotency_conflict', 'This Idempotency-Key was used for another preparation.', { errors: [{ field: 'header:Idempotency-Key', message: 'was used with other content', fix: 'Send a new key, or the same content again.' }] });
    return answer.response;
  }

  /** Compares the systems now (REC-1), outside of a preparation: daily, by a scheduler. Returns the close with what it found. */
  @Post('closes/:legal_entity/:period/reconciliation')
  @HttpCode(200)
  @Scopes('process.write')
  @Roles('finance', 'finance_approver', 'service')
  @ApiOperation({ summary: 'Reconcile a period' })
  reconcile(@Param('legal_entity') entity: string, @Param('period') period: string, @CurrentPrincipal() who: Principal): Promise<CloseView> {
    return this.moved(entity, period, who, (em, p, mover) => reconcile(em, p, { run_id: `reconciliation:${mover.correlation_id}`, correlation_id: mover.correlation_id }));
  }

  /** Lets a check stand, by name and with a reason, for what it finds now. If it finds more later, it blocks again. */
  @Post('closes/:legal_entity/:period/checks/:check/waiver')
  @HttpCode(200)
  @Scopes('finance.release')
  @Roles('finance_approver')
  @ApiOperation({ summary: 'Waive a check' })
  waive(@Param('legal_entity') entity: string, @Param('period') period: string, @Param('check') check: string, @Body() body: WaiverRequest, @CurrentPrincipal() who: Principal): Promise<CloseView> {
    return this.moved(entity, period, who, (em, p, mover) => waive(em, p, checkOfPath(check), body.reason, mover));
  }

  /** From here on only the close itself posts into the subledger; others go to the next open period (CLS-3). In the order of CLS-1. */
  @Post('closes/:legal_entity/:period/subledgers/:subledger/soft-close')
  @HttpCode(200)
  @Scopes('process.write')
  @Roles('finance', 'finance_approver')
  @ApiOperation({ summary: 'Soft close a subledger' })
  softClose(@Param('legal_entity') entity: string, @Param('period') period: string, @Param('subledger') subledger: string, @CurrentPrincipal() who: Principal): Promise<CloseView> {
    return this.moved(entity, period, who, (em, p, mover) => softClose(em, p, subledgerOfPath(subledger), mover));
  }

  /** Closes a soft-closed subledger, by another person, when its checks find nothing or are waived. The general ledger closes last, on all checks, and freezes the figures of the period. */
  @Post('closes/:legal_entity/:period/subledgers/:subledger/close')
  @HttpCode(200)
  @Scopes('finance.release')
  @Roles('finance_approver')
  @ApiOperation({ summary: 'Close a subledger' })
  close(@Param('legal_entity') entity: string, @Param('period') period: string, @Param('subledger') subledger: string, @CurrentPrincipal() who: Principal): Promise<CloseView> {
    return this.moved(entity, period, who, (em, p, mover) => close(em, p, subledgerOfPath(subledger), mover));
  }

  /** Asks to open a subledger again, with a reason and an expiry (CLS-7). A second person approves. */
  @Post('closes/:legal_entity/:period/subledgers/:subledger/reopening')
  @HttpCode(200)
  @Scopes('process.write')
  @Roles('finance', 'finance_approver')
  @ApiOperation({ summary: 'Ask to reopen a subledger' })
  reopen(@Param('legal_entity') entity: string, @Param('period') period: string, @Param('subledger') subledger: string, @Body() body: ReopeningRequestBody, @CurrentPrincipal() who: Principal): Promise<CloseView> {
    return this.moved(entity, period, who, (em, p, mover) => requestReopening(em, p, { subledger: subledgerOfPath(subledger), ...body, as_of: today() }, mover));
  }

  /** Approves a reopening somebody else asked for. The subledger and those after it are open until the expiry; nothing is reversed, waivers end, the checklist is due again. */
  @Post('reopenings/:id/approval')
  @HttpCode(200)
  @Scopes('finance.release')
  @Roles('finance_approver')
  @ApiOperation({ summary: 'Approve a reopening' })
  async approve(@Param('id', ParseUUIDPipe) id: string, @CurrentPrincipal() who: Principal): Promise<CloseView> {
    const period = await this.ds.transaction(async (em) => {
      const request = await reopeningRequest(em, id);
      if (!request) throw new Problem('not_found', `There is no reopening ${id}.`);
      mustCover(who, request.legal_entity);
      await refusals(() => approveReopening(em, request, today(), moverOf(who)));
      return { legal_entity: request.legal_entity, period: request.period };
    });
    return closeView(this.ds.manager, period);
  }

  /** One move in one transaction, then the close as it is. */
  private async moved(entity: string, period: string, who: Principal, move: (em: EntityManager, p: PeriodOfClose, mover: Mover) => Promise<unknown>): Promise<CloseView> {
    mustCover(who, entity);
    const p = periodOfPath(entity, period);
    await this.ds.transaction((em) => refusals(() => move(em, p, moverOf(who))));
    return closeView(this.ds.manager, p);
  }
}

const today = (): string => new Date().toISOString().slice(0, 10);
const moverOf = (who: Principal): Mover => ({ by: who.sub, correlation_id: correlationId() ?? newId() });
