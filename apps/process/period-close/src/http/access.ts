import { MONTH } from '#lib/canonical';
import { type Principal, Problem } from '#lib/platform';
import { BusinessFailure } from '#lib/process';
import { CLOSE_CHECKS, CLOSE_ORDER, type CloseCheck, type Subledger } from '#lib/rules';
import { CloseRefused } from '../steps/states.js';

/** Refuses a caller whose account does not cover the legal entity. */
export function mustCover(who: Principal, legalEntity: string): void {
  if (who.legal_entities && !who.legal_entities.includes(legalEntity)) throw new Problem('forbidden', `Your account does not cover legal entity ${legalEntity}.`, { code: 'LEGAL_ENTITY' });
}

/** The period of a path. Throws `validation` when it is no month. */
export function periodOfPath(legalEntity: string, period: string): { legal_entity: string; period: string } {
  if (!MONTH.test(period)) throw new Problem('validation', '1 field is not valid.', { errors: [{ field: 'period', message: 'is not a month', fix: 'Write it as YYYY-MM.' }] });
  return { legal_entity: legalEntity, period };
}

export function subledgerOfPath(name: string): Subledger {
  if (!(CLOSE_ORDER as readonly string[]).includes(name)) throw new Problem('not_found', `There is no subledger ${name}. They are ${CLOSE_ORDER.join(', ')}.`);
  return name as Subledger;
}

export function checkOfPath(name: string): CloseCheck {
  if (!(CLOSE_CHECKS as readonly string[]).includes(name)) throw new Problem('not_found', `There is no check ${name}. They are ${CLOSE_CHECKS.join(', ')}.`);
  return name as CloseCheck;
}

/** What the steps refuse, as problems that name field and fix. */
export async function refusals<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BusinessFailure) throw new Problem(error.code === 'MISSING_LEGAL_ENTITY' ? 'not_found' : 'conflict', error.message, { code: error.code });
    if (!(error instanceof CloseRefused)) throw error;
    const kind = error.code === 'SEGREGATION_OF_DUTIES' ? 'forbidden' : error.code === 'UNKNOWN_PERIOD' ? 'not_found' : error.code === 'INVALID_REOPENING' ? 'validation' : 'conflict';
    throw new Problem(kind, error.message, { code: error.code, ...(error.details.length > 0 ? { errors: error.details.map((d) => ({ field: d.field ?? '', message: d.message, fix: d.fix })) } : {}) });
  }
}
