import { dec, sum, ZERO, type Decimal } from '#lib/canonical';
import { num, text } from '../exact.js';
import { currencyDigits } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';
import type { Journal, JournalDimensions } from './journal.js';

export type JournalCheck = { ok: true; why: RuleTrace[] } | { ok: false; code: 'UNBALANCED' | 'MISSING_DIMENSION' | 'SOD_VIOLATION' | 'UNAPPROVED' | 'RECON_BREAK'; detail: string; why: RuleTrace[] };

function refuse(code: Exclude<JournalCheck, { ok: true }>['code'], rule: string, detail: string, numbers: Record<string, Decimal> = {}): JournalCheck {
  return { ok: false, code, detail, why: [why(rule, detail, numbers)] };
}

/** GL-3: the journal balances in transaction and functional currency, and its rounding line stays within MON-6 (one minor unit per line). */
export function checkBalance(journal: Pick<Journal, 'lines' | 'functional_currency'>): JournalCheck {
  const total = (side: 'debit' | 'credit' | 'functional_debit' | 'functional_credit'): Decimal => sum(journal.lines.map((l) => num(l[side], side)));
  const transaction = total('debit').minus(total('credit'));
  const functional = total('functional_debit').minus(total('functional_credit'));
  if (!transaction.isZero()) return refuse('UNBALANCED', 'GL-3', `debits less credits are ${transaction}`, { transaction });
  if (!functional.isZero()) return refuse('UNBALANCED', 'GL-3', `functional debits less credits are ${functional}`, { functional });
  const rounding = journal.lines.filter((l) => l.account_role === 'rounding').reduce((t, l) => t.plus(l.functional_debit).plus(l.functional_credit), ZERO);
  const others = journal.lines.filter((l) => l.account_role !== 'rounding').length;
  const limit = dec(10).pow(-currencyDigits(journal.functional_currency)).times(Math.min(others, 5));
  if (rounding.gt(limit)) return refuse('RECON_BREAK', 'MON-6', `rounding ${rounding} is above ${limit}`, { rounding, limit });
  return { ok: true, why: [why('GL-3', 'balances in both currencies', { total: total('debit'), functional: total('functional_debit'), rounding })] };
}

/** GL-6: dimensions every line carries by default. */
export const REQUIRED_DIMENSIONS: readonly (keyof JournalDimensions)[] = ['project', 'client', 'practice', 'region', 'legal_entity', 'contract_line'];

/** GL-6: every required dimension is present on every line; the first gaps are named. */
export function checkDimensions(journal: Pick<Journal, 'lines'>, required: readonly (keyof JournalDimensions)[] = REQUIRED_DIMENSIONS): JournalCheck {
  const missing = journal.lines.flatMap((l, i) => required.filter((d) => !l.dimensions[d]).map((d) => `${d} on line ${i + 1} (${l.account_role})`));
  return missing.length > 0 ? refuse('MISSING_DIMENSION', 'GL-6', `missing ${missing.join(', ')}`) : { ok: true, why: [why('GL-6', `carries ${required.join(', ')}`)] };
}

/** GL-5: only approved facts post; manual and correction journals need three different people. */
export function checkPrincipals(input: { approval_status: string; kind?: 'automatic' | 'manual' | 'correction'; prepared_by?: string | null; approved_by?: string | null; posted_by?: string | null }): JournalCheck {
  if (input.approval_status !== 'approved') return refuse('UNAPPROVED', 'GL-5', `the source is ${input.approval_status}`);
  if ((input.kind ?? 'automatic') === 'automatic') return { ok: true, why: [why('GL-5', 'approved source, automatic posting')] };
  const people = [input.prepared_by, input.approved_by, input.posted_by];
  if (people.some((p) => !p)) return refuse('SOD_VIOLATION', 'GL-5', 'preparer, approver and poster must all be named');
  if (new Set(people).size < 3) return refuse('SOD_VIOLATION', 'GL-5', 'preparer, approver and poster must be different people');
  return { ok: true, why: [why('GL-5', 'preparer, approver and poster differ')] };
}

/** Net effect by account role (debits less credits), for trial balances and tests. */
export function accountBalances(journals: readonly Pick<Journal, 'lines'>[]): Record<string, string> {
  const balances = new Map<string, Decimal>();
  for (const line of journals.flatMap((j) => j.lines)) balances.set(line.account_role, (balances.get(line.account_role) ?? ZERO).plus(num(line.debit, 'debit')).minus(num(line.credit, 'credit')));
  return Object.fromEntries([...balances].map(([role, value]) => [role, text(value)]));
}
