import type { Row } from '../../../kernel/src/index.js';
import { flag, isTrue, storedDate } from '../books/values.js';
import { type Field, type Kind, recordTypes } from '../catalog/index.js';
import { decimalOf } from '../books/decimal.js';
import { wallClock } from './wall-clock.js';
import type { Value } from './values.js';

export interface TableColumn {
  name: string;
  /** Column of the stored row. */
  stored: string;
  kind: Kind;
  /** Tables a reference points into. */
  to: string[];
}

export interface QueryTable {
  name: string;
  columns: Map<string, TableColumn>;
}

/** Instants of rows seeded without one. */
const BEFORE_ALL = '2000-01-01T00:00:00Z';

const column = (name: string, kind: Kind, to: string[] = [], stored = name): TableColumn => ({ name, stored, kind, to });
const ENTITIES = ['customer', 'job', 'employee', 'vendor'];

const EXTRA: Record<string, TableColumn[]> = {
  customer: [column('altname', 'text', [], 'companyname')],
  job: [column('customer', 'ref', ['customer'], 'parent'), column('altname', 'text', [], 'companyname'), column('projectedenddate', 'day', [], 'enddate')],
  transaction: [
    column('type', 'text'), column('recordtype', 'text'), column('posting', 'flag'), column('voided', 'flag'), column('isreversal', 'flag'),
    column('reversal', 'ref', ['transaction']), column('entity', 'ref', ENTITIES), column('employee', 'ref', ['employee']),
  ],
  transactionline: [
    column('transaction', 'ref', ['transaction']), column('id', 'number', [], 'line'), column('linesequencenumber', 'number'),
    column('uniquekey', 'text', [], 'id'), column('mainline', 'flag'), column('taxline', 'flag'), column('item', 'ref', ['item']),
    column('account', 'ref', ['account']), column('expenseaccount', 'ref', ['account'], 'account'), column('quantity', 'number'), column('rate', 'number'),
    column('foreignamount', 'number'), column('netamount', 'number'), column('debitforeignamount', 'number'), column('creditforeignamount', 'number'),
    column('memo', 'text'), column('entity', 'ref', ENTITIES), column('job', 'ref', ['job']), column('taxcode', 'ref', ['salestaxitem']),
    column('department', 'ref', ['department']), column('class', 'ref', ['classification']), column('location', 'ref', ['location']),
    column('subsidiary', 'ref', ['subsidiary']), column('createdfrom', 'ref', ['transaction']),
  ],
  transactionaccountingline: [
    column('transaction', 'ref', ['transaction']), column('transactionline', 'number'), column('account', 'ref', ['account']), column('accountingbook', 'number'),
    column('debit', 'number'), column('credit', 'number'), column('amount', 'number'), column('netamount', 'number', [], 'amount'), column('posting', 'flag'),
    column('exchangerate', 'number'), column('lastmodifieddate', 'instant'),
  ],
  deletedrecord: [
    column('recordid', 'number'), column('type', 'text'), column('recordtypeid', 'text'), column('name', 'text'), column('externalid', 'text'),
    column('deleteddate', 'instant'), column('context', 'text'),
  ],
};
const WITHOUT_ID = new Set(['transactionline', 'transactionaccountingline', 'deletedrecord']);

const tables = new Map<string, QueryTable>();
for (const name of new Set([...recordTypes.map((type) => type.table), ...Object.keys(EXTRA)])) {
  const columns = new Map<string, TableColumn>();
  const put = (one: TableColumn): void => void columns.set(one.name, one);
  if (!WITHOUT_ID.has(name)) put(column('id', 'number'));
  for (const type of recordTypes) if (type.table === name) type.fields.forEach((field: Field) => put(column(field.column, field.kind, field.to ?? [])));
  EXTRA[name]?.forEach(put);
  tables.set(name, { name, columns });
}

export const queryTable = (name: string): QueryTable | undefined => tables.get(name.toLowerCase());

/** A column of a table; custom fields need no declaration. */
export function columnOf(table: QueryTable, name: string): TableColumn | undefined {
  return table.columns.get(name) ?? (/^cust(entity|body|col|record)_/.test(name) ? column(name, 'text') : undefined);
}

/** Reads a column of a stored row as a query value. */
export function reader({ name, stored, kind }: TableColumn, timeZone: string): (row: Row) => Value {
  switch (kind) {
    case 'flag':
      return (row) => flag(isTrue(row[stored]));
    case 'number':
    case 'ref':
      return (row) => (isMissing(row[stored]) ? null : (decimalOf(row[stored]) ?? String(row[stored])));
    case 'day':
      return (row) => {
        const day = storedDate(row[stored]);
        return day ? { wall: Date.parse(`${day}T00:00:00Z`) } : null;
      };
    case 'instant':
      return (row) => {
        const text = isMissing(row[stored]) ? (name === 'lastmodifieddate' ? BEFORE_ALL : undefined) : String(row[stored]);
        const instant = text === undefined ? Number.NaN : Date.parse(text);
        return Number.isNaN(instant) ? null : { wall: wallClock(instant - (instant % 1000), timeZone) };
      };
    default:
      return (row) => (isMissing(row[stored]) ? null : String(row[stored]));
  }
}

const isMissing = (stored: unknown): boolean => stored === undefined || stored === null || stored === '';
