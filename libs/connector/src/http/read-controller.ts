import { type DomainContract, EntityRef, type ReadContract, SourceRecordContext } from '#lib/canonical';
import { ApiProblems, CurrentPrincipal, type Principal, type Scope, Scopes } from '#lib/platform';
import { Controller, Get, Inject, Param, Query, Req, type Type } from '@nestjs/common';
import { ApiExtension, ApiExtraModels, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { callerOf } from './caller.js';
import { named, pascal } from './naming.js';
import { PageQueryDto } from './page-query.dto.js';
import { pageSchema, recordSchema } from './page-schema.js';
import type { SystemApi } from './system-api.js';
import { SYSTEM_API } from './tokens.js';

const DEFAULT_LIMIT = 200;

/** `GET v1/{group}/{path}` of one entity, and `…/{source_id}` where the vendor can look one up. */
export function readControllers(contract: DomainContract, read: ReadContract, byId: boolean): Type[] {
  const scopes: Scope[] = ['system.read', ...(read.restricted ? [read.restricted as Scope] : [])];

  @ApiTags(`${contract.domain} ${read.group}`)
  @ApiExtraModels(SourceRecordContext, EntityRef, read.type)
  @Controller(`v1/${read.group}/${read.path}`)
  class ListController {
    constructor(@Inject(SYSTEM_API) private readonly api: SystemApi) {}

    @Get()
    @ApiExtension('x-entity', read.entity)
    @Scopes(...scopes)
    @ApiOperation({ summary: read.summary, description: 'Reads on from a cursor. Records that changed since come again with a higher version; nothing is skipped.' })
    @ApiOkResponse({ description: 'A page of records.', schema: pageSchema(read) as never })
    @ApiProblems('vendor_unavailable')
    list(@Query() query: PageQueryDto, @Req() request: FastifyRequest, @CurrentPrincipal() principal?: Principal) {
      return this.api.page(read, query.cursor ?? '', query.limit ?? DEFAULT_LIMIT, callerOf(request, principal));
    }
  }

  @ApiTags(`${contract.domain} ${read.group}`)
  @ApiExtraModels(SourceRecordContext, EntityRef, read.type)
  @Controller(`v1/${read.group}/${read.path}`)
  class OneController {
    constructor(@Inject(SYSTEM_API) private readonly api: SystemApi) {}

    @Get(':source_id')
    @ApiExtension('x-entity', read.entity)
    @Scopes(...scopes)
    @ApiOperation({ summary: `${read.summary}: one record`, description: 'As the vendor has it now.' })
    @ApiParam({ name: 'source_id', description: 'Vendor id, as in `source_id` of a record.', schema: { type: 'string', maxLength: 200 } })
    @ApiOkResponse({ description: 'The record.', schema: recordSchema(read) as never })
    @ApiProblems('not_found', 'vendor_unavailable')
    one(@Param('source_id') id: string, @Req() request: FastifyRequest, @CurrentPrincipal() principal?: Principal) {
      return this.api.one(read, id, callerOf(request, principal));
    }
  }

  const name = pascal(read.path);
  return byId ? [named(ListController, `${name}Controller`), named(OneController, `${name}Controller`)] : [named(ListController, `${name}Controller`)];
}
