import { BillingScheduleLine, Estimate, type EstimateLine } from '#lib/store';
import { newId } from '#lib/canonical';
import { ContractFirm } from '../support/contract-firm.js';

jest.setTimeout(900_000);
let f: ContractFirm;
beforeAll(async () => {
  f = await ContractFirm.found();
}, 900_000);
afterAll(() => f.close());

/** Laws 1 and 5 over everything the firm has done so far. */
const lawsHold = async () => {
  const totals = await f.totals();
  expect([...totals.totals.filter((t) => !t.holds), ...totals.retainers.filter((r) => !r.holds)]).toEqual([]);
};
const estimate = (project: string, version: number, cost: string, date: string, lines: EstimateLine[] = []) => f.em.insert(Estimate, f.em.create(Estimate, {
  id: newId(), tenant_id: 'default', project_id: f.firm.id(project), estimate_version: version, cost_at_completion: cost, hours_at_completion: null, currency: 'USD', material_cost: '0', effective_date: date, reason: 'plan', submitted_by: 'dana', approved_by: 'fiona', approved_at: new Date(), status: 'approved', lines, correlation_id: 'c',
}));

describe('fixed fee', () => {
  it('FF-03: 10,000 in three equal instalments bills each on its date, once', async () => {
    const k = await f.sign([{ contract_type: 'fixed_fee', amount: '10000', billing_method: 'schedule', billing_schedule: ['07', '08', '09'].map((m, i) => ({ seq: String(i + 1), trigger: 'date', bill_date: `2026-${m}-15` })) }]);
    await f.dues(k, '2026-08-31');
    await f.dues(k, '2026-08-31');
    expect(await f.billing(k)).toEqual(['schedule 07-15 ready 3333.34', 'schedule 08-15 ready 3333.33']);
    const [draft] = await f.bill(k, '2026-09');
    expect((await f.lines(draft!)).map((l) => [l.description, Number(l.quantity), l.unit, Number(l.net), l.account_role])).toEqual([
      [`P-${k}, Fixed fee, instalment 1 of 3`, 1, 'instalment', 3333.34, 'contract_liability'], [`P-${k}, Fixed fee, instalment 2 of 3`, 1, 'instalment', 3333.33, 'contract_liability'], [`P-${k}, Fixed fee, instalment 3 of 3`, 1, 'instalment', 3333.33, 'contract_liability'],
    ]);
    const { body } = await f.post(draft!);
    expect(body).toMatchObject({ subtotal: '10000', lines: [{ account_role: 'contract_liability' }, {}, {}] });
    expect((await f.em.findBy(BillingScheduleLine, { contract_id: f.firm.id(k) })).map((l) => l.status)).toEqual(['invoiced', 'invoiced', 'invoiced']);
    await lawsHold();
  });

  it('a changed schedule keeps what is invoiced; one that does not sum to the line changes nothing and is shown until it does', async () => {
    const terms = (second: string) => [{ seq: '1', trigger: 'date', bill_date: '2026-07-15', amount: '4000' }, { seq: '2', trigger: 'date', bill_date: '2026-08-15', amount: second }];
    const k = await f.sign([{ contract_type: 'fixed_fee', amount: '10000', billing_method: 'schedule', billing_schedule: terms('6000') }]);
    await f.post((await f.bill(k, '2026-07'))[0]!);
    await f.amend(k, 0, { billing_schedule: terms('7000') });
    await f.dues(k, '2026-08-31');
    expect(await f.exceptions(k)).toEqual(['OVERBOOKED_SCHEDULE']);
    expect(await f.billing(k)).toEqual(['schedule 07-15 invoiced 4000', 'schedule 08-15 ready 6000']);
    await f.amend(k, 0, { amount: '11000' });
    await f.dues(k, '2026-08-31');
    expect(await f.exceptions(k)).toEqual([]);
    expect(await f.billing(k)).toEqual(['schedule 07-15 invoiced 4000', 'schedule 08-15 ready 7000']);
    await lawsHold();
  });

  it('FF-02, FF-20: progress bills what is earned less what is billed; billed more than earned is flagged, never credited', async () => {
    const k = await f.sign([{ contract_type: 'fixed_fee', amount: '200000', billing_method: 'percent_complete' }]);
    await f.dues(k, '2026-07-31');
    expect(await f.exceptions(k)).toEqual(['EAC_STALE']);
    await f.work(k, '2026-07-06', [{ date: '2026-07-06', hours: '1' }], '60000');
    await estimate(`P-${k}`, 1, '150000', '2026-07-01');
    await f.dues(k, '2026-07-31');
    await f.work(k, '2026-08-03', [{ date: '2026-08-03', hours: '1' }]);
    await estimate(`P-${k}`, 2, '200000', '2026-08-01');
    await f.dues(k, '2026-08-31');
    expect(await f.exceptions(k)).toEqual([]);
    expect(await f.billing(k)).toEqual(['progress 07-31 ready 80000', 'progress 08-31 ready 40000']);
    await estimate(`P-${k}`, 3, '400000', '2026-09-01');
    await f.dues(k, '2026-09-30');
    expect(await f.exceptions(k)).toEqual(['OVERBILLED']);
    expect(await f.billing(k)).toEqual(['progress 07-31 ready 80000', 'progress 08-31 ready 40000']);
    const j = await f.sign([{ contract_type: 'fixed_fee', amount: '10000', billing_method: 'percent_complete' }]);
    await f.work(j, '2026-07-06', [{ date: '2026-07-06', hours: '30' }], '1');
    await estimate(`P-${j}`, 1, '100', '2026-07-01');
    await f.dues(j, '2026-07-31');
    await f.work(j, '2026-08-03', [{ date: '2026-08-03', hours: '35' }]);
    await f.dues(j, '2026-08-31');
    expect(await f.billing(j)).toEqual(['progress 07-31 ready 3000', 'progress 08-31 ready 3500']);
    await lawsHold();
  });

  it('an estimate broken down by line measures a line by its own part and cost; one that leaves the line out bills nothing', async () => {
    const k = await f.sign([{ included_classes: ['time'] }, { contract_type: 'fixed_fee', included_classes: ['time'], amount: '10000', billing_method: 'percent_complete', task_codes: ['BUILD'] }]);
    await f.firm.task(`P-${k}`, 'BUILD');
    await f.work(k, '2026-07-06', [{ date: '2026-07-06', hours: '8', task: `P-${k}:BUILD` }, { date: '2026-07-07', hours: '8' }], '10');
    await estimate(`P-${k}`, 1, '1000', '2026-07-01', [{ line_no: '1', cost_at_completion: '1000' }]);
    await f.dues(k, '2026-07-31');
    expect(await f.exceptions(k)).toEqual(['EAC_STALE']);
    await estimate(`P-${k}`, 2, '1200', '2026-07-02', [{ line_no: '1', cost_at_completion: '1000' }, { line_no: '2', cost_at_completion: '200' }]);
    await f.dues(k, '2026-07-31');
    expect(await f.exceptions(k)).toEqual([]);
    // 80 of 200 on its own line; 160 of 1,200 in the whole project.
    expect((await f.billing(k)).filter((b) => b.startsWith('progress'))).toEqual(['progress 07-31 ready 4000']);
  });

  it('FF-4: retention and discount are taken off each bill; the retention waits for a person', async () => {
    const k = await f.sign([{ contract_type: 'fixed_fee', amount: '1000', retention: '0.1', discount: '0.05', billing_schedule: [{ seq: '1', trigger: 'date', bill_date: '2026-07-15', amount: '1000' }] }]);
    await f.dues(k, '2026-07-31');
    expect(await f.billing(k)).toEqual(['schedule 07-15 ready 855', 'schedule retention 07-15 held 95']);
    await lawsHold();
  });
});

describe('retainers', () => {
  const retainer = (more: object) => ({ contract_type: 'retainer', retainer: { unit: 'hours', fee: '3200', included: '32', overage_rate: '100', ...more } });

  it('RET-01: 32 h and 10 carried in under a cap of 10, 60 h worked: 42 available, 18 beyond', async () => {
    const k = await f.sign([retainer({ rollover_cap: '10' })]);
    await f.work(k, '2026-07-06', [{ date: '2026-07-06', hours: '20' }]);
    await f.work(k, '2026-08-03', [{ date: '2026-08-03', hours: '30' }, { date: '2026-08-04', hours: '30' }]);
    await f.dues(k, '2026-08-31');
    expect(await f.billing(k)).toEqual(['retainer_overage 08-31 ready 1800', 'retainer_period 07-01 ready 3200', 'retainer_period 08-01 ready 3200']);
    expect((await f.totals()).retainers.filter((r) => r.contract_number === k)).toMatchObject([
      { period: '2026-07', granted: '32', drawn: '20', rollover_out: '10', expired: '2', balance: '0', holds: true }, { period: '2026-08', granted: '32', rollover_in: '10', drawn: '42', overage: '18', rollover_out: '0', holds: true },
    ]);
    expect(await f.exceptions(k)).toEqual(['RETAINER_EXHAUSTED']);
    await lawsHold();
  });

  it.each([
    ['RET-02', { fee: '3500', included: '10', overage_rate: undefined }, '12', 700], ['RET-03', { fee: '2000', included: '20', overage_rate: '120' }, '24', 480], ['RET-21', { fee: '1000', included: '10', overage_rate: '150' }, '13', 450],
  ])('%s: the fee and the hours beyond it', async (_id, terms, hours, overage) => {
    const k = await f.sign([retainer(terms)]);
    await f.work(k, '2026-07-06', [{ date: '2026-07-06', hours }]);
    await f.dues(k, '2026-07-31');
    expect(await f.billing(k)).toEqual([`retainer_overage 07-31 ready ${overage}`, `retainer_period 07-01 ready ${Number(terms.fee)}`]);
    await lawsHold();
  });

  it('RET-4: blocked overage is held, absorbed overage is given up at once', async () => {
    for (const [policy, standing] of [['block', 'held'], ['absorb', 'written_off']] as const) {
      const k = await f.sign([retainer({ overage_policy: policy })]);
      await f.work(k, '2026-07-06', [{ date: '2026-07-06', hours: '34' }]);
      await f.dues(k, '2026-07-31');
      expect(await f.billing(k)).toEqual([`retainer_overage 07-31 ${standing} 200`, 'retainer_period 07-01 ready 3200']);
      await lawsHold();
    }
  });

  it('time on a retainer line makes cost and draws at once, without an exception; a correction gives back what it drew', async () => {
    const k = await f.sign([retainer({})]);
    await f.work(k, '2026-07-06', [{ date: '2026-07-06', hours: '8', id: `${k}-a` }]);
    const drawn = async () => Number((await f.t.rows(`select coalesce(sum(quantity), 0) as q from retainer_entry where contract_id = $1 and entry = 'drawdown'`, [f.firm.id(k)]))[0]!['q']);
    await f.dues(k, '2026-07-31');
    expect([await drawn(), await f.exceptions(k)]).toEqual([-8, []]);
    await f.work(k, '2026-07-06', [{ date: '2026-07-06', hours: '6', id: `${k}-a` }]);
    await f.dues(k, '2026-07-31');
    expect(await drawn()).toBe(-6);
    expect((await f.t.rows(`select quantity::float as q from retainer_entry where contract_id = $1 and entry = 'drawdown' order by q`, [f.firm.id(k)])).map((r) => r['q'])).toEqual([-8, -6, 8]);
    await lawsHold();
  });

  it('RET-9: a retainer that starts in the middle of a month grants and bills by days', async () => {
    const k = await f.sign([{ ...retainer({ fee: '3000', included: '30' }), start: '2026-09-16' }]);
    await f.dues(k, '2026-09-30');
    expect(await f.billing(k)).toEqual(['retainer_period 09-16 ready 1500']);
    expect((await f.totals()).retainers.find((r) => r.contract_number === k)).toMatchObject({ granted: '15' });
  });

  it('RET-04: an advance of 5,000 pays an invoice of 3,200 and part of one of 2,500', async () => {
    const k = await f.sign([{ rate_card_code: 'STD', included_classes: ['time'] }, { contract_type: 'retainer', included_classes: ['fee'], retainer: { unit: 'money', fee: '5000', included: '5000', frequency_months: '12' } }]);
    await f.post((await f.bill(k, '2026-07'))[0]!);
    await f.work(k, '2026-07-06', [{ date: '2026-07-06', hours: '32' }]);
    const [first] = await f.bill(k, '2026-07');
    expect((await f.lines(first!)).map((l) => [Number(l.net), l.account_role])).toEqual([[3200, 'contract_asset'], [-3200, 'contract_liability']]);
    expect(Number(first!.total)).toBe(0);
    await f.post(first!);
    await f.work(k, '2026-08-03', [{ date: '2026-08-03', hours: '25' }]);
    const [second] = await f.bill(k, '2026-08');
    expect((await f.lines(second!)).map((l) => Number(l.net))).toEqual([2500, -1800]);
    expect(Number(second!.subtotal)).toBe(700);
    await f.dues(k, '2026-08-31');
    expect((await f.totals()).retainers.filter((r) => r.contract_number === k)).toMatchObject([{ unit: 'money', granted: '5000', drawn: '3200' }, { drawn: '1800' }]);
    await lawsHold();
  });
});

describe('managed services', () => {
  const recurring = (amount: string, more: object = {}) => ({ contract_type: 'managed_services', recurring: { amount, timing: 'advance', service_start: '2026-09-16', anchor_day: '25', ...more } });

  it('MS-01, MS-02: a charge that starts inside its period is prorated by days of that period', async () => {
    const a = await f.sign([recurring('24.95')]);
    await f.dues(a, '2026-09-30');
    expect(await f.billing(a)).toEqual(['recurring 09-16 ready 7.24', 'recurring 09-25 ready 24.95']);
    const b = await f.sign([recurring('24.95', { service_start: '2026-09-30' })]);
    await f.dues(b, '2026-09-30');
    expect(await f.billing(b)).toEqual(['recurring 09-30 ready 20.79']);
  });

  it('MS-21: an add-on is aligned to the anchor of the plan it joins', async () => {
    const k = await f.sign([recurring('17.95', { service_start: '2026-09-30', anchor_day: '20' }), recurring('24.95', { service_start: '2026-10-20', anchor_day: '20' })]);
    await f.dues(k, '2026-10-20');
    expect(await f.billing(k)).toEqual(['recurring 09-30 ready 11.97', 'recurring 10-20 ready 17.95', 'recurring 10-20 ready 24.95']);
  });

  it.each([['MS-03', '10', '20', -5, 10], ['MS-22', '20', '50', -10, 25]])('%s: a price that changes half way is two dated lines, also after the month was invoiced', async (_id, from, to, credit, charge) => {
    const k = await f.sign([recurring(from, { service_start: '2026-09-01', anchor_day: '1' })]);
    await f.post((await f.bill(k, '2026-09'))[0]!);
    await f.firm.put('amendment', `${k}:1`, { amendment_number: '1', contract_id: f.firm.id(k), effective_date: '2026-09-16', status: 'applied', line_changes: [{ line_no: '1', action: 'change', terms: { recurring: { amount: to } } }] });
    await f.amend(k, 0, { recurring: { amount: to, timing: 'advance', service_start: '2026-09-01', anchor_day: '1' } });
    const events = [`recurring 09-01 invoiced ${from}`, `recurring 09-01 ready ${credit}`, `recurring 09-16 ready ${charge}`];
    await f.eventually(k, events);
    const [draft] = await f.bill(k, '2026-10');
    expect(Number(draft!.subtotal)).toBe(Number(to) + credit + charge);
    await lawsHold();
  });

  const usage = (mode: string) => ({ contract_type: 'managed_services', usage: [
    { meter: 'voice', unit: 'minute', block_size: '10', mode, tiers: [{ up_to: '100', price: '1.00' }, { price: '0.50' }] }, { meter: 'data', unit: 'MB', mode, tiers: [{ up_to: '1024', price: '0.5' }, { price: '0.1' }] },
  ] });
  const meter = (k: string, name: string, quantity: string, unit: string, more: object = {}) => f.t.db.ds.transaction(async (em) => (await import('../../apps/process/contract-billing/src/services/accept-usage.js')).acceptUsage(em, { contract_number: k, line_no: '1', meter: name, subject: k, period_start: '2026-07-01', period_end: '2026-07-31', quantity, unit, source_system: 'meters', source_ref: `${k}-${name}`, ...more }, 'c'));

  it.each([['MS-04', 'graduated', [125, 614.4]], ['MS-05', 'volume', [75, 204.8]]])('%s: usage rated %s', async (_id, mode, amounts) => {
    const k = await f.sign([usage(mode)]);
    await meter(k, 'voice', '1500', 'minute');
    await meter(k, 'data', '2048', 'MB');
    await f.dues(k, '2026-07-31');
    expect(await f.billing(k)).toEqual(amounts.map((a) => `usage 07-31 ready ${a}`).sort());
    await lawsHold();
  });

  it('MS-6: late and changed records of a billed month are differences with its dates; the same record again changes nothing', async () => {
    const k = await f.sign([{ contract_type: 'managed_services', usage: [{ meter: 'calls', unit: 'call', allowance: '100', mode: 'flat', tiers: [{ price: '2' }] }] }]);
    expect(await meter(k, 'calls', '150', 'call')).toMatchObject({ outcome: 'accepted' });
    expect(await meter(k, 'calls', '150', 'call')).toMatchObject({ outcome: 'unchanged' });
    expect(await meter(k, 'calls', '151', 'call')).toMatchObject({ outcome: 'conflict' });
    expect(await meter(k, 'calls', '1', 'minute')).toMatchObject({ outcome: 'rejected', errors: [{ field: 'unit' }] });
    await f.post((await f.bill(k, '2026-07'))[0]!);
    await meter(k, 'calls', '160', 'call', { record_version: 2 });
    await meter(k, 'calls', '5', 'call', { subject: 'late' });
    await f.dues(k, '2026-08-31');
    expect((await f.billing(k)).map((e) => e.slice(12))).toEqual(['invoiced 100', 'ready 30']);
    expect(await f.exceptions(k)).toEqual(['LATE_USAGE']);
    const [draft] = await f.bill(k, '2026-08');
    expect((await f.lines(draft!)).map((l) => [Number(l.quantity), l.unit, Number(l.unit_price), l.service_from, l.service_to])).toEqual([[15, 'call', 2, '2026-07-01', '2026-07-31']]);
    await lawsHold();
  });
});

it('TM-24: a month of 4,180 under a minimum of 5,000 bills a line of 820; late work takes it back', async () => {
  const k = await f.sign([{ included_classes: ['time'], minimum_amount: '5000' }]);
  await f.work(k, '2026-07-06', [{ date: '2026-07-06', hours: '41.8' }]);
  const [draft] = await f.bill(k, '2026-07');
  expect((await f.lines(draft!)).map((l) => Number(l.net))).toEqual([4180, 820]);
  await f.post(draft!);
  await f.work(k, '2026-07-13', [{ date: '2026-07-13', hours: '5' }]);
  await f.dues(k, '2026-08-31');
  expect((await f.billing(k)).filter((e) => e.includes('adjustment')).map((e) => e.slice(17)).sort()).toEqual(['invoiced 820', 'ready -500', 'ready 5000']);
  await lawsHold();
});
