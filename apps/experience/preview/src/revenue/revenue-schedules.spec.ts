import 'reflect-metadata';
import { PreviewServer } from '../testing/preview-server.js';

let server: PreviewServer;
beforeAll(async () => void (server = await PreviewServer.start()));
afterAll(() => server.stop());

async function schedule(obligations: object[], more: object = {}) {
  const { status, body } = await server.post('revenue-schedules', { currency: 'USD', obligations, ...more });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}
const one = async (obligation: object, more: object = {}) => (await schedule([{ id: 'po', price: '1000', ...obligation }], more)).obligations[0].lines;
const JULY = { period_id: '2026-07', end: '2026-07-31' };
const AUGUST = { period_id: '2026-08', end: '2026-08-31' };

describe('measures', () => {
  test('the lines of a straight-line schedule sum to the price by every method', async () => {
    const straight_line = { start: '2026-07-15', end: '2026-09-30' };
    const of = async (straight_line_method: string) => (await one({ straight_line }, { policy: { straight_line_method } })).map((l: any) => l.period_revenue);
    expect(await of('exact_days')).toEqual(['217.95', '397.44', '384.61']);
    expect(await of('equal_periods')).toEqual(['333.33', '333.33', '333.34']);
    expect(await of('full_months_equal')).toEqual(['215.19', '392.41', '392.40']);
    expect((await one({ straight_line })).at(-1)).toMatchObject({ progress: '1', remaining: '0.00', cumulative_revenue: '1000.00' });
  });

  test('a fall of progress reverses revenue in the current period', async () => {
    const lines = await one({ hours: { planned_hours: '100', points: [{ period_id: '1', approved_hours: '50' }, { period_id: '2', approved_hours: '60', remaining_scheduled_hours: '90' }] } });
    expect(lines.map((l: any) => l.period_revenue)).toEqual(['500.00', '-100.00']);
    expect(lines[1].why.map((w: any) => w.rule)).toContain('REV-6');
  });

  test('goes on from what was recognized before', async () => {
    expect(await one({ recognized_to_date: '120', units: { total_units: '3', points: [{ period_id: '1', units_to_date: '1' }, { period_id: '2', units_to_date: '3' }] } })).toMatchObject([{ period_revenue: '213.33', cumulative_revenue: '333.33' }, { period_revenue: '666.67', cumulative_revenue: '1000.00' }]);
  });

  test('milestones as output count by weight from the day they were achieved', async () => {
    const milestones = [{ id: 'a', weight: '1', achieved_on: '2026-07-31' }, { id: 'b', weight: '3', achieved_on: '2026-08-01' }, { id: 'c', weight: '4' }];
    expect(await one({ output_milestones: { shows_transfer: true, milestones, periods: [JULY, AUGUST] } })).toMatchObject([{ progress: '0.125', period_revenue: '125.00' }, { progress: '0.5', period_revenue: '375.00', remaining: '500.00' }]);
  });

  test('on acceptance: invoiced before it is a liability, and the whole price comes with it', async () => {
    const lines = await one({ point_in_time: { invoiced_on: '2026-07-20', accepted_on: '2026-08-03', periods: [JULY, AUGUST] } });
    expect(lines).toMatchObject([{ period_revenue: '0.00', contract_liability: '1000.00', receivable: '1000.00' }, { period_revenue: '1000.00', contract_liability: '0.00' }]);
  });

  test('as invoiced: approved work of the period, whether or not it was invoiced', async () => {
    const as_invoiced = { work: [{ work_date: '2026-07-10', net: '300' }, { work_date: '2026-08-10', net: '200' }, { work_date: '2026-08-11', net: '90', approval_status: 'submitted' }], invoices: [{ invoice_date: '2026-08-05', net: '300' }], periods: [{ ...JULY, start: '2026-07-01' }, { ...AUGUST, start: '2026-08-01' }] };
    expect(await one({ price: undefined, as_invoiced })).toMatchObject([{ period_revenue: '300.00', unbilled: '300.00', receivable: '0.00' }, { period_revenue: '200.00', cumulative_revenue: '500.00', unbilled: '200.00', receivable: '300.00' }]);
  });

  test('cost recovery has no margin', async () => {
    expect(await one({ cost_recovery: { points: [{ period_id: '1', cost_to_date: '80' }, { period_id: '2', cost_to_date: '200', recoverable_cost: '150' }] } })).toMatchObject([{ period_revenue: '80.00', cumulative_profit: '0.00' }, { period_revenue: '70.00', cumulative_profit: '-50.00' }]);
  });

  test('an expected loss stands at once, and the movement goes on from the period before', async () => {
    const cost_to_cost = { points: [{ period_id: '1', cost_to_date: '300', eac: '1200' }, { period_id: '2', cost_to_date: '600', eac: '1200' }] };
    expect((await one({ cost_to_cost })).map((l: any) => l.loss)).toEqual([{ expected_loss: '200.00', provision: '150.00', movement: '150.00', post: true }, { expected_loss: '200.00', provision: '100.00', movement: '-50.00', post: true }]);
    expect((await one({ cost_to_cost }, { policy: { gaap: 'us_gaap' } }))[0].loss).toMatchObject({ provision: '150.00', movement: '0.00', post: false });
    expect((await one({ cost_to_cost: { ...cost_to_cost, contract_in_605_35_scope: true } }, { policy: { gaap: 'us_gaap' } }))[1].loss).toMatchObject({ movement: '-50.00', post: true });
  });
});

describe('price', () => {
  test('allocated parts sum to it, and periods sum the obligations', async () => {
    const straight_line = { start: '2026-07-01', end: '2026-08-31' };
    const body = await schedule(['a', 'b', 'c'].map((id) => ({ id, ssp: '1', straight_line })), { transaction_price: '100' });
    expect(body.obligations.map((o: any) => o.price)).toEqual(['33.34', '33.33', '33.33']);
    expect(body.periods).toEqual([{ period_id: '2026-07', revenue: '50.01' }, { period_id: '2026-08', revenue: '49.99' }]);
  });

  test('a discount goes to its bundle only if all three criteria hold', async () => {
    const obligations = [{ id: 'a', ssp: '40', in_discount_group: true }, { id: 'b', ssp: '55' }, { id: 'c', ssp: '45', in_discount_group: true }];
    const of = async (bundle_sold_at_discount: boolean) => (await schedule(obligations, { transaction_price: '115', discount_criteria: { each_sold_separately: true, bundle_sold_at_discount, discount_is_the_bundles: true } })).obligations.map((o: any) => o.price);
    expect(await of(true)).toEqual(['28.24', '55.00', '31.76']);
    expect(await of(false)).toEqual(['32.86', '45.18', '36.96']);
  });

  test('the constrained estimate of an uncertain price is what is allocated', async () => {
    const of = async (gaap: string) => schedule([{ id: 'a', ssp: '1' }], { policy: { gaap }, uncertain_price: { fixed: '100', method: 'most_likely', outcomes: [{ amount: '20', probability: '0.8' }] } });
    expect([(await of('us_gaap')).transaction_price, (await of('ifrs')).transaction_price]).toEqual(['120.00', '100.00']);
  });
});

test('a mixed modification takes both kinds of figures, a rate change takes none', async () => {
  const figures = { prospective: { remaining_price: '100', added_price: '20', remaining_units: '4' }, cumulative_catch_up: { transaction_price: '1000', recognized_to_date: '400', progress: '0.5' } };
  const modify = async (amendment: object, more: object) => server.post('contract-modifications', { currency: 'USD', amendment: { approved: true, ...amendment }, ...more });
  expect((await modify({ remaining_distinct: 'mixed' }, figures)).body).toMatchObject({ treatment: 'mixed', prospective: { unit_revenue: '30.00' }, cumulative_catch_up: { catch_up: '100.00' } });
  expect((await modify({ as_invoiced_rate_change: true }, figures)).body.errors.map((e: any) => e.field)).toEqual(['prospective', 'cumulative_catch_up']);
});
