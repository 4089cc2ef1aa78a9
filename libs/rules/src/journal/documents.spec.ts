import 'reflect-metadata';
import * as rules from '../index.js';
import type { Journal, JournalHead } from '../index.js';
import { demanding } from '../testing/demanding.js';

const { advanceInvoiceJournal, checkBalance, checkDimensions, checkPrincipals, creditMemoJournal, crossEntityJournals, expenseBilledJournal, expenseJournal, fxDifferenceJournal, invoiceJournal, journalKey, laborCostJournal, laborVarianceJournal, lossProvisionJournal, payrollJournal, recognitionJournal, revenueAccrualJournal, reverseJournal } = demanding(rules);

const head: JournalHead = { legal_entity_id: 'LE', source_id: 's1', currency: 'USD' };
const cross = () => crossEntityJournals({ correlation_id: 'c', transfer_amount: '50', worker_entity: { ...head, legal_entity_id: 'A' }, project_entity: { ...head, legal_entity_id: 'B' } });

// Source and purpose are parts of the key by which a journal is posted once (GL-4): two journals that share both would be one.
it.each<[string, string, string, () => Journal, object[]]>([
  ['labor cost', 'time_entry', 'labor_cost', () => laborCostJournal({ ...head, cost: '10' }), [{ rule: 'GL-2', detail: 'time approved', numbers: {} }]],
  ['payroll', 'payroll', 'payroll_actual', () => payrollJournal({ ...head, amount: '10' }), [{ rule: 'GL-2', detail: 'payroll actual', numbers: {} }]],
  ['labor variance', 'payroll', 'labor_variance', () => laborVarianceJournal({ ...head, variance: '10' }), [{ rule: 'GL-2', detail: 'labor variance', numbers: {} }]],
  ['accrual', 'time_entry', 'revenue_accrual', () => revenueAccrualJournal({ ...head, amount: '10' }), [{ rule: 'GL-2', detail: 'T&M revenue accrual', numbers: {} }]],
  ['invoice', 'invoice', 'invoice', () => invoiceJournal({ ...head, net: '10', tax: '2' }), [{ rule: 'GL-2', detail: 'T&M invoice posted', numbers: {} }]],
  ['advance invoice', 'invoice', 'advance_invoice', () => advanceInvoiceJournal({ ...head, net: '10', tax: '2' }), [{ rule: 'GL-2', detail: 'advance or milestone invoice', numbers: {} }]],
  ['recognition', 'revenue_event', 'recognition', () => recognitionJournal({ ...head, amount: '10' }), [{ rule: 'GL-2', detail: 'recognition', numbers: {} }]],
  ['expense', 'expense', 'expense_cost', () => expenseJournal({ ...head, net_cost: '10' }), [{ rule: 'GL-2', detail: 'expense approved', numbers: {} }]],
  ['expense billed', 'expense', 'expense_billed', () => expenseBilledJournal({ ...head, billed: '10', cost: '8' }), [{ rule: 'EXP-6', detail: 'principal: billed expense is revenue', numbers: { billed: '10', revenue: '10' } }]],
  ['expense billed by an agent', 'expense', 'expense_billed', () => expenseBilledJournal({ ...head, billed: '10', cost: '8', presentation: 'agent' }), [{ rule: 'EXP-6', detail: 'agent: only the markup is revenue', numbers: { billed: '10', revenue: '2' } }]],
  ['loss', 'revenue_event', 'loss_provision', () => lossProvisionJournal({ ...head, amount: '10' }), [{ rule: 'LOSS-3', detail: 'provision in cost of sales', numbers: {} }]],
  ['exchange difference', 'revaluation', 'fx_difference', () => fxDifferenceJournal({ ...head, item: 'receivable', gain: '5' }), [{ rule: 'FX-3', detail: 'difference to profit or loss', numbers: { gain: '5' } }]],
  ['sale between entities', 'time_entry', 'intercompany_sale', () => cross().journals[0], [{ rule: 'GL-7', detail: 'worker entity bills at transfer price', numbers: {} }]],
  ['purchase between entities', 'time_entry', 'intercompany_purchase', () => cross().journals[1], [{ rule: 'GL-7', detail: 'project entity takes the cost at transfer price', numbers: {} }]],
])('%s has a source, a purpose and a reason of its own', (_name, source_type, purpose, journal, why) => expect(journal()).toMatchObject({ source_type, purpose, why, source_version: '1', posting_date: null, reverses_id: null, functional_currency: 'USD' }));

it('work between entities is a sale here and a cost there, at one amount (GL-7)', () => {
  expect(cross().correlation_id).toBe('c');
  expect(cross().journals.map((j) => j.lines.map((l) => [l.account_role, l.debit, l.credit]))).toEqual([
    [['intercompany_receivable', '50.00', '0.00'], ['intercompany_revenue', '0.00', '50.00']], [['intercompany_cost', '50.00', '0.00'], ['intercompany_payable', '0.00', '50.00']],
  ]);
});

it('a variance spread to projects is labor cost (GL-2)', () => expect(laborVarianceJournal({ ...head, variance: '10', to: 'labor_cost' }).lines[0]).toMatchObject({ account_role: 'labor_cost', debit: '10.00' }));

it('takes version, date, source and dimensions from its head, and a line may say more', () => {
  const journal = invoiceJournal({ ...head, source_type: 'draft', source_version: 7, posting_date: '2026-01-31', dimensions: { project: 'P' }, net: '1', tax: '0' });
  expect(journal).toMatchObject({ source_type: 'draft', source_version: '7', posting_date: '2026-01-31', lines: [{ dimensions: { project: 'P' } }, { dimensions: { project: 'P' } }] });
});

it('the rounding line carries the dimensions of its document', () => {
  const journal = invoiceJournal({ ...head, functional_currency: 'JPY', fx_rate: '150', dimensions: { project: 'P' }, net: '10.01', tax: '1.01' });
  expect(journal.lines.at(-1)).toMatchObject({ account_role: 'rounding', dimensions: { project: 'P' } });
});

it('amounts that do not balance are refused with the difference (GL-3)', () => {
  expect(() => expenseJournal({ ...head, net_cost: '0.005', recoverable_tax: '0.005' })).toThrow(expect.objectContaining({ code: 'UNBALANCED', rule: 'GL-3', detail: 'expense_cost: debits less credits are 0.01 USD' }));
});

it('keys keep their parts apart', () => {
  const key = { legal_entity_id: 'a', source_type: 'b', source_id: 'c', source_version: '1', purpose: 'p' };
  expect(journalKey(key)).toBe('a|b|c|1|p');
  expect(journalKey({ ...key, legal_entity_id: 'a|b', source_type: '' })).not.toBe(journalKey({ ...key, source_type: 'b|' }));
});

describe('reversal (COR-8)', () => {
  const post = () => ({ ...payrollJournal({ ...head, amount: '10', posting_date: '2026-01-31' }), id: 'J1', status: 'posted' });
  it('names itself after what it reverses, or as asked', () => {
    const posted = post();
    expect(reverseJournal({ journal: posted, posting_date: '2026-02-01' })).toMatchObject({ ok: true, journal: { purpose: 'reversal:J1', reverses_id: 'J1', posting_date: '2026-02-01', why: [{ rule: 'COR-8', detail: 'debit and credit of J1 swapped' }] }, why: [{ rule: 'COR-8' }] });
    expect(reverseJournal({ journal: posted, posting_date: '2026-02-01', purpose: 'accrual_reversal' })).toMatchObject({ journal: { purpose: 'accrual_reversal' } });
  });
  it('happens once, and the refusal says which journal to reverse instead', () => {
    const posted = post();
    expect(reverseJournal({ journal: { ...posted, reversed_by_id: 'J2' }, posting_date: '2026-02-01' })).toMatchObject({ ok: false, code: 'ALREADY_REVERSED', detail: 'journal J1 was reversed by J2; reverse that one instead' });
    expect(reverseJournal({ journal: { ...posted, status: 'reversed' }, posting_date: '2026-02-01' })).toMatchObject({ ok: false, code: 'ALREADY_REVERSED', detail: 'journal J1 was reversed by another journal; reverse that one instead' });
    expect(reverseJournal({ journal: { ...posted, status: 'draft' }, posting_date: '2026-02-01' })).toMatchObject({ ok: false, code: 'UNAPPROVED', detail: 'journal J1 is draft, only posted journals are reversed', why: [{ rule: 'COR-8', detail: 'journal J1 is draft, only posted journals are reversed' }] });
  });
  it('a credit memo is a document of its own', () => {
    const credit = { original: post(), source_id: 'CM', posting_date: '2026-02-01' };
    expect(creditMemoJournal(credit)).toMatchObject({ source_type: 'credit_memo', purpose: 'credit_memo', source_id: 'CM', source_version: '1', reverses_id: null, why: [{ rule: 'GL-2', detail: 'credit memo mirrors the original lines' }] });
    expect(creditMemoJournal({ ...credit, source_version: 3 })).toMatchObject({ source_version: '3' });
  });
});

describe('checks say what they found', () => {
  it('on balance', () => {
    const good = payrollJournal({ ...head, amount: '10' });
    const spoil = (more: object) => checkBalance({ ...good, lines: [{ ...good.lines[0]!, ...more }, good.lines[1]!] });
    expect(checkBalance(good).why).toEqual([{ rule: 'GL-3', detail: 'balances in both currencies', numbers: { total: '10', functional: '10', rounding: '0' } }]);
    expect(spoil({ debit: '10.01' })).toMatchObject({ detail: 'debits less credits are 0.01', why: [{ rule: 'GL-3', numbers: { transaction: '0.01' } }] });
    expect(spoil({ functional_debit: '9.99' })).toMatchObject({ detail: 'functional debits less credits are -0.01', why: [{ numbers: { functional: '-0.01' } }] });
    const rounding = { ...good.lines[0]!, account_role: 'rounding' as const, debit: '0', functional_debit: '0.03' };
    expect(checkBalance({ ...good, lines: [{ ...good.lines[0]!, functional_debit: '9.97' }, good.lines[1]!, rounding] })).toMatchObject({ code: 'RECON_BREAK', detail: 'rounding 0.03 is above 0.02', why: [{ rule: 'MON-6', numbers: { rounding: '0.03', limit: '0.02' } }] });
  });
  it('on dimensions and people', () => {
    const good = payrollJournal({ ...head, amount: '10' });
    expect(checkDimensions(good, ['project', 'client'])).toMatchObject({ detail: 'missing project on line 1 (labor_clearing), client on line 1 (labor_clearing), project on line 2 (payroll), client on line 2 (payroll)' });
    expect(checkDimensions({ lines: [] }, ['project', 'client']).why).toMatchObject([{ rule: 'GL-6', detail: 'carries project, client' }]);
    expect(checkPrincipals({ approval_status: 'draft' })).toMatchObject({ code: 'UNAPPROVED', detail: 'the source is draft' });
    const manual = { approval_status: 'approved', kind: 'manual' as const, prepared_by: 'a', approved_by: 'b', posted_by: 'c' };
    expect(checkPrincipals(manual)).toMatchObject({ ok: true });
    expect(checkPrincipals({ ...manual, posted_by: null })).toMatchObject({ code: 'SOD_VIOLATION', detail: 'preparer, approver and poster must all be named' });
    expect(checkPrincipals({ ...manual, posted_by: 'a' })).toMatchObject({ code: 'SOD_VIOLATION', detail: 'preparer, approver and poster must be different people' });
  });
});
