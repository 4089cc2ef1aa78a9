import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { Scopes } from '#lib/platform';
import { rollupFreshness } from '#lib/store';
import type { DataSource } from 'typeorm';
import { CONVENTIONS, HOUR_CLASSES, MARGIN_DEFINITIONS } from '../definitions.js';
import { DEFAULT_UTILIZATION, namedDefinition, UTILIZATION_IDS } from '../utilization/definition.js';
import { Definitions } from './definitions.dto.js';

@ApiTags('Definitions')
@Controller('v1/definitions')
export class DefinitionsController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** Every definition that can be asked for, with its formula and source, and what holds for all figures. */
  @Get()
  @Scopes('experience.read')
  @ApiOperation({ summary: 'Definitions of the figures' })
  async list(): Promise<Definitions> {
    return {
      default_utilization: DEFAULT_UTILIZATION, utilization: UTILIZATION_IDS.map(namedDefinition), margin: [...MARGIN_DEFINITIONS], hour_classes: [...HOUR_CLASSES], conventions: [...CONVENTIONS],
      freshness: await rollupFreshness(this.ds),
    };
  }
}
