import type { Ctx, Handler, Reply } from '../../kernel/src/index.js';
import { BadBody } from '../../kernel/src/index.js';
import { Refusal, invalidContent } from './errors.js';

/** Runs a handler and turns what it throws into NetSuite's error answer; nothing it staged is committed then. */
export function answered(ctx: Ctx, run: (ctx: Ctx) => Reply): Reply {
  try {
    return run(ctx);
  } catch (error) {
    if (error instanceof Refusal) return error.reply();
    if (error instanceof BadBody) return invalidContent('Invalid content in the request body. The JSON could not be parsed.').reply();
    throw error;
  }
}

export const answering = (run: (ctx: Ctx) => Reply): Handler => (ctx) => answered(ctx, run);

const SINGULAR = 'application/vnd.oracle.resource+json; type=singular; charset=UTF-8';
const COLLECTION = 'application/vnd.oracle.resource+json; type=collection; charset=UTF-8';

export const one = (body: unknown): Reply => ({ status: 200, headers: { 'content-type': SINGULAR }, body });
export const many = (body: unknown, write?: boolean): Reply => ({ status: 200, headers: { 'content-type': COLLECTION }, body, ...(write === undefined ? {} : { write }) });

/** 204 with the address of what was written; property names passed over are told in a Warning header. */
export const written = (location: string | undefined, warnings: string[] = []): Reply => ({
  status: 204,
  headers: {
    ...(location ? { location } : {}),
    ...(warnings.length ? { warning: `199 NetSuite "Unknown properties were ignored: ${warnings.join(', ').replace(/[^\x20-\x7e]|"/g, '?')}"` } : {}),
  },
});
