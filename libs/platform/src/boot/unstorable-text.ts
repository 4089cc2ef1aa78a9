import type { FastifyInstance } from 'fastify';
import type { FieldError } from '../problem/problem.js';
import { validationProblem } from '../problem/validation.js';

/** U+0000, and half of a surrogate pair: JSON can write both, PostgreSQL can store neither. */
const UNSTORABLE = /\0|\p{Surrogate}/u;

/** Refuses texts that no database of ours can hold, wherever in a request they stand, with the field that holds one. */
export function refuseUnstorableText(fastify: FastifyInstance): void {
  fastify.addHook('preValidation', (request, _reply, done) => {
    const fields = [...Object.entries((request.params ?? {}) as object).flatMap(([name, value]) => unstorable(value, `path:${name}`)), ...unstorable(request.query, ''), ...unstorable(request.body, '')];
    done(fields.length > 0 ? validationProblem(fields.map(errorOf)) : undefined);
  });
}

/** Where in a value texts stand (or member names) that cannot be stored, in dots and brackets. The value must not be nested too deeply (see body-depth.ts). */
export function unstorable(value: unknown, at: string): string[] {
  if (typeof value === 'string') return UNSTORABLE.test(value) ? [at] : [];
  if (Array.isArray(value)) return value.flatMap((v, i) => unstorable(v, `${at}[${i}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, v]) => (UNSTORABLE.test(name) ? [at] : unstorable(v, at ? `${at}.${name}` : name)));
}

const errorOf = (field: string): FieldError => ({ field, message: `${field || 'the body'} must not hold the character U+0000 or half of a surrogate pair`, fix: 'Leave the character out.' });
