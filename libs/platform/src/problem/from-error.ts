import { BadRequestException, HttpException } from '@nestjs/common';
import { isConnectionError, isContention } from '../database/database-errors.js';
import { problemClassForStatus } from './classes.js';
import { fixFor } from './fixes.js';
import { Problem } from './problem.js';
import { validationProblem } from './validation.js';

/** Fixed words for Fastify's own refusals: its messages may repeat parts of what was sent. */
const FASTIFY: Record<string, (limit?: number) => Problem> = {
  FST_ERR_CTP_INVALID_JSON_BODY: () => new Problem('validation', 'The request body is not valid JSON. Send one JSON document in UTF-8.'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => new Problem('validation', 'The request says its body is JSON but the body is empty. Send a JSON document or leave out Content-Type.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => new Problem('validation', 'The request body is not as long as Content-Length says.'),
  FST_ERR_CTP_BODY_TOO_LARGE: () => new Problem('payload_too_large', 'The request body is larger than this API accepts. Send it in smaller parts.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new Problem('unsupported_media_type', 'This media type is not accepted here. Send Content-Type: application/json.'),
  FST_ERR_BAD_URL: () => new Problem('validation', 'The path of the request is not a valid URL path.'),
};

interface ErrorLike {
  code?: unknown;
  status?: unknown;
  statusCode?: unknown;
  message?: unknown;
}

function fastifyCode(error: unknown): string | undefined {
  const own = (error as ErrorLike | null)?.code;
  if (typeof own === 'string' && own.startsWith('FST_')) return own;
  const cause = (error as { cause?: ErrorLike } | null)?.cause?.code;
  return typeof cause === 'string' && cause.startsWith('FST_') ? cause : undefined;
}

function isJsonSyntax(error: unknown): boolean {
  return [error, (error as { cause?: unknown } | null)?.cause].some((e) => e instanceof SyntaxError && (e as ErrorLike).statusCode === 400);
}

function fromHttpException(error: HttpException): Problem {
  const cls = problemClassForStatus(error.getStatus());
  const response = error.getResponse();
  const message = typeof response === 'string' ? response : (response as { message?: unknown }).message;
  // An HttpException below 500 was written for the caller; above it may carry anything.
  const detail = cls === 'internal' || typeof message !== 'string' ? undefined : message;
  return new Problem(cls, detail ?? DEFAULT_DETAIL[cls] ?? 'The request cannot be served.', { cause: error });
}

const DEFAULT_DETAIL: Partial<Record<string, string>> = {
  internal: 'The request failed on our side; nothing about it is wrong as far as we know. Try again later, and quote the correlation id if it stays.',
  vendor_unavailable: 'A system behind this API did not answer. Try again later.',
  not_found: 'There is nothing at this address.',
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What a path must hold an id for and does not: Nest's own pipe says neither which part nor what to do. */
export function pathProblem(error: unknown, params: unknown): Problem | undefined {
  if (!(error instanceof BadRequestException) || error.message !== 'Validation failed (uuid is expected)') return undefined;
  const wrong = Object.entries((params ?? {}) as Record<string, string>).filter(([, value]) => !UUID.test(value));
  return validationProblem(wrong.map(([name]) => ({ field: `path:${name}`, message: `${name} must be a UUID`, fix: fixFor('isUuid') })));
}

/**
 * Any thrown thing as the problem to tell the caller. What is not known to be meant for callers becomes `internal`
 * with fixed words: messages and stacks of unknown errors never leave the process.
 */
export function problemFrom(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const code = fastifyCode(error);
  if (code && FASTIFY[code]) return FASTIFY[code]();
  if (isJsonSyntax(error)) return FASTIFY.FST_ERR_CTP_INVALID_JSON_BODY!();
  if (error instanceof HttpException) return fromHttpException(error);
  const status = (error as ErrorLike | null)?.statusCode;
  if (code && typeof status === 'number' && status < 500) return new Problem(problemClassForStatus(status), 'The request cannot be read as it was sent.', { cause: error });
  return databaseProblem(error) ?? new Problem('internal', DEFAULT_DETAIL.internal!, { cause: error });
}

/** The database away, or somebody in the way: passing, and every request of these APIs may be sent a second time as it was. */
function databaseProblem(error: unknown): Problem | undefined {
  const again = { retry_after_s: 1, cause: error };
  if (isConnectionError(error)) return new Problem('vendor_unavailable', 'The database did not answer. Send the same request again.', { ...again, code: 'DATABASE_UNAVAILABLE' });
  if (isContention(error)) return new Problem('vendor_unavailable', 'The record is in use by another request. Send the same request again.', { ...again, code: 'RECORD_IN_USE' });
  return undefined;
}
