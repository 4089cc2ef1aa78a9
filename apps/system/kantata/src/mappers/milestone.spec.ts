import 'reflect-metadata';
import { settingsOf } from '../testing/settings.js';
import { MILESTONE, mapMilestone, knownMilestone, type MilestoneRow } from './milestone.js';

const settings = settingsOf();
const row = (more: object = {}, fields: object = {}): MilestoneRow => ({
  id: '900', workspace_id: '100', title: 'M1 Design', story_type: 'milestone', state: 'completed', due_date: '2026-07-31', weight: 30, archived: false, project: { code: 'US01-OPP-1', currency: 'USD' }, fields: { ...fields },
  updated_at: '2026-07-06T02:00:00-07:00', changed_at: '2026-07-06T02:00:00-07:00', ...more,
});
const status = (more: object, fields: object = {}): unknown => mapMilestone(row(more, fields), settings).data.status;

it('says all that billing and recognition need', () => {
  const fields = {
    'Contract Line': '2', 'Milestone Amount': [2_500_050, 'USD'], 'Completed On': '2026-07-30', 'Acceptance Required': 'Yes', Acceptance: 'accepted', 'Accepted On': '2026-08-04', 'Acceptance Evidence': 'acceptance.pdf', 'Billing Trigger': 'no', 'Revenue Trigger': 'yes',
    'Covered Tasks': 'DEL; PM;', Region: 'South',
  };
  expect(mapMilestone(row({}, fields), settings)).toMatchObject({
    natural_key: 'US01-OPP-1:M1', refs: { project_id: { entity: 'project', source_id: '100' } }, extensions: { custom_fields: { Region: 'South' } },
    data: {
      code: 'M1', name: 'Design', line_no: '2', planned_date: '2026-07-31', actual_date: '2026-07-30', amount: '25000.5', weight: '30', acceptance_required: true, accepted_at: '2026-08-04', acceptance_evidence: 'acceptance.pdf', billing_trigger: false,
      revenue_trigger: true, task_codes: ['DEL', 'PM'], status: 'accepted',
    },
  });
});

it('with no field filled in needs no acceptance, bills, and earns nothing by itself', () => {
  expect(mapMilestone(row(), settings).data).toEqual(expect.objectContaining({ acceptance_required: false, billing_trigger: true, revenue_trigger: false, task_codes: [], status: 'completed', amount: undefined, line_no: undefined }));
});

it.each([
  ['not started', 'planned'], ['new', 'planned'], ['started', 'in_progress'], ['needs info', 'in_progress'], ['blocked', 'in_progress'], ['reopened', 'in_progress'], ['completed', 'completed'], ['resolved', 'completed'], ["won't fix", 'cancelled'], ['duplicate', 'cancelled'],
])('state "%s" is %s', (state, wanted) => expect(status({ state })).toBe(wanted));

it('an acceptance counts once the work is done: before, the state stands', () => {
  expect(['accepted', 'rejected', 'Accepted '].map((Acceptance) => status({}, { Acceptance }))).toEqual(['accepted', 'rejected', 'accepted']);
  expect(status({ state: 'started' }, { Acceptance: 'accepted' })).toBe('in_progress');
});

it('deleted, or archived before it was done, it is cancelled; archived after, it stays what it was', () => {
  expect(mapMilestone(row({ deleted_at: '2026-07-07T00:00:00Z' }), settings)).toMatchObject({ deleted: true, data: { status: 'cancelled' } });
  expect([status({ state: 'started', archived: true }), status({ archived: true })]).toEqual(['cancelled', 'completed']);
});

it.each([
  [{ state: 'paused' }, {}, 'state'], [{}, { Acceptance: 'maybe' }, 'Acceptance'], [{}, { 'Acceptance Required': 'perhaps' }, 'Acceptance Required'], [{}, { 'Billing Trigger': 'true' }, 'Billing Trigger'], [{}, { 'Revenue Trigger': '1' }, 'Revenue Trigger'],
])('a word nobody agreed on is never guessed: %j %j', (more, fields, field) => {
  expect(() => mapMilestone(row(more, fields), settings)).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'UNMAPPED_STATUS', field }) }));
  expect(knownMilestone(row(more, fields), settings)).toMatchObject({ natural_key: 'US01-OPP-1:M1', refs: { project_id: { source_id: '100' } } });
});

it('amounts are subunits of the project currency; another currency is a problem, not an amount', () => {
  const amount = (value: unknown, currency?: string) => mapMilestone(row({ project: { code: 'X', ...(currency ? { currency } : {}) } }, { 'Milestone Amount': value }), settings).data.amount;
  expect([amount([990, 'JPY'], 'JPY'), amount([990, 'KWD'], 'KWD'), amount([1, 'USD']), amount(null, 'USD')]).toEqual(['990', '0.99', '0.01', undefined]);
  for (const value of [[1, 'EUR'], [1.5, 'USD'], [1, 'XXQ'], '1.00', [1]]) expect(() => amount(value, 'USD')).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'INVALID_TERMS', field: 'Milestone Amount' }) }));
});

it('a title without a code is known by its id, a project without a code gives no natural key', () => {
  expect(mapMilestone(row({ title: 'Design done' }), settings)).toMatchObject({ natural_key: 'US01-OPP-1:900', data: { code: '900', name: 'Design done' } });
  expect(mapMilestone(row({ project: { code: null } }), settings).natural_key).toBeNull();
});

it('fields go by the names of the tenant', () => {
  const own = settingsOf({ milestone_fields: ['acceptance=Client says'], milestone_states: ['zu=completed'] });
  expect(mapMilestone(row({ state: 'zu' }, { 'Client says': 'accepted', Acceptance: 'rejected' }), own)).toMatchObject({ data: { status: 'accepted' }, extensions: { custom_fields: { Acceptance: 'rejected' } } });
});

it('a field is mapped or dropped, never both', () => expect(MILESTONE.mapped.filter((name) => Object.hasOwn(MILESTONE.dropped, name))).toEqual([]));
