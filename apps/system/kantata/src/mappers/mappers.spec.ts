import 'reflect-metadata';
import type { Row } from '../client/envelope.js';
import { settingsOf } from '../testing/settings.js';
import { ASSIGNMENT, type AllocationRow, mapAssignment } from './assignment.js';
import { mapProject, PROJECT, type WorkspaceRow } from './project.js';
import { mapPsaUser, USER } from './psa-user.js';
import { mapRateCardVersion, RATE_CARD, type RateCardRow, scopeOf } from './rate-card-version.js';
import { mapRole, ROLE, roleCode } from './role.js';
import { mapTask, type StoryRow, TASK } from './task.js';
import { ENTRY, mapTimesheet, type SubmissionRow, TIMESHEET } from './timesheet.js';
import { amount, carried, hours, instant, latest, minutes, secondsOf, versionOf } from './values.js';

const settings = settingsOf();
const at = { updated_at: '2026-07-06T02:00:00-07:00', changed_at: '2026-07-06T02:00:00-07:00' };
const workspace = (more: object = {}): WorkspaceRow => ({ id: '100', title: 'US01-OPP-1 Alpha', currency: 'USD', status: { key: 300, message: 'Active', color: 'green' }, time_trackable: true, archived: false, fields: {}, ...at, ...more });
const story = (more: object = {}): StoryRow => ({ id: '200', workspace_id: '100', title: 'DEL Delivery', billable: true, ours: false, ...at, ...more });
const sheet = (more: object = {}): SubmissionRow => ({
  id: '30', user_id: '1', workspace_id: '100', start_date: '2026-06-29', end_date: '2026-07-05', status: 'approved', created_at: '2026-07-03T09:00:00-07:00', over: false, torn: false, entries: [], role_codes: { 10: 'CONSULTANT' },
  current_resolution_creator_id: '2', current_resolution_created_at_date: '2026-07-06', ...at, ...more,
});
const entry = (more: object = {}): Row => ({ id: '5', date_performed: '2026-06-29', time_in_minutes: 480, billable: true, role_id: '10', story_id: '200', ...more });
const card = (more: Partial<RateCardRow> = {}): RateCardRow => ({ id: '24', set: { id: '20', title: 'CT-2026-014' }, card: { id: '23', title: 'x USD', currency: 'USD' }, version_no: '2026', next_from: '2026-07-01', superseded: false, roles: [{ id: '26', role_id: '10', code: 'CONSULTANT', rate: 15005 }], base_unit: 100, effective_date: '2026-01-01', ...more });

describe('no field is lost silently', () => {
  const plans = { role: ROLE, psa_user: USER, project: PROJECT, task: TASK, assignment: ASSIGNMENT, timesheet: TIMESHEET, time_entry: ENTRY, rate_card_version: RATE_CARD };

  it.each(Object.entries(plans))('%s: a field is mapped or dropped, never both, and every drop says why', (_entity, plan) => {
    expect(plan.mapped.filter((name) => Object.hasOwn(plan.dropped, name))).toEqual([]);
    for (const [name, why] of Object.entries(plan.dropped)) expect([name, why.length > 5]).toEqual([name, true]);
  });

  it('what Kantata adds one day is carried', () => {
    const more = { moon_phase: 'full', empty: null, nothing: '' };
    const all = [
      mapRole({ id: '1', name: 'A', ...more }), mapPsaUser({ id: '1', email_address: 'a@b.c', ...more }), mapProject(workspace(more), settings), mapTask(story(more)), mapTimesheet(sheet(more)), mapRateCardVersion(card(more)),
      mapAssignment({ id: '7', minutes: 60, start_date: '2026-07-06', end_date: '2026-07-06', resource: { id: '300', user_id: '1', workspace_id: '100' }, gone: false, ...at, ...more } as AllocationRow),
    ];
    for (const { extensions } of all) {
      expect(extensions).toMatchObject({ moon_phase: 'full' });
      expect(extensions).not.toHaveProperty('empty');
      expect(extensions).not.toHaveProperty('nothing');
    }
    expect(mapTimesheet(sheet({ entries: [entry(more)] })).extensions).toMatchObject({ entries: { 5: { moon_phase: 'full' } } });
  });

  it('what is dropped makes no new version; anything else does', () => {
    const of = (more: object) => versionOf(workspace(more), PROJECT);
    expect(of({ budget_used_in_cents: 1 })).toBe(of({ budget_used_in_cents: 2 }));
    expect(new Set([of({}), of({ moon_phase: 'full' }), of({ due_date: '2026-12-31' }), of({ fields: { 'Legal Entity': 'GB01' } })]).size).toBe(4);
  });

  it('carries what is neither mapped nor dropped, as it is', () => {
    expect(carried({ a: 1, b: 2, c: false, d: 0 }, { mapped: ['a'], dropped: { b: 'no use' } })).toEqual({ c: false, d: 0 });
  });
});

describe('values', () => {
  it('minutes are hours exact to four digits, and back', () => {
    expect([480, 10, 1, 0, 9610].map(hours)).toEqual(['8', '0.1667', '0.0167', '0', '160.1667']);
    expect(['8', '0.1667', '160.1667', '12.5'].map(minutes)).toEqual([480, 10, 9610, 750]);
  });

  it('subunits are amounts without binary fractions', () => {
    expect([amount(15005, 100), amount(24000, 1), amount(1001, 1000), amount(9_007_199_254_740_991, 100)]).toEqual(['150.05', '24000', '1.001', '90071992547409.91']);
  });

  it('instants are UTC', () => {
    expect(instant('2026-07-06T02:00:00-07:00')).toBe('2026-07-06T09:00:00.000Z');
    expect(secondsOf('1970-01-01T00:00:01.9Z')).toBe(1);
    expect(latest('2026-07-06T02:00:00-07:00', undefined, '2026-07-06T08:59:59Z', null)).toBe('2026-07-06T02:00:00-07:00');
    expect(() => instant('yesterday')).toThrow(RangeError);
  });
});

describe('a role', () => {
  it.each([['Senior Consultant', 'SENIOR_CONSULTANT'], [' R&D  Lead ', 'R_D_LEAD'], ['Développeur', 'DÉVELOPPEUR'], ['主任', '主任'], ['Level-2/3', 'LEVEL_2_3']])('%s is %s', (name, code) => expect(roleCode(name)).toBe(code));

  it('without a letter is a problem', () => expect(mapRole({ id: '1', name: '--' })).toMatchObject({ natural_key: null, problem: { field: 'role.name' } }));
});

describe('a project', () => {
  it.each([
    ['100', 'provisional'], ['200', 'pending_setup'], ['250', 'approved'], ['300', 'active'], ['310', 'on_hold'], ['400', 'completed'], ['500', 'closed'], ['501', 'cancelled'],
  ])('status %s is %s', (key, status) => expect(mapProject(workspace({ status: { key: Number(key) } }), settings).data.status).toBe(status));

  it('status that is not in the map is never guessed', () => {
    for (const status of [{ key: 777 }, { key: null }, null]) expect(() => mapProject(workspace({ status }), settings)).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'UNMAPPED_STATUS' }) }));
  });

  it.each([
    ['US01-OPP-1 Alpha', {}, 'US01-OPP-1', 'Alpha', 'US01'], ['US01-OPP-1', {}, 'US01-OPP-1', 'US01-OPP-1', 'US01'], ['Alpha', { 'Project Code': 'INT-7' }, 'INT-7', 'Alpha', undefined], ['INT-7 House work', { 'Project Code': 'INT-7', 'Legal Entity': 'GB01' }, 'INT-7', 'House work', 'GB01'],
    ['US01-OPP-1 Alpha', { 'Project Code': 'DE01-OPP-1' }, 'DE01-OPP-1', 'Alpha', 'DE01'],
  ])('"%s" with %j: code, name and legal entity', (title, fields, code, name, entity) => {
    const mapped = mapProject(workspace({ title, fields }), settings);
    expect([mapped.natural_key, mapped.data.name, mapped.refs?.['legal_entity_id']?.natural_key]).toEqual([code, name, entity]);
  });
});

describe('a task', () => {
  it.each([
    ['DEL Delivery', false, 'DEL', 'Delivery'], ['1.2.3 Build', false, '1.2.3', 'Build'], ['PM', false, 'PM', 'PM'], ['Design review', false, '200', 'Design review'], ['design Design', true, 'design', 'Design'],
  ])('"%s" (ours: %s)', (title, ours, code, name) => expect(mapTask(story({ title, ours }))).toMatchObject({ natural_key: `100:${code}`, data: { wbs_code: code, name } }));

  it('closed when completed, archived or deleted', () => {
    expect([{}, { state: 'completed' }, { archived: true }, { deleted_at: '2026-07-01T00:00:00Z' }].map((more) => mapTask(story(more)).data.status)).toEqual(['open', 'closed', 'closed', 'closed']);
  });
});

describe('a timesheet', () => {
  it('was approved at the instant of the last change, or on the day Kantata tells if it was touched later', () => {
    const approvedAt = (more: object) => mapTimesheet(sheet(more)).data.approved_at;
    expect(approvedAt({})).toBe('2026-07-06T09:00:00.000Z');
    expect(approvedAt({ updated_at: '2026-07-05T23:30:00-07:00', current_resolution_created_at_date: '2026-07-06' })).toBe('2026-07-06T06:30:00.000Z');
    expect(approvedAt({ updated_at: '2026-07-20T10:00:00-07:00' })).toBe('2026-07-06T07:00:00.000Z');
    expect(mapTimesheet(sheet({ status: 'pending' })).data).not.toHaveProperty('approved_at');
  });

  it('an entry is another version when its content is another, not when it was approved or invoiced', () => {
    const version = (more: object) => mapTimesheet(sheet({ entries: [entry(more)] })).data.entries![0]!.source_version;
    expect(version({ approved: true, is_invoiced: true, updated_at: 'x' })).toBe(version({}));
    for (const more of [{ time_in_minutes: 479 }, { date_performed: '2026-06-30' }, { billable: false }, { story_id: '201' }, { role_id: null }, { notes: 'n' }]) expect(version(more)).not.toBe(version({}));
  });

  it('with a status nobody knows, or entries that are not on it, is a problem', () => {
    expect(() => mapTimesheet(sheet({ status: 'paused' }))).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'UNMAPPED_STATUS', value: 'paused' }) }));
    expect(mapTimesheet(sheet({ torn: true })).problem).toMatchObject({ code: 'SCHEMA_DRIFT' });
  });
});

describe('a rate card version', () => {
  it.each([
    ['GLOBAL', { scope_type: 'global' }], ['LE-US01', { scope_type: 'legal_entity', scope_key: 'US01' }], ['CLIENT-C-1001', { scope_type: 'client', scope_key: 'C-1001' }], ['PROJECT-US01-OPP-1', { scope_type: 'project', scope_key: 'US01-OPP-1' }], ['CT-2026-014', { scope_type: 'contract', scope_key: 'CT-2026-014' }],
  ])('%s has scope %j', (code, scope) => expect(scopeOf(code)).toEqual(scope));

  it('holds until the day before the next one', () => expect(mapRateCardVersion(card())).toMatchObject({ effective_from: '2026-01-01', effective_to: '2026-06-30', data: { lines: [{ rate: '150.05' }], status: 'approved' } }));

  it('that another one of the same day replaced is retired', () => expect(mapRateCardVersion(card({ superseded: true })).data.status).toBe('retired'));

  it.each([['the card', { card: undefined }], ['the set', { set: undefined }], ['a role', { roles: [{ id: '26', role_id: '99', rate: 1 }] }], ['a rate', { roles: [{ id: '26', role_id: '10', code: 'CONSULTANT', rate: null }] }]])('of which the token may not see %s is a problem, not a version with less in it', (_what, more) => {
    expect(mapRateCardVersion(card(more))).toMatchObject({ data: {}, problem: { code: 'SCHEMA_DRIFT' } });
  });
});

describe('a booking', () => {
  it('that is gone is cancelled and deleted', () => expect(mapAssignment({ id: '7', gone: true, ...at } as AllocationRow)).toEqual({ data: { status: 'cancelled' }, deleted: true }));
});
