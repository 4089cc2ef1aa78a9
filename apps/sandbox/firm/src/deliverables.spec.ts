import { City } from '../testing/city.js';
import type { BookRow } from './desk.js';
import { buildFirm } from './world/firm.js';
import { plannedExpenses } from './world/plan-expenses.js';
import { plannedMilestones } from './world/plan-milestones.js';
import type { SignedLine } from './world/terms.js';

const MONTH = '2026-08';
const DAYS = ['2026-08-14', '2026-08-21', '2026-08-28'];

/** Takes what the firm's own contracts sell beside time out of them: this is about contracts that the spec signs itself. */
async function onlyTime(city: City): Promise<void> {
  const { salesforce } = city.desks;
  for (const bill of await salesforce.rows('Contract_Schedule_Line__c')) await salesforce.patch('Contract_Schedule_Line__c', bill.id, { Trigger__c: 'Date' });
  for (const line of await salesforce.rows('Contract_Line__c', { Contract_Type__c: 'Expense' })) await salesforce.patch('Contract_Line__c', line.id, { Contract_Type__c: 'Time and Materials' });
}

/** Milestones on the first contract that has an open project, an expense line on it too; as the account teams would sign them. */
async function sign(city: City): Promise<{ contract: string; workspace: BookRow }> {
  const deals = (await city.call('GET', '/firm/plan')).deals as { opportunity_number: string; contract_number: string | null }[];
  const workspaces = await city.desks.kantata.rows('workspaces');
  const deal = deals.find((one) => one.contract_number && workspaces.some((row) => String(row.title).includes(one.opportunity_number)))!;
  const contract = (await city.desks.salesforce.rows('Contract', { ContractNumber: deal.contract_number! }))[0]!;
  const common = { Contract__c: contract.id, CurrencyIsoCode: contract.CurrencyIsoCode };
  await city.desks.salesforce.addMissing('Contract_Line__c', [
    { id: 'a02X2', ...common, Name: 'fixed', Line_Number__c: 2, Contract_Type__c: 'Milestone', Revenue_Measure__c: 'Output Milestone' }, { id: 'a02X3', ...common, Name: 'expenses', Line_Number__c: 3, Contract_Type__c: 'Expense' },
  ]);
  await city.desks.salesforce.addMissing('Contract_Schedule_Line__c', [
    ...['2026-08-12', '2026-08-13', '2026-08-11', '2026-08-12', '2026-08-20'].map((date, n) => ({ id: `a04X${n}`, ...common, Line_Number__c: 2, Sequence__c: n + 1, Trigger__c: 'Milestone', Bill_Date__c: date, Milestone_Code__c: `M${n + 1}`, Percent__c: 20 })),
    { id: 'a04X9', ...common, Line_Number__c: 2, Sequence__c: 9, Trigger__c: 'Date', Bill_Date__c: '2026-08-12', Percent__c: 0 },
  ]);
  return { contract: deal.contract_number!, workspace: workspaces.find((row) => String(row.title).includes(deal.opportunity_number))! };
}

it('the plan is the same whenever it is asked, in whatever order the CRM shows the terms', () => {
  const firm = buildFirm('full', 'spec');
  const numbers = [...new Set(firm.deals.filter((deal) => deal.outcome === 'won').map((deal) => deal.contract!))].slice(0, 6);
  const signed = numbers.flatMap((contract): SignedLine[] => [
    { contract, line: '2', currency: 'USD', task_codes: [], earns_by_milestone: true, expenses: false, milestones: [1, 2, 3].map((seq) => ({ code: `M${seq}`, seq, percent: '30' })) },
    { contract, line: '3', currency: 'USD', task_codes: [], earns_by_milestone: false, expenses: true, milestones: [] },
  ]);
  const [plan, again] = [signed, [...signed].reverse()].map((terms) => JSON.stringify([plannedMilestones(firm, terms), ...firm.calendar.months.map((month) => plannedExpenses(firm, terms, month))]));
  expect(again).toBe(plan);
  for (const one of plannedMilestones(firm, signed)) expect(one.acts.map((act) => act.date)).toEqual(one.acts.map((act) => act.date).sort());
  const reports = firm.calendar.months.flatMap((month) => plannedExpenses(firm, signed, month));
  expect(reports.length).toBeGreaterThan(20);
  for (const report of reports) for (const { date, amount } of report.expenses) expect([date.slice(0, 7), date <= report.handed_in || date.slice(0, 7) === report.month, Number(amount) > 0]).toEqual([report.month, true, true]);
  expect(plannedMilestones(firm, []).length + plannedExpenses(firm, [], firm.calendar.months[0]!).length).toBe(0);
});

const TABLES = ['stories', 'custom_field_values', 'expenses', 'expense_report_submissions', 'attachments', 'vendors'];

describe('milestones and expenses', () => {
  let city: City;
  let signed: Awaited<ReturnType<typeof sign>>;
  beforeAll(async () => {
    city = await City.start('small');
    await city.sold();
    await onlyTime(city);
  }, 120_000);
  afterAll(() => city.stop());

  it('of contracts that have none are not worked on', async () => {
    const before = await city.books(city.desks.kantata, ...TABLES);
    expect(await city.call('POST', `/firm/milestones/${MONTH}`)).toMatchObject({ done: 0, total: 0, details: { milestones: 0, acted: [] } });
    expect(await city.call('POST', `/firm/expenses/${MONTH}`)).toMatchObject({ done: 0, total: 0, details: { reports: 0 } });
    expect(await city.books(city.desks.kantata, ...TABLES)).toBe(before);
    signed = await sign(city);
  });

  it('milestones are planned, moved, done, sent back and accepted day by day, each once', async () => {
    const acted: { code: string; do: string; trouble: string | null }[] = [];
    for (const until of DAYS) {
      const answer = await city.call('POST', `/firm/milestones/${MONTH}`, { until });
      expect([answer.done, answer.details.refused]).toEqual([answer.total, {}]);
      acted.push(...answer.details.acted);
    }
    const last = await city.call('POST', '/firm/milestones/2026-09', { until: '2026-09-30' });
    acted.push(...last.details.acted);
    const rows = await city.desks.kantata.rows('stories', { workspace_id: signed.workspace.id, story_type: 'milestone' });
    expect(rows.map((row) => String(row.title).split(' ')[0]).sort()).toEqual(['M1', 'M2', 'M3', 'M4', 'M5']);
    expect(new Set(acted.map((act) => act.trouble))).toEqual(new Set([null, 'late_acceptance', 'rejected_evidence', 'moved_date']));
    const path = (trouble: string): string[] => acted.filter((act) => act.trouble === trouble).map((act) => act.do);
    expect(path('rejected_evidence')).toEqual(['plan', 'complete', 'reject', 'reopen', 'complete', 'accept']);
    expect(path('late_acceptance')).toEqual(['plan', 'complete', 'accept']);
    expect(path('moved_date').slice(0, 3)).toEqual(['plan', 'reschedule', 'complete']);
    expect(rows.every((row) => row.state === 'completed')).toBe(true);
    const values = await city.desks.kantata.rows('custom_field_values', { subject_id: rows[0]!.id });
    expect(values.map((value) => value.value)).toEqual(expect.arrayContaining(['2', 'yes']));
    const books = await city.books(city.desks.kantata, ...TABLES);
    const again = await city.call('POST', '/firm/milestones/2026-09', { until: '2026-09-30' });
    expect([again.done, again.details.acted]).toEqual([again.total, []]);
    expect(await city.books(city.desks.kantata, ...TABLES)).toBe(books);
  });

  it('expenses are booked, handed in and approved once, with every trouble and every combination of flags', async () => {
    const answer = await city.call('POST', `/firm/expenses/${MONTH}`);
    expect([answer.done, answer.details.log.refused, answer.details.approve.refused]).toEqual([answer.total, {}, {}]);
    expect(new Set(answer.details.log.troubles.map((one: { trouble: string }) => one.trouble))).toEqual(new Set(['no_receipt', 'over_policy', 'foreign_currency', 'corrected_after_approval']));
    const rows = await city.desks.kantata.rows('expenses');
    expect(new Set(rows.map((row) => `${row.is_billable} ${row.reimbursable}`)).size).toBe(4);
    expect(rows.every((row) => row.approved === true)).toBe(true);
    expect([rows.some((row) => row.foreign_exchange_amount), rows.some((row) => !row.receipt_id && Number(row.amount_in_cents) > 10_000), rows.some((row) => /\[.*limit /.test(String(row.notes)))]).toEqual([true, true, true]);
    const once = await city.books(city.desks.kantata, ...TABLES);
    await city.call('POST', `/firm/expenses/${MONTH}`);
    expect(await city.books(city.desks.kantata, ...TABLES)).toBe(once);
  });

  it('an approved expense that was wrong comes again, less, under a new report', async () => {
    const before = new Map((await city.desks.kantata.rows('expenses')).map((row) => [row.id, Number(row.amount_in_cents)]));
    const answer = await city.call('POST', `/firm/expenses/${MONTH}`, { do: 'correct' });
    expect([answer.done > 0, answer.done]).toEqual([true, answer.total]);
    const changed = (await city.desks.kantata.rows('expenses')).filter((row) => before.get(row.id) !== Number(row.amount_in_cents));
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.every((row) => Number(row.amount_in_cents) < before.get(row.id)! && row.approved === true)).toBe(true);
    expect(new Set((await city.desks.kantata.rows('expense_report_submissions')).map((row) => row.status))).toEqual(new Set(['approved', 'rejected']));
    const once = await city.books(city.desks.kantata, ...TABLES);
    await city.call('POST', `/firm/expenses/${MONTH}`, { do: 'correct' });
    expect(await city.books(city.desks.kantata, ...TABLES)).toBe(once);
  });

  it('a request that makes no sense is refused with what would', async () => {
    await expect(city.call('POST', '/firm/milestones/2026-08', { until: '2026-09-01' })).rejects.toThrow('until must be a day of 2026-08');
    await expect(city.call('POST', '/firm/expenses/2026-13')).rejects.toThrow('month must be one of 2026-08, 2026-09');
    await expect(city.call('POST', '/firm/expenses/2026-08', { do: 'dance' })).rejects.toThrow('do must be one of log, approve, both, correct');
  });
});
