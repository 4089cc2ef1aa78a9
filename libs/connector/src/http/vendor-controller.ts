import { ApiProblems, CurrentPrincipal, type Principal, Scopes } from '#lib/platform';
import { Body, Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { callerOf } from './caller.js';
import { CapabilitiesDto } from './capabilities.dto.js';
import { ProbeReportDto } from './probe.dto.js';
import { SchemaAcceptanceDto, SchemaReportDto } from './schema.dto.js';
import type { SystemApi } from './system-api.js';
import { SYSTEM_API } from './tokens.js';

/** The vendor behind this API: what it can do, what it looks like, whether we may. */
@ApiTags('vendor')
@Controller('v1')
export class VendorController {
  constructor(@Inject(SYSTEM_API) private readonly api: SystemApi) {}

  @Get('capabilities')
  @Scopes('system.read')
  @ApiOperation({ summary: 'What this system API can do' })
  @ApiOkResponse({ type: CapabilitiesDto })
  capabilities(): CapabilitiesDto {
    return this.api.capabilities();
  }

  @Get('schema')
  @Scopes('system.read')
  @ApiOperation({ summary: 'The vendor’s schema: fingerprint and drift', description: 'Read online and compared with the schema last accepted; the first one seen is accepted by itself.' })
  @ApiOkResponse({ type: SchemaReportDto })
  @ApiProblems('not_found', 'vendor_unavailable')
  schema(): Promise<SchemaReportDto> {
    return this.api.schema();
  }

  @Post('schema/acceptance')
  @HttpCode(200)
  @Scopes('operations.write')
  @ApiOperation({ summary: 'Accept the vendor’s schema as it is now', description: 'After the mapping was reviewed: from now on drift is counted from here.' })
  @ApiOkResponse({ type: SchemaReportDto })
  @ApiProblems('not_found', 'conflict', 'vendor_unavailable')
  acceptSchema(@Body() body: SchemaAcceptanceDto, @Req() request: FastifyRequest, @CurrentPrincipal() principal?: Principal): Promise<SchemaReportDto> {
    return this.api.acceptSchema(body.fingerprint, callerOf(request, principal));
  }

  @Get('probe')
  @Scopes('system.read')
  @ApiOperation({ summary: 'Try the configured credentials online', description: 'Reads only; says what to grant where something is missing.' })
  @ApiOkResponse({ type: ProbeReportDto })
  @ApiProblems('not_found')
  probe(): Promise<ProbeReportDto> {
    return this.api.probe();
  }
}
