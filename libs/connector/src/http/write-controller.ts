import { type DomainContract, EffectView, type WriteContract } from '#lib/canonical';
import { ApiProblems, CurrentPrincipal, type Principal, Scopes } from '#lib/platform';
import { Body, Controller, Inject, Post, Req, Res, type Type } from '@nestjs/common';
import { ApiBody, ApiExtension, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LANES } from '../budget/lane.js';
import { answerWrite } from './answer.js';
import { callerOf } from './caller.js';
import { idempotencyKey } from './idempotency-key.js';
import { named, pascal } from './naming.js';
import type { SystemApi } from './system-api.js';
import { SYSTEM_API } from './tokens.js';

const REPLAYED = { 'Idempotent-Replayed': { description: '`true` when the answer was known before this request.', schema: { type: 'string' as const } } };
const OPEN = {
  Location: { description: 'Where to ask how the effect stands.', schema: { type: 'string' as const } },
  'Retry-After': { description: 'Seconds.', schema: { type: 'integer' as const } },
};

/** `POST v1/{group}/{path}`: one write, once however often it is asked under its key. */
export function writeController(contract: DomainContract, write: WriteContract): Type {
  @ApiTags(`${contract.domain} ${write.group}`)
  @Controller(`v1/${write.group}/${write.path}`)
  class WriteController {
    constructor(@Inject(SYSTEM_API) private readonly api: SystemApi) {}

    @Post()
    @ApiExtension('x-verb', write.verb)
    @Scopes('system.write')
    @ApiOperation({ summary: write.summary, description: 'Idempotent: the same key with the same body gives the stored answer, with another body 409. A write whose outcome is open answers 202 and is driven to its end.' })
    @ApiHeader({ name: 'Idempotency-Key', required: true, description: 'Business key of the fact.', schema: { type: 'string', minLength: 8, maxLength: 200, pattern: '^[A-Za-z0-9][A-Za-z0-9._:|/-]{7,199}$' } })
    @ApiHeader({ name: 'X-Run-Id', required: false, description: 'Process run the write belongs to.', schema: { type: 'string', maxLength: 200 } })
    @ApiHeader({ name: 'X-Priority', required: false, description: 'Lane in the vendor’s budget; by default `finance` for transactions, `delivery` for master data.', schema: { type: 'string', enum: [...LANES] } })
    @ApiBody({ type: write.body })
    @ApiResponse({ status: 201, description: 'The vendor has it, as asked.', type: EffectView, headers: REPLAYED })
    @ApiResponse({ status: 202, description: 'The outcome is open, or a person decides.', type: EffectView, headers: { ...REPLAYED, ...OPEN } })
    @ApiProblems('validation', 'idempotency_key_required', 'idempotency_conflict', 'business_rejection', 'rate_limited', 'vendor_unavailable')
    async ask(
      @Body() body: object,
      @Req() request: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
      @CurrentPrincipal() principal?: Principal,
    ): Promise<EffectView> {
      const outcome = await this.api.perform(write, idempotencyKey(request.headers['idempotency-key']), body, callerOf(request, principal));
      return answerWrite(outcome, request, reply);
    }
  }
  // What the validation pipe and the document read: the body is this contract's, not just any object.
  Reflect.defineMetadata('design:paramtypes', [write.body, Object, Object, Object], WriteController.prototype, 'ask');
  return named(WriteController, `${pascal(write.verb)}Controller`);
}
