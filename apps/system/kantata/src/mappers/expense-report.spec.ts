import 'reflect-metadata';
import type { Row } from '../client/envelope.js';
import { noted } from './expense-notes.js';
import { EXPENSE, EXPENSE_REPORT, knownExpenseReport, mapExpenseReport, type ReportRow } from './expense-report.js';

const expense = (more: object = {}): Row => ({
  id: '5', date: '2026-07-02', category: 'Travel', amount_in_cents: 4250, currency: 'USD', currency_base_unit: 100, foreign_exchange_amount: null, is_billable: true, reimbursable: false, notes: 'Taxi', story_id: '200', receipt_id: '31', merchant: 'Metro Cars', ...more,
});
const report = (more: object = {}): ReportRow => ({
  id: '35', user_id: '1', workspace_id: '100', title: 'July', status: 'approved', created_at: '2026-07-03T09:00:00-07:00', updated_at: '2026-07-06T02:00:00-07:00', changed_at: '2026-07-06T02:00:00-07:00', over: false, torn: false, expenses: [expense()],
  current_resolution_creator_id: 2, current_resolution_created_at_date: '2026-07-06', ...more,
});
const lineOf = (more: object) => mapExpenseReport(report({ expenses: [expense(more)] })).data.lines![0]!;

it('says who spent what on which project, and who approved it when', () => {
  expect(mapExpenseReport(report())).toMatchObject({
    natural_key: '1:100:35', approval_status: 'approved', refs: { worker_id: { entity: 'worker', source_id: '1' }, project_id: { entity: 'project', source_id: '100' } },
    data: {
      title: 'July', status: 'approved', submitted_at: '2026-07-03T16:00:00.000Z', approved_at: '2026-07-06T09:00:00.000Z', approved_by: 'kantata:2',
      lines: [{ source_id: '5', date: '2026-07-02', category: 'Travel', merchant: 'Metro Cars', amount: '42.5', currency: 'USD', receipt_ref: '31', reimbursable_to_worker: false, billable_to_client: true, task_source_id: '200', notes: 'Taxi' }],
    },
  });
});

it.each([['pending', 'submitted'], ['approved', 'approved'], ['rejected', 'rejected'], ['cancelled', 'recalled']])('%s is %s', (status, wanted) => expect(mapExpenseReport(report({ status })).data.status).toBe(wanted));

it('a status nobody knows, or lines that are not on it, is a problem', () => {
  expect(() => mapExpenseReport(report({ status: 'paid' }))).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'UNMAPPED_STATUS', value: 'paid' }) }));
  expect(mapExpenseReport(report({ torn: true })).problem).toMatchObject({ code: 'SCHEMA_DRIFT' });
  expect(knownExpenseReport(report({ status: 'paid' })).natural_key).toBe('1:100:35');
});

it('who is paid back and who pays are told independently', () => {
  const flags = [[true, true], [true, false], [false, true], [false, false]].map(([is_billable, reimbursable]) => lineOf({ is_billable, reimbursable }));
  expect(flags.map((l) => [l.billable_to_client, l.reimbursable_to_worker])).toEqual([[true, true], [true, false], [false, true], [false, false]]);
});

it.each(['is_billable', 'reimbursable'])('%s that the token may not see is a problem, not a no', (name) => {
  expect(() => lineOf({ [name]: undefined })).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'SCHEMA_DRIFT', field: name }) }));
});

it('what was spent in another currency is told in that one; the converted amount and the rate are carried', () => {
  const foreign = { source_value: 100.1, source_currency: 'GBP', rate: 1.2755, date: '2026-07-02T00:00:00-07:00' };
  const mapped = mapExpenseReport(report({ expenses: [expense({ amount_in_cents: 12768, foreign_exchange_amount: foreign })] }));
  expect(mapped.data.lines).toMatchObject([{ amount: '100.1', currency: 'GBP' }]);
  expect(mapped.extensions).toMatchObject({ expenses: { 5: { converted_amount: '127.68', converted_currency: 'USD', foreign_exchange_amount: foreign } } });
  for (const source_value of [1e21, null, 'x', '1,5']) expect(() => lineOf({ foreign_exchange_amount: { ...foreign, source_value } })).toThrow('has no readable foreign_exchange_amount');
});

it('a line is another version when its content is another, not when it was approved or invoiced', () => {
  const version = (more: object) => lineOf(more).source_version;
  expect(version({ approved: true, is_invoiced: true, updated_at: 'x' })).toBe(version({}));
  for (const more of [{ amount_in_cents: 1 }, { date: '2026-07-03' }, { category: 'Food' }, { is_billable: false }, { reimbursable: true }, { notes: 'Taxi [tax 1]' }, { receipt_id: null }, { merchant: 'Other' }, { story_id: null }]) expect(version(more)).not.toBe(version({}));
});

describe('facts in the notes', () => {
  it.each([
    ['Hotel Austin [tax 31.20; recoverable 31.20; limit 200]', 'Hotel Austin', { tax_amount: '31.20', recoverable_tax: '31.20', policy_limit: '200' }], ['[Quantity 120; Unit Price 0.67]', undefined, { quantity: '120', unit_price: '0.67' }],
    ['Team dinner [12 people]', 'Team dinner [12 people]', {}], ['Dinner [taxi was late]', 'Dinner [taxi was late]', {}], ['[tax 1] on top', '[tax 1] on top', {}], ['Lunch []', 'Lunch []', {}], ['', undefined, {}], [null, undefined, {}],
  ])('%j', (notes, text, facts) => expect(noted(notes, '5')).toEqual({ text, facts }));

  it.each(['Hotel [tax 31,20]', 'Hotel [tax]', 'Hotel [tax 31.20; VAT 5]', 'Hotel [tax 1; tax 2]', 'Hotel [limit USD 200]', 'Hotel [recoverable -5]'])('%j cannot be read and is shown to a person', (notes) => {
    expect(() => noted(notes, '5')).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'MISSING_PROJECT_ATTRIBUTE', field: 'notes' }) }));
  });
});

it.each([['report', EXPENSE_REPORT], ['expense', EXPENSE]])('%s: a field is mapped or dropped, never both', (_what, plan) => expect(plan.mapped.filter((name) => Object.hasOwn(plan.dropped, name))).toEqual([]));
