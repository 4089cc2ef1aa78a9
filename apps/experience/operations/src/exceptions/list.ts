import { type Principal, Problem } from '#lib/platform';
import { type ExceptionFilter, listExceptions } from '#lib/store';
import type { EntityManager } from 'typeorm';
import type { ExceptionPage, ExceptionQuery } from '../http/exceptions.dto.js';
import { exceptionView } from './exception-view.js';

/** Exceptions, latest seen first. Callers limited to legal entities see theirs and those that belong to none. */
export async function exceptionPage(em: Pick<EntityManager, 'query'>, q: ExceptionQuery, who: Principal): Promise<ExceptionPage> {
  const { status, cursor, limit, ...fields } = q;
  const filter: ExceptionFilter = { ...fields, ...(status ? { status: [...new Set(status.split(','))] } : {}) };
  try {
    const page = await listExceptions(em, filter, { cursor, limit });
    const rows = page.rows.filter((e) => maySee(who, e.legal_entity_code));
    return { exceptions: rows.map((e) => exceptionView(e, who)), next_cursor: page.next_cursor || null };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Problem('validation', '1 field is not valid.', { errors: [{ field: 'cursor', message: 'cursor was not given out by this list', fix: 'Leave it out to start at the first page.' }] });
  }
}

/** True when the caller's account covers the legal entity; facts without one are everybody's. */
export function maySee(who: Principal, legalEntityCode: string | null): boolean {
  return !who.legal_entities || legalEntityCode === null || who.legal_entities.includes(legalEntityCode);
}
