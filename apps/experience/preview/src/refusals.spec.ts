import 'reflect-metadata';
import { PreviewServer } from './testing/preview-server.js';

let server: PreviewServer;
beforeAll(async () => void (server = await PreviewServer.start()));
afterAll(() => server.stop());

const DAY = '2026-07-06';
const card = (more: object = {}) => ({ card_version_id: 'V1', scope_type: 'global', currency: 'USD', effective_from: '2026-01-01', lines: [{ line_id: '1', rate: '200' }], ...more });
const time = (more: object = {}) => ({ currency: 'USD', rate_cards: [card()], entries: [{ id: 'a', work_date: DAY, hours: '8' }], ...more });
const invoice = (more: object = {}, line: object = {}) => ({ currency: 'USD', invoice_date: '2026-07-31', lines: [{ id: '1', event_date: DAY, net: '100', tax_rate: '0.1', ...line }], ...more });
const revenue = (obligation: object, more: object = {}) => ({ currency: 'USD', obligations: [{ id: 'po', price: '1000', ...obligation }], ...more });
const period = (period_id: string, start: string, end: string, status: string) => ({ period_id, start, end, status });
const [JUNE, JULY] = [period('2026-06', '2026-06-01', '2026-06-30', 'closed'), period('2026-07', '2026-07-01', '2026-07-31', 'closed')];

describe('what a rule refuses is 422 with code, rule, field and fix', () => {
  test.each<[code: string, rule: string, field: string, path: string, body: object]>([
    ['MISSING_RATE', 'RATE-5', 'entries[0]', 'time-prices', time({ rate_cards: [card({ effective_from: '2026-08-01' })] })],
    ['MISSING_RATE', 'RATE-5', 'entries[0]', 'time-prices', time({ rate_cards: [card({ currency: 'EUR' })] })],
    ['MISSING_RATE', 'RATE-5', 'entries[0]', 'time-prices', time({ rate_cards: [card({ approval_status: 'draft' })] })],
    ['AMBIGUOUS_RATE', 'RATE-6', 'rate_cards[0]', 'time-prices', time({ rate_cards: [card({ lines: [{ line_id: '1', rate: '200' }, { line_id: '2', rate: '210' }] })] })],
    ['AMBIGUOUS_RATE', 'RATE-6', 'entries[0]', 'time-prices', time({ rate_cards: [card(), card({ card_version_id: 'V2' })] })],
    ['INVALID_INPUT', 'RATE-6', 'rate_cards[0]', 'time-prices', time({ rate_cards: [card({ lines: [{ line_id: '1', rate: '1600', unit: 'day' }] })] })],
    ['INVALID_INPUT', 'TM-2', 'entries[0].billable_hours', 'time-prices', time({ entries: [{ id: 'a', work_date: DAY, hours: '8', billable_hours: '9' }] })],
    ['INVALID_INPUT', 'TM-3', 'entries[0].hours', 'time-prices', time({ time_increment: '0' })],
    ['INVALID_INPUT', 'TM-5', 'caps', 'time-prices', time({ caps: [{ level: 'contract' }] })],
    ['UNAPPROVED', 'TM-8', 'entries[0]', 'time-prices', time({ entries: [{ id: 'a', work_date: DAY, hours: '8', approval_status: 'submitted' }] })],
    ['PROJECT_NOT_OPEN', 'TM-8', 'entries[0]', 'time-prices', time({ billing: { project_status: 'on_hold' } })],
    ['MISSING_CONTRACT', 'TM-8', 'entries[0]', 'time-prices', time({ billing: { line_end: '2026-06-30' } })],
    ['ASSIGNMENT_WINDOW', 'TM-8', 'entries[0]', 'time-prices', time({ entries: [{ id: 'a', work_date: DAY, hours: '8', assignment: { end: '2026-06-30' } }] })],
    ['MISSING_COST_RATE', 'GL-1', 'entries[0]', 'time-prices', time({ cost_rates: [] })],
    ['PERIOD_CLOSED', 'CLS-3', 'entries[0].work_date', 'time-prices', time({ periods: [JUNE, JULY] })],
    ['PERIOD_CLOSED', 'CLS-3', 'entries[0].work_date', 'time-prices', time({ periods: [JULY, period('2026-08', '2026-08-01', '2026-08-31', 'open')], policy: { closed_period: 'ask_reopen' } })],
    ['PERIOD_MISSING', 'CLS-4', 'entries[0].work_date', 'time-prices', time({ periods: [JUNE] })],
    ['INVALID_CURRENCY', 'MON-2', 'currency', 'time-prices', time({ currency: 'XAU' })],
    ['INVALID_TAX', 'TAX-1', 'lines[0]', 'invoice-drafts', invoice({}, { tax_rate: undefined })],
    ['INVALID_TAX', 'TAX-6', 'lines[0]', 'invoice-drafts', invoice({}, { tax_rate: '0' })],
    ['INVALID_TAX', 'TAX-6', 'allowances[0]', 'invoice-drafts', invoice({ allowances: [{ amount: '5', tax_rate: '0' }] })],
    ['INVALID_TAX', 'TAX-5', 'lines[0]', 'invoice-drafts', invoice({ tax_rates: [{ tax_code: 'V', rate: '0.2', effective_from: '2026-08-01' }] }, { tax_rate: undefined, tax_code: 'V' })],
    ['FX_RATE_MISSING', 'MON-7', 'lines[0]', 'invoice-drafts', invoice({ fx_rates: [{ from: 'USD', to: 'EUR', date: '2026-07-31', rate: '0.9' }] }, { currency: 'EUR' })],
    ['OVERBILLED', 'FF-3', 'lines[0].progress_fee', 'invoice-drafts', invoice({}, { net: undefined, progress_fee: { fee: '1000', progress: '0.3', billed_to_date: '400' } })],
    ['INVALID_INPUT', 'INV-3', 'lines[0]', 'invoice-drafts', invoice({}, { unit_price: '10' })],
    ['INVALID_INPUT', 'INV-3', 'lines[0].quantity', 'invoice-drafts', invoice({}, { quantity: '4' })],
    ['INVALID_INPUT', 'REV-8', 'obligations[0].recognized_to_date', 'revenue-schedules', revenue({ recognized_to_date: '1', straight_line: { start: DAY, end: DAY } })],
    ['INVALID_INPUT', 'INV-1', 'prepaid', 'invoice-drafts', { ...invoice({ prepaid: '10' }), lines: ['C-1', 'C-2'].map((contract_id) => ({ id: contract_id, contract_id, event_date: DAY, net: '100', tax_rate: '0.1' })) }],
    ['METHOD_NOT_ALLOWED', 'TAX-4', 'policy.tax_method', 'invoice-drafts', invoice({ tax_included: true, policy: { tax_method: 'per_category' } })],
    ['OVERCREDIT', 'COR-7', 'lines[0].credit', 'credit-memo-drafts', { currency: 'USD', lines: [{ id: '1', net: '100', credited: ['60'], credit: '50', tax_rate: '0.1' }] }],
    ['INVALID_INPUT', 'COR-7', 'lines', 'credit-memo-drafts', { currency: 'USD', lines: [{ id: '1', net: '100', tax_rate: '0.1' }] }],
    ['EAC_STALE', 'REV-6', 'obligations[0].cost_to_cost.points[1]', 'revenue-schedules', revenue({ cost_to_cost: { points: [{ period_id: '1', cost_to_date: '100', eac: '500' }, { period_id: '2', cost_to_date: '600', eac: '500' }] } })],
    ['EAC_STALE', 'REV-6', 'obligations[0].units.points[0]', 'revenue-schedules', revenue({ units: { total_units: '2', points: [{ period_id: '1', units_to_date: '3' }] } })],
    ['INVALID_INPUT', 'REV-3', 'obligations[0].units.total_units', 'revenue-schedules', revenue({ units: { total_units: '0', points: [{ period_id: '1', units_to_date: '0' }] } })],
    ['METHOD_NOT_ALLOWED', 'REV-10', 'obligations[0].output_milestones.periods[0]', 'revenue-schedules', revenue({ output_milestones: { shows_transfer: false, milestones: [{ id: 'm', weight: '1' }], periods: [{ period_id: '1', end: '2026-07-31' }] } })],
    ['METHOD_NOT_ALLOWED', 'REV-9', 'obligations[0].as_invoiced', 'revenue-schedules', revenue({ as_invoiced: { work: [], periods: [{ period_id: '1', start: '2026-07-01', end: '2026-07-31' }], cap_expected_to_bite: true } })],
    ['METHOD_NOT_ALLOWED', 'REV-3', 'obligations[0]', 'revenue-schedules', revenue({ straight_line: { start: DAY, end: DAY }, point_in_time: { periods: [{ period_id: '1', end: DAY }] } })],
    ['PERIOD_MISSING', 'REV-8', 'obligations[0].straight_line', 'revenue-schedules', revenue({ straight_line: { start: '2026-07-01', end: '2026-08-31', periods: [{ period_id: '1', start: '2026-07-01', end: '2026-07-31' }] } })],
    ['INVALID_INPUT', 'REV-8', 'obligations[0].straight_line.end', 'revenue-schedules', revenue({ straight_line: { start: '2026-07-01', end: '9026-08-31' } })],
    ['INVALID_INPUT', 'REV-13', 'obligations[0].price', 'revenue-schedules', revenue({ price: undefined, straight_line: { start: DAY, end: DAY } })],
    ['METHOD_NOT_ALLOWED', 'REV-13', 'obligations', 'revenue-schedules', { currency: 'USD', transaction_price: '100', obligations: [{ id: 'a', ssp: '100' }, { id: 'b', residual: true }] }],
    ['EAC_STALE', 'MOD-4', 'cumulative_catch_up', 'contract-modifications', { currency: 'USD', amendment: { approved: true, remaining_distinct: 'no' }, cumulative_catch_up: { transaction_price: '100', recognized_to_date: '10', cost_to_date: '9', eac: '8' } }],
    ['METHOD_NOT_ALLOWED', 'MOD-4', 'cumulative_catch_up', 'contract-modifications', { currency: 'USD', amendment: { approved: true, remaining_distinct: 'yes' }, cumulative_catch_up: { transaction_price: '100', recognized_to_date: '10', progress: '0.5' } }],
    ['INVALID_INPUT', 'UTL-2', 'workers[0]', 'utilizations', { from: '2026-07-01', to: '2026-07-31', workers: [{ worker_id: 'w', fte: '2', calendar: { weekday_hours: ['8', '8', '8', '8', '8', '0', '0'] } }] }],
    ['INVALID_INPUT', 'UTL-1', 'workers[0].hours', 'utilizations', { workers: [{ worker_id: 'w', hours: { billable_hours: '8' } }] }],
    ['INVALID_INPUT', 'UTL-1', 'to', 'utilizations', { from: '2025-01-01', to: '2026-12-31', workers: [{ worker_id: 'w' }] }],
    ['INVALID_INPUT', 'UTL-1', 'workers', 'utilizations', { from: '2026-01-01', to: '2026-12-31', workers: Array.from({ length: 21 }, (_, i) => ({ worker_id: `w${i}`, calendar: { weekday_hours: ['8', '8', '8', '8', '8', '0', '0'] } })) }],
    ['FX_RATE_MISSING', 'MON-7', 'amounts[0]', 'currency-conversions', { from_currency: 'USD', to_currency: 'EUR', date: DAY, amounts: [{ id: '1', amount: '1' }], rates: [{ from: 'EUR', to: 'USD', date: DAY, rate: '1.1' }] }],
    ['FX_RATE_MISSING', 'MON-7', 'amounts[0]', 'currency-conversions', { from_currency: 'USD', to_currency: 'EUR', date: DAY, amounts: [{ id: '1', amount: '1' }], rates: [{ from: 'USD', to: 'EUR', date: DAY, rate: '0' }] }],
  ])('%s (%s) about %s', async (code, rule, field, path, body) => {
    const answer = await server.post(path, body);
    expect(answer).toMatchObject({ status: 422, body: { class: 'business_rejection', code, errors: [{ field, message: expect.stringMatching(new RegExp(`^${code} \\(${rule}\\): .`)), fix: expect.stringMatching(/^[A-Z].+\.$/) }] } });
    expect(answer.body.detail).toContain(code);
  });

  test('every entry that has no rate is named at once', async () => {
    const { body } = await server.post('time-prices', time({ rate_cards: [card({ lines: [{ line_id: '1', role: 'DEV', rate: '1' }] })], entries: ['DEV', 'QA', 'PM'].map((role) => ({ id: role, work_date: DAY, hours: '1', role })) }));
    expect(body.errors.map((e: { field: string }) => e.field)).toEqual(['entries[1]', 'entries[2]']);
  });

  test('many refusals are cut at fifty', async () => {
    const { body } = await server.post('time-prices', time({ rate_cards: [], entries: Array.from({ length: 80 }, (_, i) => ({ id: `e${i}`, work_date: DAY, hours: '1' })) }));
    expect(body.errors).toHaveLength(50);
  });
});

describe('what is not well-formed is 400 with the path of the field', () => {
  test.each<[field: string, path: string, body: unknown]>([
    ['surprise', 'time-prices', time({ surprise: 1 })],
    ['entries[0].netto', 'time-prices', time({ entries: [{ id: 'a', work_date: DAY, hours: '8', netto: '1' }] })],
    ['entries[0].hours', 'time-prices', time({ entries: [{ id: 'a', work_date: DAY, hours: 8 }] })],
    ['entries[0].work_date', 'time-prices', time({ entries: [{ id: 'a', work_date: '2026-02-30', hours: '8' }] })],
    ['rate_cards[0].lines[0].rate', 'time-prices', time({ rate_cards: [card({ lines: [{ line_id: '1', rate: '-1' }] })] })],
    ['rate_cards[0].lines', 'time-prices', time({ rate_cards: [card({ lines: [] })] })],
    ['entries', 'time-prices', time({ entries: [] })],
    ['entries', 'time-prices', time({ entries: ['a', 'a'].map((id) => ({ id, work_date: DAY, hours: '1' })) })],
    ['entries', 'time-prices', time({ entries: Array.from({ length: 501 }, (_, i) => ({ id: `e${i}`, work_date: DAY, hours: '1' })) })],
    ['entries[0]', 'time-prices', time({ entries: [[]] })],
    ['context', 'time-prices', time({ context: [] })],
    ['policy.cap_policy', 'time-prices', time({ policy: { cap_policy: 'ignore' } })],
    ['policy.tax_method', 'time-prices', time({ policy: { tax_method: 'per_line' } })],
    ['policy.time_rounding', 'time-prices', time({ policy: { time_rounding: ['up'] } })],
    ['lines[0].tax_rate', 'invoice-drafts', invoice({}, { tax_rate: '20' })],
    ['lines[0].line_charges', 'invoice-drafts', invoice({}, { line_charges: [5] })],
    ['obligations[0].cost_to_cost.points[0].cost_to_date', 'revenue-schedules', revenue({ cost_to_cost: { points: [{ period_id: '1', cost_to_date: 'x', eac: '1' }] } })],
    ['separate_contract', 'contract-modifications', { currency: 'USD', amendment: { approved: true, adds_distinct_services: true, priced_at_ssp: true }, separate_contract: [] }],
    ['amendment', 'contract-modifications', { currency: 'USD', amendment: null }],
    ['workers[0].calendar.weekday_hours', 'utilizations', { workers: [{ worker_id: 'w', calendar: { weekday_hours: ['8'] } }] }],
    ['definitions', 'utilizations', { definitions: ['U12'], workers: [{ worker_id: 'w' }] }],
    ['currency', 'margins', []],
    ['currency', 'margins', null],
    ['items', 'margins', { currency: 'USD', items: { id: 'x' } }],
  ])('%s of %s', async (field, path, body) => {
    const answer = await server.post(path, body);
    expect([answer.status, answer.body.class]).toEqual([400, 'validation']);
    expect(answer.body.errors.map((e: { field: string }) => e.field)).toContain(field);
    expect(answer.body.errors.every((e: { fix: string }) => e.fix.length > 0)).toBe(true);
  });
});
