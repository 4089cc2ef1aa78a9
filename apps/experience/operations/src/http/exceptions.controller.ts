import { Body, Controller, Get, Headers, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { ApiProblems, CurrentPrincipal, type Principal, Roles, Scopes } from '#lib/platform';
import type { DataSource } from 'typeorm';
import { decider, deciding, expectedVersion } from '../decision.js';
import { assign, markDone, retry, visibleException, waive } from '../exceptions/decide.js';
import { exceptionDetail, exceptionView } from '../exceptions/exception-view.js';
import { exceptionPage } from '../exceptions/list.js';
import { AssignmentRequest, MarkDoneRequest, ReasonedRequest, RetryRequest } from './decision.dto.js';
import { ExceptionDetail, ExceptionPage, ExceptionQuery, ExceptionView, RetryAccepted } from './exceptions.dto.js';

const IF_MATCH = { name: 'If-Match', required: false, description: 'Version of the exception as read; the decision is refused when it has changed.' };

@ApiTags('Exceptions')
@Controller('v1/exceptions')
export class ExceptionsController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** Open exceptions, latest seen first, or those of other states. */
  @Get()
  @Scopes('operations.read')
  @ApiOperation({ summary: 'List exceptions' })
  list(@Query() query: ExceptionQuery, @CurrentPrincipal() who: Principal): Promise<ExceptionPage> {
    return exceptionPage(this.ds, query, who);
  }

  /** One exception with its evidence, its run and the vendor write it is about. */
  @Get(':id')
  @Scopes('operations.read')
  @ApiOperation({ summary: 'Read an exception' })
  @ApiProblems('not_found')
  one(@Param('id', ParseUUIDPipe) id: string, @CurrentPrincipal() who: Principal): Promise<ExceptionDetail> {
    return deciding(async () => exceptionDetail(this.ds, await visibleException(this.ds, id, who), who));
  }

  /** Asks for another attempt after the cause was mended. What was done already is not done twice. */
  @Post(':id/retries')
  @HttpCode(202)
  @Scopes('operations.write')
  @Roles('operations', 'finance')
  @ApiHeader(IF_MATCH)
  @ApiOperation({ summary: 'Retry after an exception' })
  @ApiProblems('not_found', 'conflict', 'stale_version')
  async retry(@Param('id', ParseUUIDPipe) id: string, @Body() body: RetryRequest, @Headers('if-match') ifMatch: string | undefined, @CurrentPrincipal() who: Principal): Promise<RetryAccepted> {
    const { exception, requested } = await deciding(() => this.ds.transaction((em) => retry(em, id, who, { reason: body.reason, expected_version: expectedVersion(ifMatch, body.expected_version) })));
    return { exception: exceptionView(exception, who), requested };
  }

  /** Ends an exception that was settled by hand. About a vendor write it also needs the id of the document found there. */
  @Post(':id/mark-done')
  @HttpCode(200)
  @Scopes('operations.write')
  @Roles('operations', 'finance')
  @ApiHeader(IF_MATCH)
  @ApiOperation({ summary: 'Mark an exception as done' })
  @ApiProblems('not_found', 'conflict', 'stale_version')
  async markDone(@Param('id', ParseUUIDPipe) id: string, @Body() body: MarkDoneRequest, @Headers('if-match') ifMatch: string | undefined, @CurrentPrincipal() who: Principal): Promise<ExceptionView> {
    const decision = { by: decider(who), reason: body.reason, source_id: body.source_id, expected_version: expectedVersion(ifMatch, body.expected_version) };
    return exceptionView(await deciding(() => this.ds.transaction((em) => markDone(em, id, who, decision))), who);
  }

  /** Ends an exception as not worth settling. A finance matter needs the role finance or operations. */
  @Post(':id/waivers')
  @HttpCode(200)
  @Scopes('operations.write')
  @Roles('operations', 'finance')
  @ApiHeader(IF_MATCH)
  @ApiOperation({ summary: 'Waive an exception' })
  @ApiProblems('not_found', 'conflict', 'stale_version')
  async waive(@Param('id', ParseUUIDPipe) id: string, @Body() body: ReasonedRequest, @Headers('if-match') ifMatch: string | undefined, @CurrentPrincipal() who: Principal): Promise<ExceptionView> {
    const decision = { by: decider(who), reason: body.reason, expected_version: expectedVersion(ifMatch, body.expected_version) };
    return exceptionView(await deciding(() => this.ds.transaction((em) => waive(em, id, who, decision))), who);
  }

  /** Gives an exception to a person, or back to its team. */
  @Post(':id/assignments')
  @HttpCode(200)
  @Scopes('operations.write')
  @Roles('operations', 'finance')
  @ApiHeader(IF_MATCH)
  @ApiOperation({ summary: 'Assign an exception' })
  @ApiProblems('not_found', 'conflict', 'stale_version')
  async assign(@Param('id', ParseUUIDPipe) id: string, @Body() body: AssignmentRequest, @Headers('if-match') ifMatch: string | undefined, @CurrentPrincipal() who: Principal): Promise<ExceptionView> {
    const decision = { by: decider(who), reason: body.reason, expected_version: expectedVersion(ifMatch, body.expected_version) };
    return exceptionView(await deciding(() => this.ds.transaction((em) => assign(em, id, who, body.to, decision))), who);
  }
}
