import { entryOn, openAccount, seed, type Account } from '../testing/account.js';

let account: Account;
beforeAll(async () => void (account = await openAccount()));
beforeEach(() => seed(account));
afterAll(() => account.stop());

const log = async (date: string, minutes = 480, more: object = {}): Promise<string> => {
  const { status, body } = await account.api('POST', 'time_entries', entryOn(date, minutes, more));
  if (status !== 200) throw new Error(body.errors[0].message);
  return body.results[0].id;
};
const submit = (ids: string[], more: object = {}): Promise<any> =>
  account.api('POST', 'timesheet_submissions', { timesheet_submission: { line_item_ids: ids, workspace_id: 100, title: 'Week 28', ...more } });
const entry = async (id: string): Promise<any> => (await account.rows(`time_entries?only=${id}&include=active_submission,recent_submission`))[0];

describe('time entries', () => {
  it('take the role of the person and the rate in force on the day', async () => {
    const ids = [await log('2026-07-07'), await log('2026-07-08')];
    const rows = await account.rows(`time_entries?only=${ids}&order=date_performed:asc&include=role`);
    expect(rows.map((row) => [row.rate_in_cents, row.role_id, row.billable])).toEqual([[15000, '10', true], [16050, '10', true]]);
  });

  it.each([
    ['a project that is not open for time', { time_trackable: false }],
    ['an archived project', { archived: true }],
  ])('are refused on %s', async (_what, workspace) => {
    await account.api('PUT', 'workspaces/100', { workspace });
    await expect(log('2026-07-06')).rejects.toThrow(/archived|cannot be tracked/);
  });

  it('are refused for people outside the project, other tasks, and impossible amounts', async () => {
    await expect(log('2026-07-06', 60, { user_id: 2 })).rejects.toThrow('not a participant');
    await expect(log('2026-07-06', 60, { story_id: 999 })).rejects.toThrow('not in this project');
    await expect(log('2026-07-06', 0)).rejects.toThrow('between 1 and 1440');
    await expect(log('2026-07-32')).rejects.toThrow('not a valid date');
  });

  it('in bulk are stored all or none, a hundred at most', async () => {
    const one = (entryOn('2026-07-06', 60) as any).time_entry;
    expect((await account.api('POST', 'time_entries', { time_entries: [one, { ...one, time_in_minutes: -1 }] })).status).toBe(422);
    expect(await account.rows('time_entries')).toHaveLength(0);
    expect((await account.api('POST', 'time_entries', { time_entries: Array(101).fill(one) })).status).toBe(400);
    expect((await account.api('POST', 'time_entries', { time_entries: Array(100).fill(one) })).body.count).toBe(100);
  });
});

describe('timesheets', () => {
  it('hold one user, one project, one week', async () => {
    const ids = [await log('2026-07-12'), await log('2026-07-13')];
    expect((await submit(ids)).body.errors[0].message).toContain('one week');
    const { body } = await submit([ids[0]!]);
    expect(Object.values(body.timesheet_submissions)).toMatchObject([{ start_date: '2026-07-06', end_date: '2026-07-12', status: 'pending' }]);
  });

  it('are pending as read and new as filtered', async () => {
    await submit([await log('2026-07-06')]);
    expect(await account.rows('timesheet_submissions?statuses=pending')).toHaveLength(0);
    expect((await account.rows('timesheet_submissions?statuses=new'))[0].status).toBe('pending');
  });

  it('total the billable time once, rounded half up', async () => {
    const { body } = await submit([await log('2026-07-06', 7), await log('2026-07-07', 7), await log('2026-07-07', 60, { billable: false })]);
    expect(Object.values<any>(body.timesheet_submissions)[0]).toMatchObject({ line_item_total_in_cents: 3500, line_item_total_formatted: '$35.00' });
  });

  it('approving locks the entries and moves their updated_at', async () => {
    const id = await log('2026-07-06');
    const sheet = (await submit([id])).body.results[0].id;
    await account.control('POST', 'clock', { advance_ms: 60_000 });
    expect((await account.api('PUT', `timesheet_submissions/${sheet}/approve`, {})).status).toBe(200);
    expect(await entry(id)).toMatchObject({ approved: true, active_submission_id: sheet, updated_at: '2026-07-06T02:01:00-07:00' });
    expect((await account.api('PUT', `time_entries/${id}`, { time_entry: { time_in_minutes: 1 } })).status).toBe(422);
    expect((await account.api('DELETE', `time_entries/${id}`)).status).toBe(422);
    expect((await account.api('PUT', `timesheet_submissions/${sheet}/approve`, {})).status).toBe(422);
  });

  it('rejected with a reason, corrected and resubmitted, come under a new id and the entries point there only', async () => {
    const id = await log('2026-07-06');
    const first = (await submit([id])).body.results[0].id;
    await account.api('PUT', `timesheet_submissions/${first}/reject`, { resolution: { description: 'wrong task' } });
    expect((await account.rows(`timesheet_submissions?only=${first}`))[0]).toMatchObject({ status: 'rejected', current_resolution_description: 'wrong task', current_resolution_creator_id: '2' });
    expect(await entry(id)).toMatchObject({ approved: false, active_submission_id: null, recent_submission_id: first });
    await account.api('PUT', `time_entries/${id}`, { time_entry: { time_in_minutes: 240 } });
    const second = (await submit([id])).body.results[0].id;
    expect(await entry(id)).toMatchObject({ time_in_minutes: 240, active_submission_id: second, recent_submission_id: second });
    expect((await account.rows(`timesheet_submissions?only=${first}&include=time_entries`))[0].time_entry_ids).toEqual([]);
  });

  it('bulk approval answers resolutions and is all or none', async () => {
    const a = (await submit([await log('2026-07-06')])).body.results[0].id;
    const b = (await submit([await log('2026-07-07')])).body.results[0].id;
    await account.api('PUT', `timesheet_submissions/${b}/cancel`, {});
    expect((await account.api('POST', 'timesheet_approvals', { resolution: { submission_ids: [a, b] } })).status).toBe(422);
    const { body } = await account.api('POST', 'timesheet_approvals', { resolution: { submission_ids: [a] } });
    expect(Object.values(body.resolutions)).toMatchObject([{ type: 'approval', target_id: Number(a), current: true }]);
    expect((await account.rows('timesheet_submissions?statuses=approved')).map((row) => row.id)).toEqual([a]);
  });
});

describe('people', () => {
  it('log, submit and approve a thousand timesheets in three calls', async () => {
    const people = Array.from({ length: 1000 }, (_, at) => ({ id: String(5000 + at), full_name: `P ${at}`, email_address: `p${at}@firm.example`, role_id: '10' }));
    await account.control('PUT', 'tables/users', people);
    await account.control('PUT', 'tables/workspace_resources', people.map((user) => ({ workspace_id: '100', user_id: user.id, role_id: '10' })));
    const dates = ['06', '07', '08', '09'].map((day) => `2026-07-${day}`);
    const entries = people.flatMap((user) => dates.map((date_performed) => ({ workspace_id: '100', user_id: user.id, story_id: '200', date_performed, time_in_minutes: 480 })));
    const sheets = people.map((user) => ({ user_id: user.id, workspace_id: '100', week: '2026-07-06' }));
    expect(await account.control('POST', 'actions/log_time', { entries })).toMatchObject({ done: 4000, refused: 0 });
    expect(await account.control('POST', 'actions/submit_timesheet', { sheets })).toMatchObject({ done: 1000, refused: 0 });
    expect(await account.control('POST', 'actions/approve_timesheet', { sheets, by: '2' })).toMatchObject({ done: 1000, refused: 0 });
    expect((await account.api('GET', 'time_entries?approved=true&per_page=1')).body.count).toBe(4000);
  });

  it('what is refused is reported at its place and does not stop the others', async () => {
    const good = { workspace_id: '100', user_id: '1', story_id: '200', date_performed: '2026-07-06', time_in_minutes: 60 };
    const { items, done } = await account.control('POST', 'actions/log_time', { entries: [{ ...good, user_id: '2' }, good] });
    expect([done, items[0].ok, items[0].error, items[1].ok]).toEqual([1, false, 'User is not a participant in this project', true]);
  });

  it('an approved timesheet is reopened, changed and approved again under a new id', async () => {
    const [kept, gone] = [await log('2026-07-06'), await log('2026-07-07')];
    const first = (await submit([kept, gone])).body.results[0].id;
    await account.control('POST', 'actions/approve_timesheet', { sheets: [{ id: first }] });
    const { items } = await account.control('POST', 'actions/reopen_and_edit', { items: [{
      id: first, reason: 'booked twice', approve: true,
      edits: [{ entry_id: kept, time_in_minutes: 300 }, { entry_id: gone, delete: true }],
      add: [{ story_id: '200', date_performed: '2026-07-08', time_in_minutes: 60 }],
    }] });
    expect(items[0]).toMatchObject({ ok: true, rejected_id: first });
    expect(items[0].id).not.toBe(first);
    expect((await account.rows(`time_entries?with_timesheet_id=${items[0].id}`)).map((row) => row.time_in_minutes).sort()).toEqual([300, 60]);
    expect((await account.rows('timesheet_submissions')).map((row) => row.status).sort()).toEqual(['approved', 'rejected']);
    expect((await account.api('GET', `time_entries/${gone}`)).status).toBe(404);
  });
});
