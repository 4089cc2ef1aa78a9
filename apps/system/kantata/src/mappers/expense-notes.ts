import type { ExpenseLineData } from '#lib/canonical';
import { Unmappable } from '#lib/connector';

/** What else an expense says than Kantata has fields for. */
export type NotedFacts = Pick<ExpenseLineData, 'tax_amount' | 'recoverable_tax' | 'policy_limit' | 'quantity' | 'unit_price'>;

const WORDS: Record<string, keyof NotedFacts> = { tax: 'tax_amount', recoverable: 'recoverable_tax', limit: 'policy_limit', quantity: 'quantity', 'unit price': 'unit_price' };
const BRACKET = /^(.*?)\s*\[([^[\]]*)\]\s*$/s;
const PART = new RegExp(`^(${Object.keys(WORDS).join('|')})\\b\\s*(.*)$`, 'is');
const NUMBER = /^\d{1,12}(\.\d{1,6})?$/;

/**
 * Kantata has no custom fields for expenses, so finance's facts stand in square brackets at the end of the notes: `Hotel [tax 31.20; recoverable 31.20]`.
 * A bracket in which no part begins with one of the words is text. One that does and cannot be read throws: tax that is not seen would be billed.
 */
export function noted(notes: unknown, expenseId: string): { text: string | undefined; facts: NotedFacts } {
  const whole = typeof notes === 'string' ? notes.trim() : '';
  const [, text = '', inside = ''] = BRACKET.exec(whole) ?? [];
  const parts = inside.split(';').map((part) => part.trim()).filter(Boolean);
  if (!parts.some((part) => PART.test(part))) return { text: whole || undefined, facts: {} };
  const facts: NotedFacts = {};
  for (const part of parts) {
    const [, word = '', number = ''] = PART.exec(part) ?? [];
    const field = WORDS[word.toLowerCase()];
    if (!field || !NUMBER.test(number.trim()) || facts[field] !== undefined) {
      throw new Unmappable({ code: 'MISSING_PROJECT_ATTRIBUTE', field: 'notes', value: part.slice(0, 100), message: `The notes of expense ${expenseId} of Kantata say "${part.slice(0, 100)}": write one of ${Object.keys(WORDS).join(', ')}, each once, and a number like 12.50` });
    }
    facts[field] = number.trim();
  }
  return { text: text || undefined, facts };
}
