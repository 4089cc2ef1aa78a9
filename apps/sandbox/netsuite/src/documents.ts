import type { Books, Row, SandboxDocument } from '../../kernel/src/index.js';
import { amountOf, negated, textOf } from './books/decimal.js';
import { journalLineOf } from './books/journals.js';
import { lineRows } from './books/lines.js';
import { saleLineOf } from './books/sale-lines.js';
import { optionalText } from './books/values.js';
import { approvalName, statusName } from './catalog/display.js';

const KINDS: Record<string, string> = { CustInvc: 'invoice', CustCred: 'creditMemo', Journal: 'journalEntry' };

/** Customers, projects, journals, invoices and credit memos; memos and descriptions are not compared. */
export function documents(books: Books): SandboxDocument[] {
  return [
    ...books.table('customer').all().map((row) => document('customer', row, customerDigest(books, row))),
    ...books.table('job').all().map((row) => document('job', row, jobDigest(books, row))),
    ...books.table('transaction').all().filter((row) => KINDS[String(row.type)])
      .map((row) => document(KINDS[String(row.type)]!, row, row.type === 'Journal' ? journalDigest(books, row) : saleDigest(books, row))),
  ];
}

const document = (type: string, row: Row, digest: Record<string, unknown>): SandboxDocument =>
  ({ type, id: row.id, effect_key: optionalText(row.externalid) ?? null, digest: withoutGaps(digest) });

const customerDigest = (books: Books, row: Row): Record<string, unknown> => ({
  entity_id: row.entityid, company_name: row.companyname, subsidiary: code(books, 'subsidiary', row.subsidiary), currency: code(books, 'currency', row.currency),
  email: row.email, terms: row.terms, tax_item: code(books, 'salestaxitem', row.taxitem), vat_reg_number: row.vatregnumber, is_inactive: row.isinactive,
});

const jobDigest = (books: Books, row: Row): Record<string, unknown> => ({
  entity_id: row.entityid, company_name: row.companyname, customer: code(books, 'customer', row.parent), subsidiary: code(books, 'subsidiary', row.subsidiary),
  currency: code(books, 'currency', row.currency), start_date: row.startdate, end_date: row.enddate, billing_type: row.jobbillingtype,
  status: row.entitystatus, is_inactive: row.isinactive,
});

function headDigest(books: Books, row: Row): Record<string, unknown> {
  return {
    subsidiary: code(books, 'subsidiary', row.subsidiary), currency: code(books, 'currency', row.currency), exchange_rate: row.exchangerate,
    tran_date: row.trandate, period: code(books, 'accountingperiod', row.postingperiod), status: statusName(row), approval: approvalName(row.approvalstatus),
  };
}

function saleDigest(books: Books, row: Row): Record<string, unknown> {
  const outward = row.type === 'CustInvc';
  const unsigned = (stored: unknown): string => textOf(outward ? amountOf(stored) : negated(amountOf(stored)));
  const items = lineRows({ books }, row.id).filter((line) => line.mainline === 'F' && line.taxline === 'F').map((line) => saleLineOf(line, outward));
  return {
    ...headDigest(books, row), customer: code(books, 'customer', row.entity) ?? code(books, 'job', row.entity), job: code(books, 'job', row.job),
    due_date: row.duedate, po: row.otherrefnum, subtotal: unsigned(row.subtotal), tax_total: unsigned(row.taxtotal), total: unsigned(row.foreigntotal),
    amount_remaining: optionalText(row.foreignamountunpaid),
    lines: sorted(items.map((line) => ({
      item: code(books, 'item', line.item), quantity: line.quantity, rate: line.rate, amount: line.amount, tax_code: code(books, 'salestaxitem', line.taxcode),
      job: code(books, 'job', line.job), department: code(books, 'department', line.department), class: code(books, 'classification', line.class),
    }))),
  };
}

function journalDigest(books: Books, row: Row): Record<string, unknown> {
  return {
    ...headDigest(books, row), total: row.foreigntotal,
    lines: sorted(lineRows({ books }, row.id).map(journalLineOf).map((line) => ({
      account: code(books, 'account', line.account), debit: line.debit, credit: line.credit, entity: code(books, 'job', line.entity) ?? code(books, 'customer', line.entity),
      department: code(books, 'department', line.department), class: code(books, 'classification', line.class),
    }))),
  };
}

const CODE_COLUMNS: Record<string, string[]> = {
  subsidiary: ['externalid', 'name'], currency: ['symbol'], accountingperiod: ['periodname'], account: ['acctnumber'], customer: ['entityid'], job: ['entityid'],
  department: ['externalid', 'name'], classification: ['externalid', 'name'], item: ['itemid'], salestaxitem: ['itemid'],
};

/** The firm's own code for a row, which is the same in every run, unlike its internal id. */
function code(books: Books, table: string, id: unknown): string | undefined {
  const row = id === undefined || id === null ? undefined : books.table(table).get(String(id));
  return row && CODE_COLUMNS[table]!.map((column) => optionalText(row[column])).find((value) => value !== undefined);
}

const withoutGaps = <T extends Record<string, unknown>>(digest: T): Record<string, unknown> =>
  Object.fromEntries(Object.entries(digest).filter(([, value]) => value !== undefined));

const sorted = (lines: Record<string, unknown>[]): Record<string, unknown>[] =>
  lines.map(withoutGaps).map((line) => ({ line, text: JSON.stringify(line) })).sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)).map(({ line }) => line);
