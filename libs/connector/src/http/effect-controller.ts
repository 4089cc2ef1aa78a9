import { EffectView } from '#lib/canonical';
import { ApiProblems, Scopes } from '#lib/platform';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { SystemApi } from './system-api.js';
import { SYSTEM_API } from './tokens.js';

/** How a write stands. */
@ApiTags('effects')
@Controller('v1/effects')
export class EffectsController {
  constructor(@Inject(SYSTEM_API) private readonly api: SystemApi) {}

  @Get(':key')
  @Scopes('system.read')
  @ApiOperation({ summary: 'How a write stands', description: 'By the Idempotency-Key it was asked with, percent-encoded.' })
  @ApiParam({ name: 'key', schema: { type: 'string', minLength: 8, maxLength: 200 } })
  @ApiOkResponse({ type: EffectView })
  @ApiProblems('not_found')
  one(@Param('key') key: string): Promise<EffectView> {
    return this.api.effect(key);
  }
}
