import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { ApiProblems, CurrentPrincipal, type Principal, Roles, Scopes } from '#lib/platform';
import { effectByKey, markEffectDone, retryEffect, waiveEffect } from '#lib/store';
import type { DataSource } from 'typeorm';
import { expectedVersion } from '../decision.js';
import { decideEffect, foundEffect } from '../effects/decide.js';
import { effectDetail } from '../effects/effect-view.js';
import { effectPage } from '../effects/list.js';
import { EffectMarkDoneRequest, ReasonedRequest } from './decision.dto.js';
import { EffectDetail, EffectPage, EffectQuery } from './effects.dto.js';

const IF_MATCH = { name: 'If-Match', required: false, description: 'Version of the effect as read; the decision is refused when it has changed.' };

@ApiTags('Effects')
@Controller('v1/effects')
export class EffectsController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** Writes to vendors that are not at their end, uncertain ones first, or those of other states. */
  @Get()
  @Scopes('operations.read')
  @ApiOperation({ summary: 'List effects' })
  list(@Query() query: EffectQuery, @CurrentPrincipal() who: Principal): Promise<EffectPage> {
    return effectPage(this.ds, query, who);
  }

  /** One write to a vendor: what was asked, what came back, what can be decided. */
  @Get(':system/:key')
  @Scopes('operations.read')
  @ApiOperation({ summary: 'Read an effect' })
  @ApiProblems('not_found')
  async one(@Param('system') system: string, @Param('key') key: string, @CurrentPrincipal() who: Principal): Promise<EffectDetail> {
    return effectDetail(foundEffect(await effectByKey(this.ds.manager, system, key), { system, key }), who);
  }

  /** Sends a rejected effect, or one that waits for a person, again with the body it has. */
  @Post(':system/:key/retries')
  @HttpCode(202)
  @Scopes('operations.write')
  @Roles('operations', 'finance')
  @ApiHeader(IF_MATCH)
  @ApiOperation({ summary: 'Send an effect again' })
  @ApiProblems('not_found', 'conflict', 'stale_version')
  retry(@Param('system') system: string, @Param('key') key: string, @Body() body: ReasonedRequest, @Headers('if-match') ifMatch: string | undefined, @CurrentPrincipal() who: Principal): Promise<EffectDetail> {
    return decideEffect(this.ds, { system, key }, who, { reason: body.reason, expected_version: expectedVersion(ifMatch, body.expected_version) }, (em, d) => retryEffect(em, system, key, d));
  }

  /** The document was found in the vendor: the effect is confirmed with its id. */
  @Post(':system/:key/mark-done')
  @HttpCode(200)
  @Scopes('operations.write')
  @Roles('operations', 'finance')
  @ApiHeader(IF_MATCH)
  @ApiOperation({ summary: 'Mark an effect as done' })
  @ApiProblems('not_found', 'conflict', 'stale_version')
  markDone(@Param('system') system: string, @Param('key') key: string, @Body() body: EffectMarkDoneRequest, @Headers('if-match') ifMatch: string | undefined, @CurrentPrincipal() who: Principal): Promise<EffectDetail> {
    return decideEffect(this.ds, { system, key }, who, { reason: body.reason, expected_version: expectedVersion(ifMatch, body.expected_version) }, (em, d) => markEffectDone(em, system, key, { ...d, source_id: body.source_id, number: body.number }));
  }

  /** The write shall not happen: the effect counts as refused and its flow goes on without it. */
  @Post(':system/:key/waivers')
  @HttpCode(200)
  @Scopes('operations.write')
  @Roles('operations', 'finance')
  @ApiHeader(IF_MATCH)
  @ApiOperation({ summary: 'Waive an effect' })
  @ApiProblems('not_found', 'conflict', 'stale_version')
  waive(@Param('system') system: string, @Param('key') key: string, @Body() body: ReasonedRequest, @Headers('if-match') ifMatch: string | undefined, @CurrentPrincipal() who: Principal): Promise<EffectDetail> {
    return decideEffect(this.ds, { system, key }, who, { reason: body.reason, expected_version: expectedVersion(ifMatch, body.expected_version) }, (em, d) => waiveEffect(em, system, key, d));
  }
}
