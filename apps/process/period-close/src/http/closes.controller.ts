import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { ApiProblems, CurrentPrincipal, type Principal, Problem, Scopes } from '#lib/platform';
import type { DataSource } from 'typeorm';
import { foundBy } from '../checks/run-checks.js';
import { reportedMetrics } from '../steps/metrics.js';
import { translation } from '../steps/translate.js';
import { checkOfPath, mustCover, periodOfPath, refusals } from './access.js';
import { BalanceList, MetricSnapshotView, ReconciliationList, TranslationQuery, TranslationView } from './close-reports.dto.js';
import { closeView } from './close-view.js';
import { CloseQuery, CloseView, FoundPage, FoundQuery } from './close.dto.js';

@ApiTags('Close')
@Controller('v1/closes')
@ApiProblems('not_found', 'forbidden')
export class ClosesController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** How the close of a period stands: subledgers, checklist as counted now (CLS-2), what does not fit with the ERP, the last preparation. */
  @Get()
  @Scopes('process.read')
  @ApiOperation({ summary: 'Read the close of a period' })
  one(@Query() q: CloseQuery, @CurrentPrincipal() who: Principal): Promise<CloseView> {
    mustCover(who, q.legal_entity);
    return closeView(this.ds.manager, { legal_entity: q.legal_entity, period: q.period });
  }

  /** The records behind a check's count. */
  @Get(':legal_entity/:period/checks/:check')
  @Scopes('process.read')
  @ApiOperation({ summary: 'List what a check finds' })
  async found(@Param('legal_entity') entity: string, @Param('period') period: string, @Param('check') check: string, @Query() q: FoundQuery, @CurrentPrincipal() who: Principal): Promise<FoundPage> {
    mustCover(who, entity);
    const limit = q.limit ?? 100;
    const rows = await foundBy(this.ds.manager, periodOfPath(entity, period), checkOfPath(check), limit + 1, q.cursor === undefined ? undefined : placeOf(q.cursor));
    const records = rows.slice(0, limit);
    const last = records.at(-1);
    return { records, next_cursor: rows.length > limit && last ? Buffer.from(JSON.stringify([last.what, last.id])).toString('base64url') : null };
  }

  /** The roll-forward of every contract of the entity (BAL-5), as last prepared. */
  @Get(':legal_entity/:period/balances')
  @Scopes('process.read')
  @ApiOperation({ summary: 'Roll-forward of contract balances' })
  async balances(@Param('legal_entity') entity: string, @Param('period') period: string, @CurrentPrincipal() who: Principal): Promise<BalanceList> {
    mustCover(who, entity);
    const p = periodOfPath(entity, period);
    const figures = ['opening', 'recognized', 'billed', 'fx', 'other', 'closing', 'contract_asset', 'contract_liability', 'receivable'].map((name) => `trim_scale(b.${name})::text as ${name}`).join(', ');
    const balances = await this.ds.query(
      `select c.natural_key as contract_number, b.currency, ${figures}, b.opening + b.recognized - b.billed + b.fx + b.other = b.closing as closes, b.taken_at from contract_balance b join canonical_record c on c.id = b.contract_id
       where b.legal_entity_code = $1 and b.period = $2 order by 1`, [p.legal_entity, p.period]);
    return { balances };
  }

  /** The last run of each control (REC-1), with both sides' totals and the breaks. */
  @Get(':legal_entity/:period/reconciliations')
  @Scopes('process.read')
  @ApiOperation({ summary: 'Reconciliations of a period' })
  async reconciliations(@Param('legal_entity') entity: string, @Param('period') period: string, @CurrentPrincipal() who: Principal): Promise<ReconciliationList> {
    mustCover(who, entity);
    const p = periodOfPath(entity, period);
    return { reconciliations: await this.ds.query('select distinct on (control) control, run_no, as_of, counts, amounts, breaks from reconciliation where legal_entity_code = $1 and period = $2 order by control, run_no desc', [p.legal_entity, p.period]) };
  }

  /** What the gateway posted for the entity in the group's currency: the result at the rates of its days, net assets at the closing rate, the difference in the translation reserve (FX-5). */
  @Get(':legal_entity/:period/translation')
  @Scopes('process.read', 'experience.cost')
  @ApiOperation({ summary: 'Translation of a period into the group currency' })
  @ApiProblems('conflict')
  translation(@Param('legal_entity') entity: string, @Param('period') period: string, @Query() q: TranslationQuery, @CurrentPrincipal() who: Principal): Promise<TranslationView> {
    mustCover(who, entity);
    return refusals(() => translation(this.ds.manager, periodOfPath(entity, period), q.reporting_currency));
  }

  /** The figures frozen at the close, each with its definition, and what has changed since (CLS-8). */
  @Get(':legal_entity/:period/metrics')
  @Scopes('process.read', 'experience.cost')
  @ApiOperation({ summary: 'Frozen figures of a closed period' })
  async metrics(@Param('legal_entity') entity: string, @Param('period') period: string, @CurrentPrincipal() who: Principal): Promise<MetricSnapshotView> {
    mustCover(who, entity);
    const reported = await reportedMetrics(this.ds.manager, periodOfPath(entity, period));
    if (!reported) throw new Problem('not_found', `Period ${period} of ${entity} was not closed: there are no frozen figures.`);
    return reported;
  }
}

/** Where a page goes on. Throws `validation` for a cursor this list did not give out. */
function placeOf(cursor: string): { what: string; id: string } {
  try {
    const [what, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as [string, string];
    if (typeof what === 'string' && typeof id === 'string' && !`${what}${id}`.includes('\0')) return { what, id };
  } catch {
    // not ours
  }
  throw new Problem('validation', '1 field is not valid.', { errors: [{ field: 'cursor', message: 'was not given out by this list', fix: 'Leave it out to start at the first page.' }] });
}
