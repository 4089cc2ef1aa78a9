import { AsyncLocalStorage } from 'node:async_hooks';
import type { Principal } from '../auth/principal.js';

/** What is known about the piece of work at hand; follows it through every await. */
export interface WorkContext {
  /** One id for everything one caller's request or one process run sets off. */
  correlation_id: string;
  /** W3C trace context of this hop. */
  traceparent: string;
  /** W3C vendor state that came with it, passed on untouched. */
  tracestate?: string;
  /** Who asks; set once the token is verified. */
  principal?: Principal;
  /** The process run this work belongs to, if any. */
  run_id?: string;
}

const storage = new AsyncLocalStorage<WorkContext>();

/** The context of the work at hand, or undefined outside of any. */
export function workContext(): WorkContext | undefined {
  return storage.getStore();
}

/** The correlation id of the work at hand, or undefined outside of any. */
export function correlationId(): string | undefined {
  return storage.getStore()?.correlation_id;
}

/** Runs `work` (and all it awaits) in the given context. */
export function inWorkContext<T>(context: WorkContext, work: () => T): T {
  return storage.run(context, work);
}
