import type { FastifyInstance } from 'fastify';
import type { FieldError } from '../problem/problem.js';
import { validationProblem } from '../problem/validation.js';

/** U+0000, and half of a surrogate pair: JSON can write both, PostgreSQL can store neither. */
const UNSTORABLE = /\0|\p{Surrogate}/u;

/**
 * Refuses, wherever in a request it stands and with the field that holds it, text that no database of ours can hold, and a list inside a list: no document of ours
 * has one, and rules for the members of a list of objects would take an empty one for an object without fault.
 */
export function refuseUnusableContent(fastify: FastifyInstance): void {
  fastify.addHook('preValidation', (request, _reply, done) => {
    const fields = [...Object.entries((request.params ?? {}) as object).flatMap(([name, value]) => unusable(value, `path:${name}`)), ...unusable(request.query, ''), ...unusable(request.body, '')];
    done(fields.length > 0 ? validationProblem(fields) : undefined);
  });
}

/** What in a value (member names included) cannot be used, by field in dots and brackets. The value must not be nested too deeply (see body-depth.ts). */
export function unusable(value: unknown, at: string): FieldError[] {
  if (typeof value === 'string') return UNSTORABLE.test(value) ? [unstorable(at)] : [];
  if (Array.isArray(value)) return value.flatMap((v, i) => (Array.isArray(v) ? [nested(`${at}[${i}]`)] : unusable(v, `${at}[${i}]`)));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, v]) => (UNSTORABLE.test(name) ? [unstorable(at)] : unusable(v, at ? `${at}.${name}` : name)));
}

const unstorable = (field: string): FieldError => ({ field, message: `${field || 'the body'} must not hold the character U+0000 or half of a surrogate pair`, fix: 'Leave the character out.' });
const nested = (field: string): FieldError => ({ field, message: `${field} must not be a list`, fix: 'Send the element itself.' });
