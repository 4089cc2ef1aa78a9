import { dec, ZERO, type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { num } from '../exact.js';
import { exchange, exchangeRate, type RateQuote } from '../money/convert.js';
import { minorRound, moneyText } from '../money/round.js';
import type { RuleTrace } from '../trace.js';

/** Account roles (glossary 7.5), and `payroll` and `labor_variance`, which the payroll templates of GL-2 name. */
export type AccountRole =
  | 'receivable' | 'receivable_revaluation' | 'revenue_services' | 'revenue_expense_reimbursement' | 'contract_asset' | 'contract_liability' | 'wip_cost' | 'labor_cost' | 'labor_clearing' | 'labor_variance' | 'payroll'
  | 'expense_cost' | 'expense_payable' | 'recoverable_tax' | 'tax_payable' | 'loss_provision' | 'provision_expense' | 'fx_gain_loss' | 'rounding' | 'intercompany_receivable' | 'intercompany_payable' | 'intercompany_revenue' | 'intercompany_cost' | 'cash';

/** GL-6: what every line must carry. */
export interface JournalDimensions {
  project?: string | null;
  client?: string | null;
  practice?: string | null;
  region?: string | null;
  legal_entity?: string | null;
  contract_line?: string | null;
  worker?: string | null;
  /** Kept when the posting date is in a later period (CLS-3). */
  work_date?: string | null;
}

export interface JournalLine {
  account_role: AccountRole;
  debit: string;
  credit: string;
  currency: string;
  functional_debit: string;
  functional_credit: string;
  dimensions: JournalDimensions;
}

export interface Journal {
  legal_entity_id: string;
  source_type: string;
  source_id: string;
  source_version: string;
  purpose: string;
  posting_date: string | null;
  currency: string;
  functional_currency: string;
  lines: JournalLine[];
  reverses_id: string | null;
  why: RuleTrace[];
}

/** What every template needs to know besides its amounts. */
export interface JournalHead {
  legal_entity_id: string;
  source_type?: string;
  source_id: string;
  source_version?: string | number;
  posting_date?: string | null;
  currency: string;
  /** Default: the transaction currency. */
  functional_currency?: string;
  /** Transaction to functional; required when the two differ (FX_RATE_MISSING). */
  fx_rate?: DecimalInput | null;
  fx_quote?: RateQuote;
  dimensions?: JournalDimensions;
}

/** An amount on one side; a negative amount goes to the other side, so that corrections mirror. */
export interface Posting {
  account_role: AccountRole;
  side: 'debit' | 'credit';
  amount: DecimalInput;
  dimensions?: JournalDimensions;
}

/**
 * Builds a balanced journal (GL-3): zero lines are left out, transaction amounts must balance exactly (UNBALANCED), and
 * the difference from converting line by line goes to `rounding`, at most one functional minor unit per line.
 */
export function buildJournal(head: JournalHead, defaults: { source_type: string; purpose: string }, postings: readonly Posting[], why: RuleTrace[]): Journal {
  const functional = head.functional_currency ?? head.currency;
  const rate = functional === head.currency ? dec(1) : exchangeRate(head.fx_rate, 'FX-1', 'fx_rate');
  const signed = postings.map((p) => ({ ...p, value: minorRound(num(p.amount, `amount of ${p.account_role}`), head.currency).times(p.side === 'debit' ? 1 : -1) })).filter((p) => !p.value.isZero());
  const balance = signed.reduce((total, p) => total.plus(p.value), ZERO);
  if (!balance.isZero()) throw new RuleError('UNBALANCED', 'GL-3', `${defaults.purpose}: debits less credits are ${balance} ${head.currency}`);
  const lines = signed.map((p) => line(p.account_role, p.value, minorRound(exchange(p.value, rate, head.fx_quote), functional), head.currency, functional, { ...head.dimensions, ...p.dimensions }));
  const difference = lines.reduce((total, l) => total.plus(l.functional_debit).minus(l.functional_credit), ZERO);
  if (!difference.isZero()) lines.push(line('rounding', ZERO, difference.negated(), head.currency, functional, { ...head.dimensions }));
  return {
    legal_entity_id: head.legal_entity_id, source_type: head.source_type ?? defaults.source_type, source_id: head.source_id, source_version: String(head.source_version ?? 1), purpose: defaults.purpose,
    posting_date: head.posting_date ?? null, currency: head.currency, functional_currency: functional, lines, reverses_id: null, why,
  };
}

function line(role: AccountRole, value: Decimal, functional: Decimal, currency: string, functionalCurrency: string, dimensions: JournalDimensions): JournalLine {
  const side = (v: Decimal, positive: boolean, c: string): string => moneyText(v.isPositive() === positive ? v.abs() : ZERO, c);
  return {
    account_role: role, debit: side(value, true, currency), credit: side(value, false, currency), currency,
    functional_debit: side(functional, true, functionalCurrency), functional_credit: side(functional, false, functionalCurrency), dimensions,
  };
}
