import type { Row } from '../../../kernel/src/index.js';
import type { Work } from '../work.js';
import { type NumberedLine, lineRows } from './lines.js';
import { journalLineOf } from './journals.js';

/** Has the mirror of a journal saved on its reversal date: every debit a credit, every credit a debit. */
export function reverseOn(work: Work, journal: Row, save: (date: string, lines: NumberedLine[]) => Row): void {
  const mirrored = lineRows(work, journal.id).map(journalLineOf).map((line) => ({ ...line, debit: line.credit, credit: line.debit }));
  const reversal = save(String(journal.reversaldate), mirrored);
  work.books.table('transaction').update(journal.id, { reversal: reversal.id });
}
