import { correlationId, newCorrelationId, type Principal } from '#lib/platform';
import type { FastifyRequest } from 'fastify';
import { isLane } from '../budget/lane.js';
import type { Caller } from './system-api.js';

const RUN_ID = /^[A-Za-z0-9][A-Za-z0-9._:~|/-]{0,199}$/;

/** Who asks, from the token and the headers `x-correlation-id`, `x-run-id` and `x-priority`. Headers that do not fit are ignored. */
export function callerOf(request: FastifyRequest, principal: Principal | undefined): Caller {
  const run = request.headers['x-run-id'];
  const lane = request.headers['x-priority'];
  return {
    actor: principal?.sub ?? 'unknown', correlation_id: correlationId() ?? newCorrelationId(),
    ...(typeof run === 'string' && RUN_ID.test(run) ? { run_id: run } : {}), ...(isLane(lane) ? { lane } : {}),
  };
}
