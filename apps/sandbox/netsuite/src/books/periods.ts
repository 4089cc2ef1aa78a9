import { type Books, type Row, switchValue } from '../../../kernel/src/index.js';
import { userError } from '../errors.js';
import { isTrue, storedDate } from './values.js';

const OUTSIDE = 'The transaction date you specified is not within the date range of your accounting period.';

/** The month (never the quarter, the year or an adjustment period) that holds an ISO date. */
export function periodOf(books: Books, date: string): Row | undefined {
  return books.table('accountingperiod').first((row) => isPosting(row) && holds(row, date));
}

/** The posting period of a transaction: the named one when its dates allow it, else the one of the date. Throws when there is none. */
export function postingPeriod(books: Books, date: string, named: string | undefined): Row {
  const period = named === undefined ? periodOf(books, date) : books.table('accountingperiod').get(named);
  if (!period) throw userError(OUTSIDE, 'tranDate');
  const free = switchValue(books, 'allow_date_outside_period', false);
  if (!isPosting(period) || (!free && !isTrue(period.isadjust) && !holds(period, date))) throw userError(OUTSIDE, 'tranDate');
  return period;
}

/**
 * Throws when nothing may post into the period: closed for everybody, locked as a whole, or its receivables locked
 * (the integration's role cannot override restrictions).
 */
export function mustBeOpen(period: Row, receivable: boolean): void {
  const name = String(period.periodname ?? period.id);
  if (isTrue(period.closed)) {
    throw userError(`The accounting period ${name} is closed. You cannot create or edit transactions in a closed period.`, 'postingPeriod');
  }
  if (isTrue(period.alllocked) || (receivable && isTrue(period.arlocked))) {
    throw userError(`The accounting period ${name} is locked. You cannot create or edit transactions in a locked period.`, 'postingPeriod');
  }
}

const isPosting = (row: Row): boolean => !isTrue(row.isquarter) && !isTrue(row.isyear);

function holds(row: Row, date: string): boolean {
  if (isTrue(row.isadjust)) return false;
  const from = storedDate(row.startdate);
  const to = storedDate(row.enddate);
  return from !== undefined && to !== undefined && from <= date && date <= to;
}
