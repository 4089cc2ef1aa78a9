import { contentHash, type ExpenseLineData, type ExpenseReport } from '#lib/canonical';
import { type Known, type Mapped, mapStatus, Unmappable } from '#lib/connector';
import type { Row } from '../client/envelope.js';
import type { ChangedRow } from '../client/walk.js';
import { noted } from './expense-notes.js';
import { resolvedAt, SUBMISSION_STATUSES } from './resolution.js';
import { amount, carried, type FieldPlan, instant } from './values.js';

/** A submission with its expenses; see SubmissionRow of timesheets for `over` and `torn`. */
export interface ReportRow extends ChangedRow {
  over: boolean;
  torn: boolean;
  expenses: Row[];
}

export const EXPENSE_REPORT: FieldPlan = {
  mapped: [
    'id', 'user_id', 'workspace_id', 'title', 'status', 'created_at', 'updated_at', 'changed_at', 'over', 'torn', 'expenses', 'current_resolution_creator_id', 'current_resolution_description', 'current_resolution_created_at_date',
  ],
  dropped: {
    line_item_total_in_cents: 'sum of the lines', line_item_total_formatted: 'formatted', permissions: 'rights of the token', type: 'always the same', expense_ids: 'read as lines', currency: 'of the project', currency_symbol: 'of the project',
    currency_base_unit: 'of the project', resolution_description: 'twin of current_resolution_description', locked: 'Kantata’s own lock',
  },
};

export const EXPENSE: FieldPlan = {
  mapped: ['id', 'date', 'category', 'amount_in_cents', 'currency', 'currency_base_unit', 'is_billable', 'reimbursable', 'notes', 'story_id', 'receipt_id', 'merchant'],
  dropped: {
    amount: 'formatted', currency_symbol: 'follows the currency', is_invoiced: 'Kantata’s own invoices', taxable: 'the tax profile decides', user_id: 'of the report', workspace_id: 'of the report', expense_category_id: 'its name is read', vendor_id: 'read as merchant',
    active_submission_id: 'the report', recent_submission_id: 'the report', created_at: 'what counts is the content', updated_at: 'approval and invoicing touch it',
  },
};

/** Whose report it is, whatever its status and its lines. A report handed in again is another one. */
export function knownExpenseReport(row: ReportRow): Known {
  return {
    natural_key: `${row.user_id}:${row.workspace_id}:${row.id}`, extensions: { submission_id: row.id, ...carried(row, EXPENSE_REPORT) },
    refs: { worker_id: { entity: 'worker', source_id: String(row.user_id) }, project_id: { entity: 'project', source_id: String(row.workspace_id) } },
  };
}

/** One worker and one project (glossary 5.3). Kantata knows nothing of reimbursement: a report ends approved. */
export function mapExpenseReport(row: ReportRow): Mapped<Partial<ExpenseReport>> {
  const status = mapStatus(SUBMISSION_STATUSES, 'status', row.status);
  const lines = row.expenses.map(mapLine).sort((a, b) => (a.date + a.source_id < b.date + b.source_id ? -1 : 1));
  const more = Object.fromEntries(row.expenses.map((e): [string, object] => [e.id, beside(e)]).filter(([, fields]) => Object.keys(fields).length > 0));
  const known = knownExpenseReport(row);
  return {
    ...known,
    data: {
      title: row.title ?? undefined, submitted_at: instant(row.created_at), lines, status,
      ...(status === 'approved' ? { approved_at: resolvedAt(row), approved_by: row.current_resolution_creator_id ? `kantata:${row.current_resolution_creator_id}` : undefined } : {}),
    },
    approval_status: status,
    ...(row.torn ? { problem: { code: 'SCHEMA_DRIFT', field: 'expense_ids', value: row.id, message: `Expense report ${row.id} of Kantata is ${row.status}, but not all of its expenses are on it` } } : {}),
    extensions: { ...known.extensions, ...(Object.keys(more).length > 0 ? { expenses: more } : {}), ...(row.current_resolution_description ? { resolution_description: row.current_resolution_description } : {}) },
  };
}

/** What an expense says beside its line: fields without a place there, and, where it was converted, the amount in the project's currency. */
const beside = (e: Row): Record<string, unknown> => ({ ...carried(e, EXPENSE), ...(e.foreign_exchange_amount ? { converted_amount: amount(e.amount_in_cents, e.currency_base_unit), converted_currency: e.currency } : {}) });

function mapLine(e: Row): ExpenseLineData {
  const { text, facts } = noted(e.notes, e.id);
  const content = {
    source_id: e.id, date: String(e.date), category: String(e.category), merchant: e.merchant ?? undefined, ...spent(e), ...facts, receipt_ref: e.receipt_id ? String(e.receipt_id) : undefined,
    reimbursable_to_worker: flag(e, 'reimbursable'), billable_to_client: flag(e, 'is_billable'), task_source_id: e.story_id ? String(e.story_id) : undefined, notes: text,
  };
  return { ...content, source_version: contentHash(content).slice(0, 16) };
}

/** What was spent, in the currency it was spent in. Kantata writes a converted amount's origin as a JSON number: as text it is what was typed in, up to 15 digits. */
function spent(e: Row): Pick<ExpenseLineData, 'amount' | 'currency'> {
  const foreign = e.foreign_exchange_amount;
  if (!foreign) return { amount: amount(e.amount_in_cents, e.currency_base_unit), currency: String(e.currency) };
  const value = String(foreign.source_value);
  if (!/^-?\d{1,15}(\.\d{1,6})?$/.test(value) || !/^[A-Z]{3}$/.test(String(foreign.source_currency))) throw drifted(e, 'foreign_exchange_amount', JSON.stringify(foreign));
  return { amount: value, currency: String(foreign.source_currency) };
}

/** Kantata leaves out what the token may not see: a flag that is missing is not a no. */
function flag(e: Row, name: string): boolean {
  if (typeof e[name] !== 'boolean') throw drifted(e, name, String(e[name]));
  return e[name];
}

const drifted = (e: Row, field: string, value: string): Unmappable => new Unmappable({ code: 'SCHEMA_DRIFT', field, value: value.slice(0, 100), message: `Expense ${e.id} of Kantata has no readable ${field}` });
