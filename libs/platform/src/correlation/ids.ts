import { randomBytes, randomUUID } from 'node:crypto';

/** Printable, no spaces, no quotes or separators a log line or header could trip over. */
const CORRELATION_ID = /^[A-Za-z0-9][A-Za-z0-9._:@/+=-]{0,127}$/;
const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const TRACESTATE = /^[\x20-\x7e]{1,512}$/;

/** A W3C trace context split into its parts. */
export interface TraceParent {
  trace_id: string;
  parent_id: string;
  flags: string;
}

/** True if a correlation id from outside may be taken over: 1 to 128 characters of a safe set. */
export function isCorrelationId(text: unknown): text is string {
  return typeof text === 'string' && CORRELATION_ID.test(text);
}

/** A new correlation id (UUID). */
export function newCorrelationId(): string {
  return randomUUID();
}

/** Reads a `traceparent` header (W3C Trace Context level 1); undefined if it is not valid, which the standard says to ignore. */
export function parseTraceparent(text: unknown): TraceParent | undefined {
  const m = typeof text === 'string' ? TRACEPARENT.exec(text.trim()) : null;
  if (!m) return undefined;
  const [, version, trace_id, parent_id, flags, rest] = m as unknown as string[];
  if (version === 'ff' || (version === '00' && rest) || /^0+$/.test(trace_id!) || /^0+$/.test(parent_id!)) return undefined;
  return { trace_id: trace_id!, parent_id: parent_id!, flags: flags! };
}

/** The `traceparent` of this hop: same trace, own span id; a new trace if none came in. */
export function nextTraceparent(incoming?: TraceParent): string {
  return `00-${incoming?.trace_id ?? randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-${incoming?.flags ?? '01'}`;
}

/** `tracestate` if it is safe to pass on. */
export function safeTracestate(text: unknown): string | undefined {
  return typeof text === 'string' && TRACESTATE.test(text) ? text : undefined;
}
