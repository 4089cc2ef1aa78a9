import type { Offered } from '../kit/cell.js';
import type { WriteCase } from '../kit/scenario.js';
import type { Stand } from '../kit/stand.js';

const post = (plural: string) => ({ method: 'POST', path: `^/api/v1/${plural}(\\?|$)` });
const put = (path: string) => ({ method: 'PUT', path: `^/api/v1/${path}` });
const NO_PERIODS = 'Kantata has no accounting periods';
const NO_LOCKS = 'Kantata does not document locks of records';
const SET = 'the write sets a value: it is read back, not searched';
const drop = (table: string, id: string) => (stand: Stand): Promise<unknown> => stand.control('DELETE', `tables/${table}/${id}`);
const never = { closed: NO_PERIODS, locked: NO_LOCKS } as const;

/** A second object with the reference of the first, as another integration's copy would have it. */
const copyOf = (table: string, subject: string) => async (stand: Stand, key: string): Promise<void> => {
  const [reference] = await stand.rows(`external_references?service_model_ref=${key}&subject_type=${subject}`);
  const [row] = await stand.rows(`${table}?id=${reference!.subject_id}`);
  await stand.put(table, [{ ...row, id: '9001' }]);
  await stand.put('external_references', [{ ...reference, id: '9002', subject_id: '9001' }]);
};

const project = { project_code: 'US01-OPP-7', name: 'Übergang 数据 & “Beta”', currency: 'USD', start: '2026-07-06', end: '2026-12-31', status: 'provisional' };
const task = { project_source_id: '100', wbs_code: 'PM', name: 'Project management', billable: true, planned_hours: '12.5', start: '2026-07-06', end: '2026-12-31' };
const demand = { project_source_id: '100', role: 'SENIOR_CONSULTANT', hours: '160', start: '2026-07-06', end: '2026-07-31', billable: true, demand_type: 'tentative' };
const profile = { project_source_id: '100', status: 'on_hold', time_entry_open: false, rate_card_code: 'GLOBAL', contract_number: 'CT-2026-014' };

const published = (stand: Stand): Promise<string> => stand.written('publish_demand', demand, 'setup:demand');
const irreversible: Offered<never> = 'nothing undoes it';

async function planned(stand: Stand): Promise<object> {
  const { items: [milestone] } = await stand.act('add_milestones', { items: [{ set: { workspace_id: '100', title: 'M1 Design', due_date: '2026-07-31', weight: 30 } }] });
  return { milestone_source_id: milestone.id, billing_status: 'held', message: 'Time of DEL is not approved' };
}

async function submitted(stand: Stand): Promise<object> {
  await stand.act('log_time', { entries: [{ workspace_id: '100', user_id: '1', story_id: '200', date_performed: '2026-06-29', time_in_minutes: 480 }] });
  const { items: [sheet] } = await stand.act('submit_timesheet', { sheets: [{ user_id: '1', workspace_id: '100', week: '2026-06-29' }] });
  return { timesheet_source_id: sheet.id, reason: 'The task is closed' };
}

/** Every write to Kantata, with what can happen to it there. */
export const kantataWrites: WriteCase[] = [
  {
    ...never, verb: 'create_project', body: async () => project, makes: { workspace: 1 }, requests: [post('workspaces')], echo: { field: 'workspace.currency', value: 'EUR' },
    unsendable: (body) => ({ ...body, status: 'paused' }), orphaned: 'a project hangs on nothing', forgotten: 'nothing is looked up before', twin: copyOf('workspaces', 'Workspace'),
    undone: (id) => ({ verb: 'update_project', body: { project_source_id: id, status: 'cancelled', time_entry_open: false } }),
  },
  {
    ...never, verb: 'update_project', body: async () => profile, changes: { workspace: 1 }, requests: [put('workspaces/')], echo: { field: 'workspace.time_trackable', value: true },
    unsendable: (body) => ({ ...body, rate_card_code: 'NONE' }), orphaned: { remove: drop('workspaces', '100') }, forgotten: drop('rate_cards', '23'), twin: SET, undone: 'a status is followed by the next one',
  },
  {
    ...never, verb: 'create_task', body: async () => task, makes: { story: 1 }, requests: [post('stories')], echo: { field: 'story.billable', value: false },
    unsendable: (body) => ({ ...body, wbs_code: 'P M' }), orphaned: { remove: drop('workspaces', '100') }, forgotten: 'nothing is looked up before', twin: copyOf('stories', 'Story'), undone: irreversible,
  },
  {
    ...never, verb: 'publish_demand', body: async () => demand, makes: { workspace_resource: 1, workspace_allocation: 1 }, requests: [post('workspace_resources'), post('workspace_allocations')],
    echo: { field: 'workspace_allocation.minutes', value: 60, match: post('workspace_allocations') },
    unsendable: (body) => ({ ...body, role: 'ASTRONAUT' }), orphaned: { remove: drop('workspaces', '100') }, forgotten: drop('roles', '10'), twin: copyOf('workspace_resources', 'WorkspaceResource'),
    undone: (id) => ({ verb: 'withdraw_demand', body: { demand_source_id: id, reason: 'The deal slipped' } }),
  },
  {
    ...never, verb: 'withdraw_demand', body: async (stand) => ({ demand_source_id: await published(stand), reason: 'The deal slipped' }), removes: { workspace_resource: 1, workspace_allocation: 1 },
    requests: [{ method: 'DELETE', path: '^/api/v1/workspace_resources/' }], echo: 'what is gone cannot differ', unsendable: 'every id can be asked for: what is not there is withdrawn',
    orphaned: { remove: (stand, body) => stand.control('DELETE', `tables/workspace_resources/${body.demand_source_id}`), ends: 'confirmed' }, forgotten: 'no code is looked up', twin: SET, undone: 'demand is published anew, under another id',
  },
  {
    ...never, verb: 'set_invoice_status', body: async () => ({ project_source_id: '100', invoice_number: 'INV-1', status: 'posted', message: 'USD 1,200.00' }), makes: { external_reference: 1 },
    requests: [post('external_references/create_or_update')], echo: { field: 'external_reference.external_status', value: 'paid' }, unsendable: 'nothing is looked up, every status has a word',
    orphaned: { remove: drop('workspaces', '100') }, forgotten: 'nothing is looked up before', twin: SET, undone: 'a status is followed by the next one',
  },
  {
    ...never, verb: 'set_milestone_status', body: planned, makes: { external_reference: 1 }, changes: { story: 1 }, requests: [post('external_references/create_or_update'), put('stories/')],
    echo: { field: 'external_reference.external_status', value: 'invoiced' }, unsendable: (body) => ({ ...body, milestone_source_id: '200' }), orphaned: { remove: (stand, body) => stand.control('DELETE', `tables/stories/${body.milestone_source_id}`) },
    forgotten: drop('custom_fields', '431'), twin: SET, undone: 'a status is followed by the next one',
  },
  {
    ...never, verb: 'reject_timesheet', body: submitted, requests: [put('timesheet_submissions/')], echo: { field: 'status', value: 'approved', where: 'answered' }, unsendable: 'nothing is looked up before',
    orphaned: { remove: (stand, body) => stand.control('DELETE', `tables/timesheet_submissions/${body.timesheet_source_id}`) }, forgotten: 'nothing is looked up before', twin: SET, undone: irreversible,
  },
];
