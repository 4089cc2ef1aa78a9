import type { Books } from '../../../kernel/src/index.js';

/** Record types that draw internal ids from one sequence, so that an id names one entity or one transaction only. */
const FAMILIES: Record<string, string[]> = {
  entity: ['customer', 'job', 'employee', 'vendor'],
};

/** A new internal id for a row of the table: decimal digits, unused within the table's family. */
export function newInternalId(books: Books, table: string): string {
  const family = Object.entries(FAMILIES).find(([, tables]) => tables.includes(table));
  const tables = (family?.[1] ?? [table]).map((name) => books.table(name));
  for (;;) {
    const id = String(books.next(`internalid:${family?.[0] ?? table}`));
    if (!tables.some((one) => one.get(id))) return id;
  }
}

const PREFIX: Record<string, string> = { CustInvc: 'INV', CustCred: 'CM', Journal: 'JE', CustPymt: 'PMT' };

/** The next document number: gapless per subsidiary and transaction type, `INV-US01-000001`. */
export function nextDocumentNumber(books: Books, type: string, subsidiary: string): string {
  const row = books.table('subsidiary').get(subsidiary);
  const code = String(row?.externalid ?? subsidiary);
  const number = books.next(`tranid:${type}:${subsidiary}`);
  return `${PREFIX[type] ?? type}-${code}-${String(number).padStart(6, '0')}`;
}
