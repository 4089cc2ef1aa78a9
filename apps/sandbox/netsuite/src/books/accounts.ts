import { type Books, type Row } from '../../../kernel/src/index.js';
import { userError } from '../errors.js';
import { isTrue } from './values.js';

/** Account numbers a transaction posts to without being told. */
export const RECEIVABLE = '1100';
export const TAX_PAYABLE = '2100';
export const SERVICES_REVENUE = '4000';
export const FX_GAIN_LOSS = '7800';
export const ROUNDING = '7900';
export const UNDEPOSITED_FUNDS = '1000';

/** The account of that number; throws when the chart of accounts has none. */
export function accountNumbered(books: Books, number: string): Row {
  const account = books.table('account').by('acctnumber', number)[0];
  if (!account || isTrue(account.isinactive)) throw userError(`Please set up an account with number ${number}.`);
  return account;
}
