import type { FastifyInstance } from 'fastify';
import { Problem } from '../problem/problem.js';

/** No document of ours is nested half as deeply; what is nested thousands deep overflows the stack of whoever walks it. */
const DEEPEST = 64;

/** Refuses bodies nested deeper than any of our documents, before validation walks them. */
export function refuseDeepBodies(fastify: FastifyInstance): void {
  fastify.addHook('preValidation', (request, _reply, done) => {
    done(deeperThan(request.body, DEEPEST) ? new Problem('validation', `The request body is nested more than ${DEEPEST} levels deep. Send it as the document describes it.`) : undefined);
  });
}

/** Whether objects and arrays lie in each other deeper than this. Walks level by level: depth costs no stack. */
export function deeperThan(value: unknown, deepest: number): boolean {
  let level = [value].filter(isNested);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth >= deepest) return true;
    level = level.flatMap((v) => Object.values(v).filter(isNested));
  }
  return false;
}

const isNested = (value: unknown): value is object => typeof value === 'object' && value !== null;
