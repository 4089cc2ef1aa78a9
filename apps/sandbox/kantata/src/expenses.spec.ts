import { openAccount, seed, type Account } from '../testing/account.js';

const at = { created_at: '2026-06-01T08:00:00Z', updated_at: '2026-06-01T08:00:00Z' };
let account: Account;
beforeAll(async () => void (account = await openAccount()));
beforeEach(async () => {
  await seed(account);
  await account.control('PUT', 'tables/expense_categories', [{ id: '50', name: 'Travel', deleted_at: null, ...at }, { id: '51', name: 'Lodging', deleted_at: null, ...at }, { id: '52', name: 'Gone', deleted_at: '2026-06-01T08:00:00Z', ...at }]);
  await account.control('PUT', 'tables/exchange_rates', [
    { id: '60', source_currency: 'GBP', target_currency: 'USD', effective_date: '2026-07-01', rate: '1.27' }, { id: '61', source_currency: 'GBP', target_currency: 'USD', effective_date: '2026-07-05', rate: '1.2755' },
  ]);
});
afterAll(() => account.stop());

const taxi = (more: object = {}): object => ({ workspace_id: 100, user_id: 1, date: '2026-07-06', category: 'Travel', amount_in_cents: 4200, billable: true, reimbursable: false, ...more });
const book = async (more: object = {}): Promise<string> => {
  const { status, body } = await account.api('POST', 'expenses', { expense: taxi(more) });
  if (status !== 200) throw new Error(`${body.errors[0].field}: ${body.errors[0].message}`);
  return body.results[0].id;
};
const submit = (ids: string[], more: object = {}): Promise<any> => account.api('POST', 'expense_report_submissions', { expense_report_submission: { line_item_ids: ids, workspace_id: 100, title: 'July', ...more } });
const expense = async (id: string): Promise<any> => (await account.rows(`expenses?only=${id}&include=active_submission,recent_submission,receipt,vendor`))[0];
const reports = (query = ''): Promise<any[]> => account.rows(`expense_report_submissions?all_on_account=true${query}`);

describe('expenses', () => {
  it('say billable when booked and is_billable when read, amounts in subunits with their base unit', async () => {
    const row = await expense(await book());
    expect(row).toMatchObject({ is_billable: true, reimbursable: false, taxable: false, is_invoiced: false, amount_in_cents: 4200, amount: '$42.00', currency: 'USD', currency_base_unit: 100, foreign_exchange_amount: null, category: 'Travel' });
    expect(row).not.toHaveProperty('billable');
  });

  it('spent in another currency are converted by the last rate before the day; the vendor writes value and rate as numbers', async () => {
    const row = await expense(await book({ amount_in_cents: 1, date: '2026-07-05', foreign_exchange_amount: { source_value: '100.10', source_currency: 'GBP' } }));
    expect([row.amount_in_cents, row.foreign_exchange_amount]).toEqual([12768, { date: '2026-07-06T02:00:00-07:00', rate: 1.2755, source_currency: 'GBP', source_value: 100.1 }]);
    expect((await expense(await book({ date: '2026-07-04', foreign_exchange_amount: { source_value: '100.10', source_currency: 'GBP' } }))).amount_in_cents).toBe(12713);
    await expect(book({ date: '2026-06-30', foreign_exchange_amount: { source_value: '1', source_currency: 'GBP' } })).rejects.toThrow('There is no exchange rate from GBP to USD');
  });

  it.each([
    ['category', { category: 'Yachts' }], ['category', { category: undefined }], ['category', { category: 'Gone' }], ['category', { category: 'Travel', expense_category_id: 51 }], ['amount_in_cents', { amount_in_cents: undefined }], ['amount_in_cents', { amount_in_cents: 0 }],
    ['amount_in_cents', { amount_in_cents: 1.5 }], ['date', { date: '2026-02-30' }], ['user_id', { user_id: 2 }], ['story_id', { story_id: 999 }], ['receipt_id', { receipt_id: 999 }], ['vendor_id', { vendor_id: 999 }], ['workspace_id', { workspace_id: 999 }],
  ])('name %s in the refusal of %j, and keep nothing', async (field, more) => {
    await expect(book(more)).rejects.toThrow(`${field}: `);
    expect(await account.rows('expenses')).toEqual([]);
  });

  it('of archived projects are hidden', async () => {
    await book();
    await account.api('PUT', 'workspaces/100', { workspace: { archived: true } });
    expect([(await account.rows('expenses')).length, (await account.rows('expenses?from_archived_workspaces=true')).length]).toEqual([0, 1]);
  });

  it('in bulk are stored all or none', async () => {
    expect((await account.api('POST', 'expenses', { expenses: [taxi(), taxi({ category: 'Yachts' })] })).status).toBe(422);
    expect((await account.api('POST', 'expenses', { expenses: [taxi(), taxi()] })).body.count).toBe(2);
  });
});

describe('expense reports', () => {
  it('list only those of the token user unless the whole account is asked for, and are pending as read and new as filtered', async () => {
    await submit([await book()]);
    expect([(await account.rows('expense_report_submissions')).length, (await reports('&statuses=pending')).length]).toEqual([0, 0]);
    expect((await reports('&statuses=new'))[0]).toMatchObject({ status: 'pending', type: 'ExpenseReportSubmission', line_item_total_in_cents: 4200, line_item_total_formatted: '$42.00' });
  });

  it('hold one user and one project', async () => {
    const mine = await book();
    await account.control('PUT', 'tables/workspace_resources', [{ id: '301', workspace_id: '100', user_id: '2', role_id: '11', ...at }]);
    expect((await submit([mine, await book({ user_id: 2 })])).body.errors[0].message).toContain('one user only');
    expect((await submit([])).body.errors[0].field).toBe('line_item_ids');
  });

  it('approving locks the expenses', async () => {
    const id = await book();
    const report = (await submit([id])).body.results[0].id;
    expect((await account.api('PUT', `expense_report_submissions/${report}/approve`, {})).status).toBe(200);
    expect(await expense(id)).toMatchObject({ active_submission_id: report, recent_submission_id: report });
    expect([(await account.api('PUT', `expenses/${id}`, { expense: { amount_in_cents: 1 } })).status, (await account.api('DELETE', `expenses/${id}`)).status, (await account.api('PUT', `expense_report_submissions/${report}/approve`, {})).status]).toEqual([422, 422, 422]);
  });

  it('rejected, corrected and handed in again come under a new id, and the expenses point there only; who is paid back cannot be changed', async () => {
    const id = await book();
    const first = (await submit([id])).body.results[0].id;
    await account.api('PUT', `expense_report_submissions/${first}/reject`, { resolution: { description: 'no receipt' } });
    expect((await reports(`&only=${first}&include=expenses`))[0]).toMatchObject({ status: 'rejected', current_resolution_description: 'no receipt', expense_ids: [id] });
    await account.api('PUT', `expenses/${id}`, { expense: { amount_in_cents: 3900, billable: false, reimbursable: true } });
    const second = (await submit([id])).body.results[0].id;
    expect(await expense(id)).toMatchObject({ amount_in_cents: 3900, is_billable: false, reimbursable: false, active_submission_id: second, recent_submission_id: second });
    expect((await reports(`&only=${first}&include=expenses`))[0].expense_ids).toEqual([]);
  });

  it('that were invoiced cannot be sent back', async () => {
    const id = await book();
    const report = (await submit([id])).body.results[0].id;
    await account.control('POST', 'actions/approve_expenses', { reports: [{ id: report }] });
    expect(await account.control('POST', 'actions/mark_invoiced', { expense_ids: [id] })).toMatchObject({ done: 1 });
    expect((await account.api('PUT', `expense_report_submissions/${report}/reject`, {})).status).toBe(422);
    expect(await expense(id)).toMatchObject({ is_invoiced: true });
  });

  it('raise events of their own', async () => {
    await account.api('PUT', `expense_report_submissions/${(await submit([await book()])).body.results[0].id}/cancel`, {});
    const types = (await account.rows('subscribed_events?order=created_at:asc')).map((event) => event.event_type);
    expect(types).toEqual(expect.arrayContaining(['expense:created', 'expense:updated', 'expense_report:created', 'expense_report:cancelled']));
  });
});

describe('people', () => {
  it('book with receipt and merchant, hand in, get approved, and correct after approval under a new id', async () => {
    const logged = await account.control('POST', 'actions/log_expenses', { expenses: [taxi({ user_id: '1', workspace_id: '100', receipt: 'taxi.pdf', vendor: 'Metro Cars' }), taxi({ user_id: '2' })] });
    expect([logged.done, logged.items[1].error]).toEqual([1, 'User is not a participant in this project']);
    const { items: [sheet] } = await account.control('POST', 'actions/submit_expenses', { reports: [{ user_id: '1', workspace_id: '100' }] });
    await account.control('POST', 'actions/approve_expenses', { reports: [{ user_id: '1', workspace_id: '100' }], by: '2' });
    const id = logged.items[0].id;
    const seen = await account.api('GET', `expenses?only=${id}&include=receipt,vendor`);
    expect([seen.body.attachments[seen.body.expenses[id].receipt_id].filename, seen.body.vendors[seen.body.expenses[id].vendor_id].name]).toEqual(['taxi.pdf', 'Metro Cars']);
    const { items } = await account.control('POST', 'actions/reopen_expenses', { items: [{ id: sheet.id, reason: 'Tip was private', edits: [{ expense_id: id, amount_in_cents: 4000 }], approve: true }] });
    expect(items[0]).toMatchObject({ ok: true, rejected_id: sheet.id });
    expect((await reports()).map((row) => row.status).sort()).toEqual(['approved', 'rejected']);
    expect((await expense(id)).amount_in_cents).toBe(4000);
  });
});
