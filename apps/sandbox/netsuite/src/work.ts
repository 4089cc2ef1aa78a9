import { type Books, type Ctx, switchValue } from '../../kernel/src/index.js';
import { invalidHeader } from './errors.js';

/** How strictly unknown property names in a body are taken (header X-NetSuite-PropertyNameValidation). */
export type NameValidation = 'Error' | 'Warning' | 'Ignore';

/** What one request brings to the records it touches. */
export interface Work {
  books: Books;
  now: Date;
  /** IANA name of the account's time zone; SuiteQL reads and writes timestamps in it. */
  timeZone: string;
  /** Process memory. */
  state: Map<string, unknown>;
  /** Sublists named in `?replace=`: their lines are replaced, not added to. */
  replace: Set<string>;
  names: NameValidation;
  /** Property names that were passed over. */
  warnings: string[];
}

const LEVELS: Record<string, NameValidation> = { error: 'Error', warning: 'Warning', ignore: 'Ignore' };

export const accountTimeZone = (books: Books): string => switchValue(books, 'account_time_zone', 'UTC');

export function workOf(ctx: Ctx): Work {
  const asked = ctx.headers['x-netsuite-propertynamevalidation'] ?? 'warning';
  const names = LEVELS[asked.toLowerCase()];
  if (!names) throw invalidHeader(`Invalid value '${asked}' of the header. Use Error, Warning or Ignore.`, 'X-NetSuite-PropertyNameValidation');
  return {
    books: ctx.books,
    now: ctx.now(),
    timeZone: accountTimeZone(ctx.books),
    state: ctx.state,
    replace: new Set((ctx.query.get('replace') ?? '').split(',').map((name) => name.trim().toLowerCase()).filter(Boolean)),
    names,
    warnings: [],
  };
}
