import type { Row } from '../../../kernel/src/index.js';
import { invalidFieldValue, userError } from '../errors.js';
import type { LinePatch } from '../records/read-body.js';
import type { Work } from '../work.js';

/** Lines of a sublist after a request, each with its number; existing ones keep theirs. */
export type NumberedLine = { line: string } & Record<string, string | undefined>;

/**
 * Lays the sent lines over the stored ones. Without `?replace=` a line that names no existing line is added to those
 * there are: sending a document's lines again doubles them. With it, the sent lines are all there is.
 */
export function mergedLines(work: Work, sublist: string, stored: NumberedLine[], sent: LinePatch[] | undefined): NumberedLine[] {
  if (!sent) return stored;
  const lines = new Map((work.replace.has(sublist.toLowerCase()) ? [] : stored).map((line) => [line.line, line]));
  let last = Math.max(0, ...[...lines.keys()].map(Number));
  sent.forEach((patch, at) => {
    const known = patch.line === undefined ? undefined : lines.get(patch.line);
    if (patch.line !== undefined && !known && !work.replace.has(sublist.toLowerCase())) throw invalidFieldValue(patch.line, 'line', `${sublist}.items[${at}].line`);
    const number = known?.line ?? String(++last);
    const columns = Object.fromEntries(Object.entries(patch.columns).map(([column, value]) => [column, value ?? undefined]));
    lines.set(number, { ...known, ...columns, line: number });
  });
  return [...lines.values()];
}

export function mustHaveLines(lines: NumberedLine[], sublist: string): void {
  if (lines.length === 0) throw userError('You must enter at least one line item for this transaction.', sublist);
}

/** Replaces a transaction's line rows. */
export function writeLines(work: Work, transaction: string, rows: Record<string, unknown>[]): void {
  removeLines(work, transaction);
  const table = work.books.table('transactionline');
  for (const row of rows) table.insert({ ...row, id: `${transaction}-${String(row.line)}`, transaction });
}

export function removeLines(work: Work, transaction: string): void {
  const table = work.books.table('transactionline');
  for (const row of table.by('transaction', transaction)) table.remove(row.id);
}

/** A transaction's line rows in the order of their numbers. */
export const lineRows = (work: Pick<Work, 'books'>, transaction: string): Row[] =>
  work.books.table('transactionline').by('transaction', transaction).sort((a, b) => Number(a.line) - Number(b.line));
