import { ZERO, type DecimalInput } from '#lib/canonical';
import { laborCost, type LaborCostInput } from '../cost/labor.js';
import { floorZero, min, num, numOr } from '../exact.js';
import { why } from '../trace.js';
import { buildJournal, type Journal, type JournalHead } from './journal.js';

const template = (detail: string) => [why('GL-2', detail)];

/** GL-2, time approved: Dr labor_cost / Cr labor_clearing, from hours and cost rate or from a cost already computed. */
export function laborCostJournal(input: JournalHead & ({ cost: DecimalInput } | Omit<LaborCostInput, 'currency'>)): Journal {
  const cost = 'cost' in input ? input.cost : laborCost({ ...input, currency: input.currency }).cost;
  return buildJournal(input, { source_type: 'time_entry', purpose: 'labor_cost' }, [{ account_role: 'labor_cost', side: 'debit', amount: cost }, { account_role: 'labor_clearing', side: 'credit', amount: cost }], template('time approved'));
}

/** GL-2, payroll actual: Dr labor_clearing / Cr payroll. */
export function payrollJournal(input: JournalHead & { amount: DecimalInput }): Journal {
  return buildJournal(input, { source_type: 'payroll', purpose: 'payroll_actual' }, [{ account_role: 'labor_clearing', side: 'debit', amount: input.amount }, { account_role: 'payroll', side: 'credit', amount: input.amount }], template('payroll actual'));
}

/** GL-2, labor variance out of clearing: Dr labor_variance (or labor_cost when spread to projects) / Cr labor_clearing. */
export function laborVarianceJournal(input: JournalHead & { variance: DecimalInput; to?: 'labor_variance' | 'labor_cost' }): Journal {
  const amount = num(input.variance, 'variance');
  return buildJournal(input, { source_type: 'payroll', purpose: 'labor_variance' }, [{ account_role: input.to ?? 'labor_variance', side: 'debit', amount }, { account_role: 'labor_clearing', side: 'credit', amount }], template('labor variance'));
}

/** GL-2, T&M revenue accrual: Dr contract_asset / Cr revenue_services. */
export function revenueAccrualJournal(input: JournalHead & { amount: DecimalInput }): Journal {
  return buildJournal(input, { source_type: 'time_entry', purpose: 'revenue_accrual' }, [{ account_role: 'contract_asset', side: 'debit', amount: input.amount }, { account_role: 'revenue_services', side: 'credit', amount: input.amount }], template('T&M revenue accrual'));
}

/** GL-2, T&M invoice posted: Dr receivable (gross) / Cr contract_asset, Cr tax_payable. */
export function invoiceJournal(input: JournalHead & { net: DecimalInput; tax: DecimalInput; advance?: boolean }): Journal {
  const gross = num(input.net, 'net').plus(num(input.tax, 'tax'));
  return buildJournal(
    input,
    { source_type: 'invoice', purpose: input.advance ? 'advance_invoice' : 'invoice' },
    [{ account_role: 'receivable', side: 'debit', amount: gross }, { account_role: input.advance ? 'contract_liability' : 'contract_asset', side: 'credit', amount: input.net }, { account_role: 'tax_payable', side: 'credit', amount: input.tax }],
    template(input.advance ? 'advance or milestone invoice' : 'T&M invoice posted'),
  );
}

/** GL-2, advance or milestone invoice: Dr receivable / Cr contract_liability, Cr tax_payable. */
export function advanceInvoiceJournal(input: JournalHead & { net: DecimalInput; tax: DecimalInput }): Journal {
  return invoiceJournal({ ...input, advance: true });
}

/** GL-2, recognition: Dr contract_liability up to its balance, the rest Dr contract_asset / Cr revenue. A negative amount reverses revenue out of the asset. */
export function recognitionJournal(input: JournalHead & { amount: DecimalInput; contract_liability_balance?: DecimalInput }): Journal {
  const amount = num(input.amount, 'amount');
  const fromLiability = amount.isNegative() ? ZERO : min(amount, floorZero(numOr(input.contract_liability_balance, 0, 'contract_liability_balance')));
  return buildJournal(
    input,
    { source_type: 'revenue_event', purpose: 'recognition' },
    [{ account_role: 'contract_liability', side: 'debit', amount: fromLiability }, { account_role: 'contract_asset', side: 'debit', amount: amount.minus(fromLiability) }, { account_role: 'revenue_services', side: 'credit', amount }],
    template('recognition'),
  );
}

/** GL-2, expense approved: Dr expense_cost, Dr recoverable tax / Cr expense_payable. */
export function expenseJournal(input: JournalHead & { net_cost: DecimalInput; recoverable_tax?: DecimalInput }): Journal {
  const tax = numOr(input.recoverable_tax, 0, 'recoverable_tax');
  return buildJournal(
    input,
    { source_type: 'expense', purpose: 'expense_cost' },
    [{ account_role: 'expense_cost', side: 'debit', amount: input.net_cost }, { account_role: 'recoverable_tax', side: 'debit', amount: tax }, { account_role: 'expense_payable', side: 'credit', amount: num(input.net_cost, 'net_cost').plus(tax) }],
    template('expense approved'),
  );
}

/** GL-2 with EXP-6, expense billed: principal shows the billed amount as revenue; agent only the markup, the rest relieves cost. */
export function expenseBilledJournal(input: JournalHead & { billed: DecimalInput; cost: DecimalInput; presentation?: 'principal' | 'agent' }): Journal {
  const billed = num(input.billed, 'billed');
  const agent = input.presentation === 'agent';
  const revenue = agent ? billed.minus(num(input.cost, 'cost')) : billed;
  return buildJournal(
    input,
    { source_type: 'expense', purpose: 'expense_billed' },
    [{ account_role: 'contract_asset', side: 'debit', amount: billed }, { account_role: 'revenue_expense_reimbursement', side: 'credit', amount: revenue }, { account_role: 'expense_cost', side: 'credit', amount: billed.minus(revenue) }],
    [why('EXP-6', agent ? 'agent: only the markup is revenue' : 'principal: billed expense is revenue', { billed, revenue })],
  );
}

/** LOSS-3: Dr provision_expense / Cr loss_provision; negative releases it. Revenue is not touched. */
export function lossProvisionJournal(input: JournalHead & { amount: DecimalInput }): Journal {
  return buildJournal(input, { source_type: 'revenue_event', purpose: 'loss_provision' }, [{ account_role: 'provision_expense', side: 'debit', amount: input.amount }, { account_role: 'loss_provision', side: 'credit', amount: input.amount }], [why('LOSS-3', 'provision in cost of sales')]);
}

/** GL-7: cross-entity work. The worker's entity bills the project's entity at transfer price; both journals share the correlation id. */
export function crossEntityJournals(input: { correlation_id: string; transfer_amount: DecimalInput; worker_entity: JournalHead; project_entity: JournalHead }): { correlation_id: string; journals: [Journal, Journal] } {
  const amount = num(input.transfer_amount, 'transfer_amount');
  return {
    correlation_id: input.correlation_id,
    journals: [
      buildJournal(input.worker_entity, { source_type: 'time_entry', purpose: 'intercompany_sale' }, [{ account_role: 'intercompany_receivable', side: 'debit', amount }, { account_role: 'intercompany_revenue', side: 'credit', amount }], [why('GL-7', 'worker entity bills at transfer price')]),
      buildJournal(input.project_entity, { source_type: 'time_entry', purpose: 'intercompany_purchase' }, [{ account_role: 'intercompany_cost', side: 'debit', amount }, { account_role: 'intercompany_payable', side: 'credit', amount }], [why('GL-7', 'project entity takes the cost at transfer price')]),
    ],
  };
}
