import { why, type RuleTrace } from '../trace.js';
import type { Journal, JournalLine } from './journal.js';

/** A posted journal as the books know it. */
export type PostedJournal = Journal & { id: string; status: string; reversed_by_id?: string | null };

/** Swaps debit and credit on every line. */
export function mirrorLines(lines: readonly JournalLine[]): JournalLine[] {
  return lines.map((l) => ({ ...l, debit: l.credit, credit: l.debit, functional_debit: l.functional_credit, functional_credit: l.functional_debit }));
}

/**
 * COR-8: the reversal of a posted journal, on a date in an open period. A journal is reversed once; to undo a reversal,
 * reverse the reversal. ALREADY_REVERSED and UNAPPROVED (not posted) are values for the caller.
 */
export function reverseJournal(input: { journal: PostedJournal; posting_date: string; purpose?: string }): { ok: true; journal: Journal; why: RuleTrace[] } | { ok: false; code: 'ALREADY_REVERSED' | 'UNAPPROVED'; detail: string; why: RuleTrace[] } {
  const { journal } = input;
  const refuse = (code: 'ALREADY_REVERSED' | 'UNAPPROVED', detail: string): { ok: false; code: 'ALREADY_REVERSED' | 'UNAPPROVED'; detail: string; why: RuleTrace[] } => ({ ok: false, code, detail, why: [why('COR-8', detail)] });
  if (journal.status === 'reversed' || journal.reversed_by_id) return refuse('ALREADY_REVERSED', `journal ${journal.id} was reversed by ${journal.reversed_by_id ?? 'another journal'}; reverse that one instead`);
  if (journal.status !== 'posted') return refuse('UNAPPROVED', `journal ${journal.id} is ${journal.status}, only posted journals are reversed`);
  const trace = [why('COR-8', `debit and credit of ${journal.id} swapped`)];
  const { id, status: _status, reversed_by_id: _reversed, ...rest } = journal;
  return { ok: true, journal: { ...rest, lines: mirrorLines(journal.lines), purpose: input.purpose ?? `reversal:${journal.id}`, posting_date: input.posting_date, reverses_id: id, why: trace }, why: trace };
}

/** GL-2, credit memo: the mirror of the original invoice's lines, as its own document. */
export function creditMemoJournal(input: { original: Journal; source_id: string; source_version?: string | number; posting_date: string }): Journal {
  return {
    ...input.original, source_type: 'credit_memo', source_id: input.source_id, source_version: String(input.source_version ?? 1), purpose: 'credit_memo', posting_date: input.posting_date,
    lines: mirrorLines(input.original.lines), reverses_id: null, why: [why('GL-2', 'credit memo mirrors the original lines')],
  };
}
