import 'reflect-metadata';
import * as rules from '../index.js';
import type { Journal, JournalHead } from '../index.js';
import { demanding } from '../testing/demanding.js';

const {
  accountBalances, advanceInvoiceJournal, checkBalance, checkDimensions, checkPrincipals, creditMemoJournal, crossEntityJournals, expenseBilledJournal, expenseJournal, fxDifferenceJournal, invoiceJournal, journalKey, laborCost, laborCostJournal, laborVarianceJournal, lossProvisionJournal, payrollJournal, payrollTrueUp, recognitionJournal, registerJournal, resolveCostRate, revenueAccrualJournal, reverseJournal,
} = demanding(rules);

const head: JournalHead = { legal_entity_id: 'LE', source_id: 's1', currency: 'USD', dimensions: { project: 'P', client: 'C', practice: 'X', region: 'R', legal_entity: 'LE', contract_line: 'CL' } };
const sides = (j: Journal) => j.lines.map((l) => [l.account_role, l.debit, l.credit]);

describe('templates (GL-2)', () => {
  it.each<[string, () => Journal, [string, string, string][]]>([
    ['payroll', () => payrollJournal({ ...head, amount: '10' }), [['labor_clearing', '10.00', '0.00'], ['payroll', '0.00', '10.00']]],
    ['variance', () => laborVarianceJournal({ ...head, variance: '-4' }), [['labor_variance', '0.00', '4.00'], ['labor_clearing', '4.00', '0.00']]],
    ['advance', () => advanceInvoiceJournal({ ...head, net: '100', tax: '20' }), [['receivable', '120.00', '0.00'], ['contract_liability', '0.00', '100.00'], ['tax_payable', '0.00', '20.00']]],
    ['invoice without tax', () => invoiceJournal({ ...head, net: '100', tax: '0' }), [['receivable', '100.00', '0.00'], ['contract_asset', '0.00', '100.00']]],
    ['expense', () => expenseJournal({ ...head, net_cost: '100', recoverable_tax: '7' }), [['expense_cost', '100.00', '0.00'], ['recoverable_tax', '7.00', '0.00'], ['expense_payable', '0.00', '107.00']]],
    ['expense billed as principal', () => expenseBilledJournal({ ...head, billed: '110', cost: '100' }), [['contract_asset', '110.00', '0.00'], ['revenue_expense_reimbursement', '0.00', '110.00']]],
    ['expense billed as agent', () => expenseBilledJournal({ ...head, billed: '110', cost: '100', presentation: 'agent' }), [['contract_asset', '110.00', '0.00'], ['revenue_expense_reimbursement', '0.00', '10.00'], ['expense_cost', '0.00', '100.00']]],
    ['recognition beyond the liability', () => recognitionJournal({ ...head, amount: '100', contract_liability_balance: '60' }), [['contract_liability', '60.00', '0.00'], ['contract_asset', '40.00', '0.00'], ['revenue_services', '0.00', '100.00']]],
    ['recognition within the liability', () => recognitionJournal({ ...head, amount: '100', contract_liability_balance: '160' }), [['contract_liability', '100.00', '0.00'], ['revenue_services', '0.00', '100.00']]],
    ['revenue taken back', () => recognitionJournal({ ...head, amount: '-10', contract_liability_balance: '60' }), [['contract_asset', '0.00', '10.00'], ['revenue_services', '10.00', '0.00']]],
    ['loss', () => lossProvisionJournal({ ...head, amount: '30' }), [['provision_expense', '30.00', '0.00'], ['loss_provision', '0.00', '30.00']]],
    ['loss released', () => lossProvisionJournal({ ...head, amount: '-30' }), [['provision_expense', '0.00', '30.00'], ['loss_provision', '30.00', '0.00']]],
    ['exchange gain', () => fxDifferenceJournal({ ...head, item: 'receivable', gain: '5' }), [['receivable', '5.00', '0.00'], ['fx_gain_loss', '0.00', '5.00']]],
  ])('%s', (_name, make, expected) => {
    const journal = make();
    expect(sides(journal)).toEqual(expected);
    expect(checkBalance(journal)).toMatchObject({ ok: true });
  });
  it('posts the reversal of cost on the other sides', () => expect(sides(laborCostJournal({ ...head, hours: '-8', cost_rate: '100' }))).toEqual([['labor_cost', '0.00', '800.00'], ['labor_clearing', '800.00', '0.00']]));
  it('bills between entities under one correlation id (GL-7)', () => {
    const both = crossEntityJournals({ correlation_id: 'c', transfer_amount: '50', worker_entity: { ...head, legal_entity_id: 'A' }, project_entity: { ...head, legal_entity_id: 'B' } });
    expect(both.journals.map((j) => [j.legal_entity_id, j.lines[0]!.account_role, checkBalance(j).ok])).toEqual([['A', 'intercompany_receivable', true], ['B', 'intercompany_cost', true]]);
  });
});

describe('balance in two currencies (GL-3)', () => {
  const foreign = { ...head, currency: 'USD', functional_currency: 'JPY', fx_rate: '149.5' };
  it('puts the conversion difference on rounding', () => {
    const journal = invoiceJournal({ ...foreign, net: '10.01', tax: '1.01' });
    expect(journal.lines.map((l) => [l.account_role, l.functional_debit, l.functional_credit])).toEqual([['receivable', '1647', '0'], ['contract_asset', '0', '1496'], ['tax_payable', '0', '151']]);
    const off = invoiceJournal({ ...foreign, fx_rate: '150', net: '10.01', tax: '1.01' });
    expect(off.lines.at(-1)).toMatchObject({ account_role: 'rounding', functional_debit: '1', functional_credit: '0', debit: '0.00', credit: '0.00' });
    expect(checkBalance(off)).toMatchObject({ ok: true });
  });
  it('needs a rate when the currencies differ', () => expect(() => invoiceJournal({ ...head, functional_currency: 'EUR', net: '1', tax: '0' })).toThrow(expect.objectContaining({ code: 'FX_RATE_MISSING' })));
  it('finds a journal out of balance, in either currency', () => {
    const good = payrollJournal({ ...head, amount: '10' });
    const spoil = (more: object) => checkBalance({ ...good, lines: [{ ...good.lines[0]!, ...more }, good.lines[1]!] });
    expect(spoil({ debit: '10.01' })).toMatchObject({ ok: false, code: 'UNBALANCED' });
    expect(spoil({ functional_debit: '10.01' })).toMatchObject({ ok: false, code: 'UNBALANCED' });
  });
  it('does not hide an error in rounding', () => {
    const good = payrollJournal({ ...head, amount: '10' });
    const line = (debit: string, credit: string) => ({ ...good.lines[0]!, account_role: 'rounding' as const, debit: '0.00', credit: '0.00', functional_debit: debit, functional_credit: credit });
    expect(checkBalance({ ...good, lines: [{ ...good.lines[0]!, functional_debit: '9.97' }, good.lines[1]!, line('0.03', '0.00')] })).toMatchObject({ ok: false, code: 'RECON_BREAK' });
    expect(checkBalance({ ...good, lines: [{ ...good.lines[0]!, functional_debit: '9.98' }, good.lines[1]!, line('0.02', '0.00')] })).toMatchObject({ ok: true });
  });
});

describe('controls (GL-4..6, COR-8)', () => {
  const journal = revenueAccrualJournal({ ...head, amount: '10', source_version: 2 });
  it('keys by entity, source, version and purpose', () => {
    const keys = [journal, { ...journal, legal_entity_id: 'B' }, { ...journal, source_id: 'B' }, { ...journal, source_type: 'B' }, { ...journal, source_version: '3' }, { ...journal, purpose: 'B' }, { ...journal, source_type: 'a|b', source_id: 'c' }, { ...journal, source_type: 'a', source_id: 'b|c' }].map(journalKey);
    expect(new Set(keys).size).toBe(keys.length);
  });
  it('answers a replay with the first id and refuses other content under the key', () => {
    const first = registerJournal([], journal, 'j1');
    if (!first.ok) throw new Error('not registered');
    expect(registerJournal(first.registered, journal, 'j2')).toMatchObject({ ok: true, id: 'j1', replay: true });
    expect(registerJournal(first.registered, revenueAccrualJournal({ ...head, amount: '11', source_version: 2 }), 'j2')).toMatchObject({ ok: false, code: 'IDEMPOTENCY_CONFLICT', id: 'j1' });
  });
  it('names missing dimensions', () => {
    expect(checkDimensions(journal)).toMatchObject({ ok: true });
    expect(checkDimensions(revenueAccrualJournal({ ...head, amount: '1', dimensions: { project: 'P' } }))).toMatchObject({ ok: false, code: 'MISSING_DIMENSION', detail: expect.stringContaining('region on line 1') });
    expect(checkDimensions(revenueAccrualJournal({ ...head, amount: '1', dimensions: { project: 'P' } }), ['project'])).toMatchObject({ ok: true });
  });
  it('separates preparer, approver and poster', () => {
    const people = { approval_status: 'approved', kind: 'manual' as const, prepared_by: 'a', approved_by: 'b', posted_by: 'c' };
    expect(checkPrincipals(people)).toMatchObject({ ok: true });
    expect(checkPrincipals({ ...people, posted_by: 'b' })).toMatchObject({ code: 'SOD_VIOLATION' });
    expect(checkPrincipals({ ...people, posted_by: null })).toMatchObject({ code: 'SOD_VIOLATION' });
    expect(checkPrincipals({ approval_status: 'approved' })).toMatchObject({ ok: true });
    expect(checkPrincipals({ approval_status: 'submitted' })).toMatchObject({ code: 'UNAPPROVED' });
  });
  it('reverses posted journals only', () => expect(reverseJournal({ journal: { ...journal, id: 'j', status: 'submitted' }, posting_date: '2026-01-01' })).toMatchObject({ ok: false, code: 'UNAPPROVED' }));
  it('leaves nothing of an invoice and its credit memo', () => {
    const invoice = invoiceJournal({ ...head, net: '100', tax: '20' });
    const credit = creditMemoJournal({ original: invoice, source_id: 'cm1', posting_date: '2026-02-01' });
    expect(credit).toMatchObject({ source_type: 'credit_memo', source_id: 'cm1', reverses_id: null });
    expect(accountBalances([invoice, credit])).toEqual({ receivable: '0', contract_asset: '0', tax_payable: '0' });
  });
});

describe('cost (GL-1, GL-2)', () => {
  it('pays the overtime multiplier only when payroll does', () => {
    const time = { hours: '2', cost_rate: '100', currency: 'USD', overtime_multiplier: '1.5' };
    expect(laborCost(time).cost).toBe('200.00');
    expect(laborCost({ ...time, overtime_paid: true }).cost).toBe('300.00');
  });
  const rates = [
    { worker_id: 'w1', currency: 'USD', rate: '90', effective_from: '2026-01-01', effective_to: '2026-01-31' }, { worker_id: 'w1', currency: 'USD', rate: '95', effective_from: '2026-02-01' },
    { role: 'DEV', currency: 'USD', rate: '80', effective_from: '2026-01-01' }, { grade: 'G1', currency: 'USD', rate: '70', effective_from: '2026-01-01' },
  ];
  const at = (more: object) => resolveCostRate({ work_date: '2026-01-31', worker_id: 'w1', role: 'DEV', grade: 'G1', rates, ...more });
  it('takes the worker’s rate of the day, then role, then grade', () => {
    expect(at({})).toMatchObject({ rate: '90', subject: 'worker' });
    expect(at({ work_date: '2026-02-01' })).toMatchObject({ rate: '95' });
    expect(at({ worker_id: 'w2' })).toMatchObject({ rate: '80', subject: 'role' });
    expect(at({ worker_id: 'w2', role: 'PM' })).toMatchObject({ rate: '70', subject: 'grade' });
    expect(at({ basis: 'role_standard' })).toMatchObject({ rate: '80' });
  });
  it('never costs at zero for want of a rate', () => {
    expect(at({ worker_id: 'w2', role: null, grade: null })).toMatchObject({ ok: false, code: 'MISSING_COST_RATE' });
    expect(at({ kind: 'actual' })).toMatchObject({ ok: false, code: 'MISSING_COST_RATE' });
    expect(at({ rates: [...rates, { ...rates[0]!, rate: '91' }] })).toMatchObject({ ok: false, code: 'AMBIGUOUS_RATE' });
  });
  it('spreads a variance to the cent', () => expect(payrollTrueUp({ projects: ['1', '1', '1'].map((hours, i) => ({ project_id: `p${i}`, hours, standard_cost: '10' })), payroll_actual: '30.10', currency: 'USD', policy: 'spread_by_hours' }).projects.map((p) => p.amount)).toEqual(['0.04', '0.03', '0.03']));
});
