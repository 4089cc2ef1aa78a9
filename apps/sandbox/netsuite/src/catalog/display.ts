import type { Row } from '../../../kernel/src/index.js';
import { optionalText } from '../books/values.js';

const STATUS: Record<string, Record<string, string>> = {
  CustInvc: { A: 'Open', B: 'Paid In Full', D: 'Pending Approval', V: 'Voided' },
  CustCred: { A: 'Open', B: 'Fully Applied', V: 'Voided' },
  Journal: { A: 'Pending Approval', B: 'Approved for Posting', V: 'Voided' },
  CustPymt: { C: 'Deposited' },
};
const TRANSACTION: Record<string, string> = { CustInvc: 'Invoice', CustCred: 'Credit Memo', Journal: 'Journal', CustPymt: 'Payment' };
const APPROVAL: Record<string, string> = { 1: 'Pending Approval', 2: 'Approved', 3: 'Rejected' };

/** Display name of a transaction's status, without its type. */
export const statusName = (row: Row): string => STATUS[String(row.type)]?.[String(row.status)] ?? String(row.status ?? '');

/** Display name of a transaction type. */
export const transactionName = (type: unknown): string => TRANSACTION[String(type)] ?? String(type ?? '');

export const approvalName = (status: unknown): string => APPROVAL[String(status)] ?? String(status ?? '');

/** What NetSuite shows for a row wherever it is referred to. */
export function titleOf(table: string, row: Row): string {
  const column = (name: string): string | undefined => optionalText(row[name]);
  switch (table) {
    case 'customer':
    case 'job':
    case 'vendor':
      return [column('entityid'), column('companyname')].filter((part, at, all) => part && all.indexOf(part) === at).join(' ');
    case 'employee':
      return column('entityid') ?? [column('firstname'), column('lastname')].filter(Boolean).join(' ');
    case 'account':
      return [column('acctnumber'), column('acctname')].filter(Boolean).join(' ');
    case 'item':
    case 'salestaxitem':
      return column('itemid') ?? row.id;
    case 'accountingperiod':
      return column('periodname') ?? row.id;
    case 'transaction':
      return `${transactionName(row.type)} #${column('tranid') ?? row.id}`;
    default:
      return column('name') ?? row.id;
  }
}

/** Columns by which a reference may be named (`{"refName": "…"}`). */
export function nameColumns(table: string): string[] {
  switch (table) {
    case 'customer':
    case 'job':
    case 'vendor':
      return ['entityid', 'companyname'];
    case 'employee':
      return ['entityid', 'email'];
    case 'account':
      return ['acctnumber', 'acctname'];
    case 'currency':
      return ['symbol', 'name'];
    case 'item':
    case 'salestaxitem':
      return ['itemid'];
    case 'accountingperiod':
      return ['periodname'];
    case 'transaction':
      return ['tranid'];
    default:
      return ['name'];
  }
}
