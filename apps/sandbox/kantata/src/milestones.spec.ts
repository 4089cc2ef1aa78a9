import { openAccount, seed, type Account } from '../testing/account.js';

const at = { created_at: '2026-06-01T08:00:00Z', updated_at: '2026-06-01T08:00:00Z' };
const FIELDS: [name: string, type: string][] = [['Contract Line', 'string'], ['Milestone Amount', 'currency'], ['Completed On', 'date'], ['Acceptance', 'string'], ['Accepted On', 'date'], ['Acceptance Evidence', 'string']];
let account: Account;
beforeAll(async () => void (account = await openAccount()));
beforeEach(async () => {
  await seed(account);
  await account.control('PUT', 'tables/custom_fields', FIELDS.map(([name, value_type], n) => ({ id: String(420 + n), name, subject_type: 'Story', value_type, unique_constraint: false, ...at })));
});
afterAll(() => account.stop());

const act = (action: string, ...items: object[]): Promise<any> => account.control('POST', `actions/${action}`, { items });
const plan = async (more: object = {}): Promise<string> => {
  const { items } = await act('add_milestones', { set: { workspace_id: '100', title: 'M1 Design', due_date: '2026-07-31', weight: 30 }, fields: { 'Contract Line': '2', 'Milestone Amount': [2500000, 'USD'], ...more } });
  if (!items[0].ok) throw new Error(items[0].error);
  return items[0].id;
};
const fields = async (id: string): Promise<object> => Object.fromEntries((await account.rows(`custom_field_values?subject_type=Story&with_subject_id=${id}`)).map((row) => [row.custom_field_name, row.value]));
const story = async (id: string): Promise<any> => (await account.rows(`stories?only=${id}`))[0];

it('a milestone is a story that takes no time, with a weight and custom fields of the task', async () => {
  const id = await plan();
  expect(await story(id)).toMatchObject({ story_type: 'milestone', title: 'M1 Design', due_date: '2026-07-31', weight: 30, state: 'not started', time_trackable: false });
  expect(await fields(id)).toEqual({ 'Contract Line': '2', 'Milestone Amount': [2500000, 'USD'] });
  expect((await account.rows('stories?story_types=task')).map((row) => row.id)).toEqual(['200']);
});

it('custom fields of a task can come in the body of the story; amounts are subunits with a currency', async () => {
  const made = await account.api('POST', 'stories?include=custom_field_values', { story: { workspace_id: 100, title: 'M2 Build', story_type: 'milestone', custom_fields: [{ id: 421, value: [990, 'JPY'] }] } });
  expect(Object.values<any>(made.body.custom_field_values)).toMatchObject([{ value: [990, 'JPY'], display_value: '¥990', type: 'currency' }]);
  expect((await account.api('PUT', `stories/${made.body.results[0].id}`, { story: { custom_fields: [{ id: 421, value: '9.90' }] } })).body.errors[0].field).toBe('value');
  await expect(plan({ 'Milestone Amount': [1.5, 'USD'] })).rejects.toThrow('not an amount');
});

it('done, not accepted, done again, accepted with evidence', async () => {
  const id = await plan();
  await act('complete_milestones', { id });
  expect([(await story(id)).state, await fields(id)]).toEqual(['completed', expect.objectContaining({ 'Completed On': '2026-07-06' })]);
  await act('reject_milestones', { id });
  expect(await fields(id)).toMatchObject({ Acceptance: 'rejected' });
  await act('reopen_milestones', { id });
  expect([(await story(id)).state, await fields(id)]).toEqual(['started', expect.objectContaining({ Acceptance: null, 'Completed On': null })]);
  await act('complete_milestones', { id, date: '2026-07-10' });
  await act('accept_milestones', { id, date: '2026-07-14', evidence: 'acceptance-M1.pdf' });
  expect(await fields(id)).toMatchObject({ 'Completed On': '2026-07-10', Acceptance: 'accepted', 'Accepted On': '2026-07-14', 'Acceptance Evidence': 'acceptance-M1.pdf' });
});

it('a changed custom field leaves the updated_at of its story alone, a moved date does not', async () => {
  const id = await plan();
  await account.control('POST', 'clock', { advance_ms: 60_000 });
  await act('accept_milestones', { id, evidence: 'x' });
  expect((await story(id)).updated_at).toBe('2026-07-06T02:00:00-07:00');
  await act('reschedule_milestones', { id, due_date: '2026-08-14' });
  expect(await story(id)).toMatchObject({ due_date: '2026-08-14', updated_at: '2026-07-06T02:01:00-07:00' });
});

it('what is no milestone is refused', async () => {
  const { items } = await act('complete_milestones', { id: '200' }, { id: '999' });
  expect(items.map((item: any) => item.error)).toEqual(['Milestone 200 does not exist', 'Milestone 999 does not exist']);
});
