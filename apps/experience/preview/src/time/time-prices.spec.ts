import 'reflect-metadata';
import { sum } from '#lib/canonical';
import { PreviewServer } from '../testing/preview-server.js';

let server: PreviewServer;
beforeAll(async () => void (server = await PreviewServer.start()));
afterAll(() => server.stop());

const line = (rate: string, more: object = {}) => ({ line_id: 'l', rate, ...more });
const card = (lines: object[], more: object = {}) => ({ card_version_id: 'V', scope_type: 'global', currency: 'USD', effective_from: '2026-01-01', lines, ...more });
const at100 = card([line('100')]);
const entry = (id: string, work_date: string, hours: string, more: object = {}) => ({ id, work_date, hours, worker_id: 'E-1', task_id: 'T', ...more });
async function price(entries: object[], more: object = {}) {
  const { status, body } = await server.post('time-prices', { currency: 'USD', rate_cards: [at100], entries, ...more });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}

describe('rates', () => {
  test('an approved override beats the assignment, the assignment beats the cards', async () => {
    const assignment = { bill_rate_override: '150' };
    const { entries } = await price([entry('a', '2026-07-06', '1'), entry('b', '2026-07-06', '1', { assignment }), entry('c', '2026-07-06', '1', { assignment, override: { rate: '170', reason: 'agreed', approved_by: 'FRANK' } })]);
    expect(entries.map((e: any) => [e.level, e.rate])).toEqual([['global', '100'], ['assignment', '150'], ['override', '170']]);
  });

  test('another precedence prices by another card', async () => {
    const scopes = { context: { client_id: 'C', region: 'EMEA' }, rate_cards: [card([line('100')], { card_version_id: 'C', scope_type: 'client', scope_id: 'C' }), card([line('120')], { card_version_id: 'L', scope_type: 'region', scope_id: 'EMEA' })] };
    const upland = { ...scopes, policy: { rate_precedence: 'upland' } };
    expect([(await price([entry('a', '2026-07-06', '1')], scopes)).entries[0].level, (await price([entry('a', '2026-07-06', '1')], upland)).entries[0].level]).toEqual(['client', 'client']);
    const dynamics = { ...scopes, rate_cards: [...scopes.rate_cards, card([line('130', { worker_id: 'E-1' })], { card_version_id: 'G' })], policy: { rate_precedence: 'dynamics_finance' } };
    expect((await price([entry('a', '2026-07-06', '1')], dynamics)).entries[0]).toMatchObject({ level: 'resource', rate: '130' });
  });

  test('a day rate bills by hours, or half and whole days by the full-day rule', async () => {
    const rate_cards = [card([line('1600', { unit: 'day', unit_hours: '8' })])];
    const entries = [entry('a', '2026-07-06', '5'), entry('b', '2026-07-07', '7.5')];
    expect((await price(entries, { rate_cards })).entries.map((e: any) => e.net)).toEqual(['1000.00', '1500.00']);
    expect((await price(entries, { rate_cards, full_day_rule: { half_day_hours: '2', full_day_hours: '6' } })).entries.map((e: any) => [e.quantity, e.net])).toEqual([['0.5', '800.00'], ['1', '1600.00']]);
  });

  test('versions of different cards may hold together, a draft version never prices', async () => {
    const { entries } = await price([entry('a', '2026-07-06', '1', { role: 'DEV' })], { rate_cards: [card([line('90', { role: 'DEV' })], { card_version_id: 'D', approval_status: 'draft' }), at100, card([line('110', { role: 'DEV' })], { card_version_id: 'R' })] });
    expect(entries[0]).toMatchObject({ rate: '110', card_version_id: 'R' });
  });
});

describe('hours', () => {
  test('the minimum of a visit is added once, to its first entry, and explained', async () => {
    const { entries } = await price([entry('b', '2026-07-06', '0.5'), entry('a', '2026-07-06', '0.5'), entry('c', '2026-07-07', '3')], { minimum_visit_hours: '2' });
    expect(entries.map((e: any) => [e.id, e.billable_hours, e.net])).toEqual([['b', '0.5', '50.00'], ['a', '1.5', '150.00'], ['c', '3', '300.00']]);
    expect(entries[1].why).toContainEqual({ rule: 'TM-4', detail: 'minimum once per worker, task and date', numbers: { minimum: '2', visits: '2', actual: '1', billable: '2' } });
  });

  test('cost is on the hours worked, whatever is billed', async () => {
    const { entries, totals } = await price([entry('a', '2026-07-06', '8', { billable_hours: '6' })], { time_increment: '4', policy: { time_rounding: 'up' }, cost_rates: [{ worker_id: 'E-1', rate: '40', effective_from: '2026-01-01' }] });
    expect(entries[0]).toMatchObject({ billable_hours: '8', net: '800.00', non_billable_hours: '2', non_billable_value: '200.00', cost: '320.00' });
    expect(totals).toMatchObject({ cost: '320.00', margin_amount: '480.00', margin: '0.6' });
  });

  test('more hours than worked need a reason', async () => {
    expect((await price([entry('a', '2026-07-06', '4', { billable_hours: '5', raise_reason: 'travel agreed' })])).entries[0]).toMatchObject({ billable_hours: '5', net: '500.00', non_billable_hours: '0' });
  });
});

describe('caps and minimums', () => {
  const caps = [{ level: 'line', cap_amount: '1000' }];

  test('are shared out by work date, approval and id, whatever the order of the request', async () => {
    const days = [entry('a', '2026-07-06', '8'), entry('b', '2026-07-07', '8')];
    const [one, other] = [await price(days, { caps }), await price([...days].reverse(), { caps })];
    expect(one.entries.map((e: any) => [e.id, e.billed_net])).toEqual([['a', '800.00'], ['b', '200.00']]);
    expect(other.entries.map((e: any) => [e.id, e.billed_net])).toEqual([['b', '200.00'], ['a', '800.00']]);
    expect(one.totals).toEqual(other.totals);
  });

  test('billed and capped make the net, exactly', async () => {
    const { entries } = await price([entry('a', '2026-07-06', '7.77'), entry('b', '2026-07-07', '7.77')], { caps });
    for (const e of entries) expect(sum([e.cap.billed_net, e.cap.capped_net]).toFixed(2)).toBe(e.net);
  });

  test('a reversal gives back what its original took', async () => {
    const { totals, caps: room } = await price([entry('a', '2026-07-06', '12'), entry('r', '2026-07-07', '-12', { reverses_id: 'a' }), entry('b', '2026-07-08', '9')], { caps });
    expect([totals.billed_net, room[0].available_amount]).toEqual(['900.00', '100']);
  });

  test('a cap in hours per day and worker, and a warning only', async () => {
    const perDay = [{ level: 'daily', cap_hours: '8', per: 'day', by: 'worker' }];
    const entries = [entry('a', '2026-07-06', '10'), entry('b', '2026-07-06', '10', { worker_id: 'E-2' }), entry('c', '2026-07-07', '8')];
    expect((await price(entries, { caps: perDay })).entries.map((e: any) => e.cap.billed_hours)).toEqual(['8', '8', '8']);
    expect((await price(entries, { caps: perDay, policy: { cap_policy: 'warn_only' } })).totals).toMatchObject({ billed_net: '2800.00', capped_net: '0.00' });
  });

  test('a period minimum tops up what was billed; without one a negative total stands', async () => {
    expect((await price([entry('a', '2026-07-06', '4')], { minimum_period_amount: '1000' })).totals).toMatchObject({ billed_net: '400.00', minimum_adjustment: '600.00', total: '1000.00' });
    expect((await price([entry('a', '2026-07-06', '-4')])).totals).toMatchObject({ minimum_adjustment: '0.00', total: '-400.00' });
  });
});

test('work of a closed period posts on the first open day and keeps its date', async () => {
  const periods = [{ period_id: '2026-07', start: '2026-07-01', end: '2026-07-31', status: 'closed' }, { period_id: '2026-08', start: '2026-08-01', end: '2026-08-31', status: 'open' }];
  const { entries } = await price([entry('a', '2026-07-31', '1'), entry('b', '2026-08-03', '1')], { periods });
  expect(entries.map((e: any) => [e.work_date, e.posting_date, e.prior_period])).toEqual([['2026-07-31', '2026-08-01', true], ['2026-08-03', '2026-08-03', false]]);
});

test('yen have no decimals', async () => {
  const { entries, totals } = await price([entry('a', '2026-07-06', '7.25')], { currency: 'JPY', rate_cards: [card([line('12345')], { currency: 'JPY' })] });
  expect([entries[0].net, totals.total]).toEqual(['89501', '89501']);
});

describe('decisions', () => {
  const of = async (billing: object, more: object = {}) => {
    const { entries, totals } = await price([entry('a', '2026-07-06', '8', more)], { billing });
    return [entries[0].decision, entries[0].hold_reason, entries[0].net, totals.invoiceable_net];
  };

  test('what is due bills, what waits is priced and does not bill yet', async () => {
    expect(await of({})).toEqual(['invoiceable', null, '800.00', '800.00']);
    expect(await of({ milestone_gated: true })).toEqual(['held', 'milestone', '800.00', '0.00']);
    expect(await of({ milestone_gated: true, milestone_reached: true })).toEqual(['invoiceable', null, '800.00', '800.00']);
    expect(await of({ period_hold: true })).toEqual(['deferred', 'period', '800.00', '0.00']);
    expect(await of({ bill_on: '2026-08-01', as_of: '2026-07-31' })).toEqual(['deferred', 'bill_date', '800.00', '0.00']);
    expect(await of({}, { assignment: { start: '2026-07-01', end: '2026-07-06' } })).toEqual(['invoiceable', null, '800.00', '800.00']);
  });

  test('non-billable time and time on a fixed fee cost and do not bill; the rate only tells what it would be worth', async () => {
    expect(await of({}, { billable_class: 'non_billable' })).toEqual(['non_billable', null, '0.00', '0.00']);
    expect(await of({ contract_type: 'fixed_fee' })).toEqual(['non_billable', null, '0.00', '0.00']);
    const { entries, totals } = await price([entry('a', '2026-07-06', '8', { billable_class: 'internal' })], { cost_rates: [{ worker_id: 'E-1', rate: '40', effective_from: '2026-01-01' }] });
    expect([entries[0].non_billable_value, totals.cost, totals.total]).toEqual(['800.00', '320.00', '0.00']);
  });

  test('time that does not bill needs no rate, and takes nothing at a fixed price or from a visit minimum', async () => {
    const idle = entry('a', '2026-07-06', '1', { billable_class: 'non_billable' });
    expect((await price([idle], { rate_cards: [] })).entries[0]).toMatchObject({ decision: 'non_billable', rate: null, net: '0.00', non_billable_value: null });
    expect((await price([idle], { rate_cards: [card([line('500', { unit: 'fixed' })])] })).entries[0].net).toBe('0.00');
    expect((await price([idle, entry('b', '2026-07-06', '1')], { minimum_visit_hours: '2' })).entries.map((e: any) => e.net)).toEqual(['0.00', '200.00']);
  });

  test('all of an entry over a cap is capped, a part within it bills', async () => {
    const { entries, totals } = await price([entry('a', '2026-07-06', '8'), entry('b', '2026-07-07', '8'), entry('c', '2026-07-08', '8')], { caps: [{ level: 'line', cap_amount: '1000' }] });
    expect(entries.map((e: any) => [e.decision, e.billed_net])).toEqual([['invoiceable', '800.00'], ['invoiceable', '200.00'], ['capped', '0.00']]);
    expect(entries.map((e: any) => e.why.find((w: any) => w.rule === 'TM-9').detail)).toEqual(['approved, priced, within cap and due', 'the part within the cap at level line bills', 'over the cap at level line']);
    expect(totals.invoiceable_net).toBe('1000.00');
  });
});
