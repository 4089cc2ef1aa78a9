import type { EffectView } from '#lib/canonical';
import { Problem, redactText, requestPath } from '#lib/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EffectOutcome } from '../effects/service.js';
import { viewOf } from '../effects/view.js';

/** Seconds after which asking about an open effect makes sense. */
const ASK_AGAIN_S = 1;

/**
 * The HTTP answer to a write: 201 confirmed; 202 while the outcome is open or a person decides; 422 rejected; 429 and 503 not applied, ask again with the same key.
 * `Idempotent-Replayed: true` when the answer was known before.
 */
export function answerWrite(outcome: EffectOutcome, request: FastifyRequest, reply: FastifyReply): EffectView {
  const view = viewOf(outcome.row);
  if (outcome.replayed) void reply.header('idempotent-replayed', 'true');
  switch (view.state) {
    case 'confirmed':
    case 'compensated':
      void reply.code(201);
      return view;
    case 'rejected':
      throw rejected(view);
    case 'planned':
      if (outcome.failure) throw notApplied(view, outcome.failure);
      break;
  }
  void reply.code(202).header('location', effectPath(request, view.key)).header('retry-after', String(ASK_AGAIN_S));
  return view;
}

function effectPath(request: FastifyRequest, key: string): string {
  const path = requestPath(request);
  return `${path.slice(0, path.indexOf('/v1/'))}/v1/effects/${encodeURIComponent(key)}`;
}

function rejected(view: EffectView): Problem {
  const p = view.problem!;
  const fix = 'Correct it at its source, then ask for a retry of the effect.';
  return new Problem('business_rejection', p.detail, { code: p.code, ...(p.field ? { errors: [{ field: p.field, message: p.detail, fix }] } : {}) });
}

function notApplied(view: EffectView, failure: NonNullable<EffectOutcome['failure']>): Problem {
  const wait = { code: view.problem?.code ?? 'VENDOR_UNAVAILABLE', retry_after_s: Math.max(1, failure.retry_after_s ?? 1) };
  return failure.class === 'rate_limited'
    ? new Problem('rate_limited', `Not applied: ${redactText(failure.detail)}. Ask again with the same Idempotency-Key.`, wait)
    : new Problem('vendor_unavailable', `Not applied: ${redactText(failure.detail)}. Ask again with the same Idempotency-Key.`, wait);
}
