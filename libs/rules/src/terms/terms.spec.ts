import 'reflect-metadata';
import type { ContractLine } from '#lib/canonical';
import { behindEnd, foreseenBills, lineValue, termFaults, treatmentOfChange } from '../index.js';

const base = { line_no: '2', task_codes: [], included_classes: ['time'], cap_policy: 'split_hold', status: 'active' };
const line = (more: object): ContractLine => ({ ...base, contract_type: 'time_and_materials', ...more });
const year = { currency: 'USD', start: '2026-01-01', until: '2027-01-01' };
const bills = [{ seq: '1', trigger: 'date', bill_date: '2026-03-31', pct: '0.3333' }, { seq: '2', trigger: 'milestone', milestone_code: 'M1', pct: '0.6667' }];

describe('terms that are not enough', () => {
  it.each<[string, object, string[]]>([
    ['time needs nothing more', {}, []],
    ['a fixed fee without amount and method', { contract_type: 'fixed_fee' }, ['amount', 'billing_method']],
    ['a schedule that is promised and missing', { contract_type: 'fixed_fee', amount: '5', billing_method: 'schedule' }, ['billing_schedule']],
    ['bills that do not come to the line', { contract_type: 'fixed_fee', amount: '1000', billing_schedule: [{ ...bills[0], pct: undefined, amount: '400' }, { ...bills[1], pct: undefined, amount: '500' }] }, ['billing_schedule']],
    ['bills by per cent, the last one the balance', { contract_type: 'milestone', amount: '1000', billing_schedule: bills }, []],
    ['a bill without date, one without milestone, two with one number', { contract_type: 'milestone', amount: '1000', billing_schedule: [{ ...bills[0], bill_date: undefined }, { ...bills[1], seq: '1', milestone_code: undefined }] }, ['billing_schedule[1].bill_date', 'billing_schedule[1].milestone_code', 'billing_schedule']],
    ['a retainer without fee and hours', { contract_type: 'retainer', retainer: { unit: 'hours' } }, ['retainer.fee', 'retainer.included']],
    ['a retainer nobody described', { contract_type: 'retainer' }, ['retainer.fee', 'retainer.included', 'retainer.unit']],
    ['a service without anything', { contract_type: 'managed_services' }, ['recurring']],
    ['a service by usage alone', { contract_type: 'managed_services', usage: [{ meter: 'm', unit: 'u', tiers: [{ price: '1' }] }] }, []],
    ['a charge without anchor and timing', { contract_type: 'subscription', recurring: { amount: '5', service_start: '2026-01-01' } }, ['recurring.anchor_day', 'recurring.timing']],
    ['an anchor that is no day', { contract_type: 'subscription', recurring: { amount: '5', service_start: '2026-01-01', timing: 'advance', anchor_day: '32' } }, ['recurring.anchor_day']],
    ['price steps that fall', { contract_type: 'managed_services', usage: [{ meter: 'm', unit: 'u', tiers: [{ up_to: '10', price: '1' }, { up_to: '5', price: '1' }, { price: '1' }] }] }, ['usage[m].tiers']],
    ['an obligation without code, by no known measure', { obligation: { measure: 'feeling' } }, ['obligation.code', 'obligation.measure']],
    ['a line that ends before it starts', { start: '2026-02-01', end: '2026-01-31' }, ['end']],
  ])('%s', (_what, more, fields) => expect(termFaults(line(more), 'USD').map((f) => f.field)).toEqual(fields.map((f) => `lines[2].${f}`)));
});

describe('what terms foresee', () => {
  it('bills of a fixed fee, the last the balance, without a period where nobody knows the date', () => {
    expect(foreseenBills(line({ contract_type: 'milestone', amount: '1000', billing_schedule: bills }), year)).toEqual([{ period: '2026-03', date: '2026-03-31', amount: '333.30' }, { period: null, date: null, amount: '666.70' }]);
    expect(foreseenBills(line({ contract_type: 'fixed_fee', amount: '1000' }), year)).toEqual([{ period: null, date: null, amount: '1000.00' }]);
  });
  it('charges until the end of service, line and contract, the first part prorated', () => {
    const service = line({ contract_type: 'managed_services', recurring: { amount: '310', timing: 'advance', service_start: '2026-10-22', anchor_day: '1' } });
    expect(foreseenBills(service, year).map((b) => [b.period, b.amount])).toEqual([['2026-10', '100.00'], ['2026-11', '310.00'], ['2026-12', '310.00']]);
    expect(foreseenBills({ ...service, end: '2026-11-30' }, year)).toHaveLength(2);
    expect(foreseenBills(service, { ...year, until: '2026-10-01' })).toEqual([]);
  });
  it('fees of a retainer, the first period in full where the contract says so', () => {
    const retainer = (more: object) => line({ contract_type: 'retainer', start: '2026-11-01', retainer: { unit: 'hours', fee: '900', included: '10', ...more } });
    expect(lineValue(retainer({}), year).toFixed(2)).toBe('1800.00');
    expect(lineValue(retainer({ frequency_months: '2' }), year).toFixed(2)).toBe('900.00');
  });
  it('nothing of time but its cap, and nothing of expenses', () => {
    expect([lineValue(line({ cap_amount: '5000' }), year), lineValue(line({}), year), lineValue(line({ contract_type: 'expense', cap_amount: '9' }), year)].map((v) => v.toFixed())).toEqual(['5000', '0', '0']);
  });
  it('a contract without end is looked at for a year', () => expect([behindEnd('2026-12-31', '2026-08-01'), behindEnd(undefined, '2026-08-01')]).toEqual(['2027-01-01', '2027-08-01']));
});

describe('treatment of one line (MOD-1 to 7)', () => {
  const said = { unpriced: false, adds_distinct_services: false, priced_at_ssp: false, remaining_distinct: 'no' };
  const fee = line({ contract_type: 'fixed_fee', amount: '1' });
  it.each<[string, object, ContractLine | null, ContractLine | null, string]>([
    ['a change of one result half done', {}, fee, { ...fee, amount: '2' }, 'cumulative_catch_up'],
    ['a change of what is left and distinct', { remaining_distinct: 'yes' }, fee, { ...fee, amount: '2' }, 'prospective'],
    ['distinct services at their own price', { adds_distinct_services: true, priced_at_ssp: true }, null, fee, 'separate_contract'],
    ['distinct services at another price', { adds_distinct_services: true }, null, fee, 'prospective'],
    ['mixed: a result', { remaining_distinct: 'mixed' }, fee, { ...fee, amount: '2' }, 'cumulative_catch_up'],
    ['mixed: a series', { remaining_distinct: 'mixed' }, line({ contract_type: 'retainer' }), line({ contract_type: 'retainer', amount: '2' }), 'prospective'],
    ['an open price', { unpriced: true }, null, fee, 'variable_consideration'],
    ['rates and caps of time', {}, line({ rate_card_code: 'A' }), line({ rate_card_code: 'B', cap_amount: '5' }), 'new_rates_from_effective_date'],
    ['time that turns into a fixed fee', {}, line({}), fee, 'cumulative_catch_up'],
    ['a line that ends', { remaining_distinct: 'yes' }, fee, null, 'prospective'],
  ])('%s', (_what, more, before, after, treatment) => {
    const result = treatmentOfChange({ ...said, ...more }, { before, after });
    expect(result.treatment).toBe(treatment);
    expect(result.why[0]!.rule).toMatch(/^MOD-/);
  });
});
