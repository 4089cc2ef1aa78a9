import { type ContractLine, dec, type ExceptionCode, type ExpenseLineData, type Task } from '#lib/canonical';
import { billExpense, convert, priceTime, RuleError } from '#lib/rules';
import { type BillingTerms, lineFor, spotRate } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { receiptThreshold } from '../settings.js';

/** What is known of one approved expense before anything is written. */
export interface AssessedExpense {
  line?: ContractLine;
  /** In the functional currency of the legal entity, net of recoverable tax, at the rate of the expense date. */
  cost?: { amount: string; tax: string; currency: string };
  bill?: { quantity: string; unit: string; rate: string; gross: string; discount: string; net: string; currency: string };
  billing: 'ready' | 'held' | 'none';
  hold_reason?: string;
  faults: { code: ExceptionCode; message: string }[];
  why: object[];
}

/** EXP-1…4: cost and price of an expense line, and what stands in the way. The two flags are independent: each may be set without the other (EXP-3). */
export async function assessExpense(em: EntityManager, input: { data: ExpenseLineData; terms?: BillingTerms; task?: Task; functional?: string }): Promise<AssessedExpense> {
  const { data, terms, functional } = input;
  const about = `Expense ${data.category} of ${data.date}`;
  const out: AssessedExpense = { billing: 'none', faults: [], why: [] };
  const net = dec(data.amount).minus(data.recoverable_tax ?? '0').toFixed();
  const toBooks = functional ? await spotRate(em, data.currency, functional, data.date) : undefined;
  if (!functional) out.faults.push({ code: 'MISSING_LEGAL_ENTITY', message: `${about} belongs to no legal entity known from the ERP` });
  else if (!toBooks) out.faults.push({ code: 'FX_RATE_MISSING', message: `${about}: no exchange rate ${data.currency} to ${functional}` });
  else {
    const at = (amount: string): string => convert({ amount, rate: toBooks, to_currency: functional }).amount;
    out.cost = { amount: at(net), tax: at(data.recoverable_tax ?? '0'), currency: functional };
  }
  const contract = terms?.contract;
  if (!data.billable_to_client || terms?.project.data.type !== 'billable') return { ...out, why: [{ rule: 'EXP-4', detail: 'not billable: cost without revenue' }] };
  const hold = (code: ExceptionCode, message: string): AssessedExpense => ({ ...out, billing: 'held', hold_reason: code, faults: [...out.faults, { code, message }] });
  const line = lineFor(contract?.data, input.task, data.date, 'expense');
  if (!contract || !line) return hold('MISSING_CONTRACT', `${about}: no contract line of project ${terms.project.data.project_code} covers expenses`);
  out.line = line;
  const threshold = receiptThreshold(data.currency);
  if (threshold !== undefined && !data.receipt_ref && dec(data.amount).gt(threshold)) return hold('MISSING_RECEIPT', `${about}: ${dec(data.amount).toFixed()} ${data.currency} without a receipt, which is needed above ${threshold}`);
  const rate = await spotRate(em, data.currency, contract.data.currency, data.date);
  if (!rate) return hold('FX_RATE_MISSING', `${about}: no exchange rate ${data.currency} to ${contract.data.currency}`);
  // The price of a unit is stated in the currency of the expense.
  const unitPrice = data.unit_price === undefined ? undefined : dec(data.unit_price).times(rate).toFixed();
  try {
    const billed = billExpense({
      amount: data.amount, currency: data.currency, recoverable_tax: data.recoverable_tax, contract_currency: contract.data.currency, rate, markup: line.expense?.markup, quantity: data.quantity, unit_price: unitPrice,
      billable_to_client: true, reimbursable_to_worker: data.reimbursable_to_worker, policy_limit: data.policy_limit ?? null, presentation: line.expense?.presentation as 'principal',
    });
    const price = priceTime({ billable_hours: '1', rate: billed.billed, unit: 'fixed', discount: line.discount ?? null, currency: contract.data.currency });
    const counted = unitPrice !== undefined && data.quantity !== undefined;
    out.bill = { ...(counted ? { quantity: data.quantity!, unit: 'unit', rate: unitPrice! } : { quantity: '1', unit: 'expense', rate: billed.billed }), gross: price.gross, discount: price.discount, net: price.net, currency: contract.data.currency };
    return { ...out, billing: dec(price.net).isZero() ? 'none' : 'ready', why: [...billed.why, ...price.why] };
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return hold('INVALID_TERMS', `${about}: ${error.detail}`);
  }
}
