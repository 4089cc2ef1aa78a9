import type { BookRow } from './desk.js';
import { City } from '../testing/city.js';

interface Step { method: 'POST'; path: string; body: object }
interface Plan { weeks: string[]; timeline: Step[]; troubles: { name: string; subjects: Record<string, string>[] }[]; counts: Record<string, number> }

const WORK = ['time_entries', 'timesheet_submissions', 'workspace_resources', 'workspace_allocations', 'users'];

async function tell(city: City, steps: Step[]): Promise<void> {
  for (const step of steps) {
    if (step.path === '/firm/staff') await city.openProjects();
    await city.call(step.method, step.path, step.body);
  }
}

describe('the story', () => {
  let city: City;
  let plan: Plan;
  beforeAll(async () => {
    city = await City.start('small');
    plan = await city.call<Plan>('GET', '/firm/plan');
    await tell(city, plan.timeline);
  });
  afterAll(() => city.stop());

  const trouble = (name: string): Record<string, string>[] => plan.troubles.find((one) => one.name === name)!.subjects;
  const workspaceOf = async (number: string): Promise<BookRow> => (await city.desks.kantata.rows('workspaces')).find((row) => String(row.title).includes(number))!;
  const entriesOf = async (subject: Record<string, string>): Promise<BookRow[]> =>
    city.desks.kantata.rows('time_entries', { workspace_id: (await workspaceOf(subject.opportunity_number!)).id, date_performed: subject.date! });
  /** The account of the worker a trouble names, by their e-mail. */
  const userOf = async (subject: Record<string, string>): Promise<string> => {
    const [worker] = await city.desks.workday.rows('worker', { worker_id: subject.worker_number! });
    return (await city.desks.kantata.rows('users', { email_address: String(worker!.email) }))[0]!.id;
  };

  it('ends with all time approved, and totals that agree with the plan', async () => {
    const totals = await city.call('GET', '/firm/totals');
    // Every planned entry, and the two that were logged where they should not have been.
    expect(totals.total.entries).toBe(plan.counts.time_entries! + 2);
    expect(totals.total.hours_approved).toBe(totals.total.hours_logged);
    expect(Object.keys(totals.timesheets).sort()).toEqual(['approved', 'rejected']);
    const byMonth = totals.by_month.reduce((sum: number, row: { hours_logged: string }) => sum + Number(row.hours_logged), 0);
    expect(byMonth.toFixed(2)).toBe(totals.total.hours_logged);
    expect(new Set(totals.by_month.map((row: { currency: string }) => row.currency))).toEqual(new Set(['USD', 'GBP', 'EUR', 'JPY']));
  });

  it('told again from the start, nothing changes anywhere', async () => {
    const books = async (): Promise<string[]> => [
      await city.books(city.desks.kantata, ...WORK), await city.books(city.desks.workday, 'worker', 'worker_event', 'time_off_entry', 'cost_rate'),
      await city.books(city.desks.netsuite, 'accountingperiod'), JSON.stringify((await city.desks.salesforce.rows('Opportunity')).map((row) => [row.Name, row.StageName, row.SystemModstamp])),
    ];
    const once = await books();
    await tell(city, plan.timeline);
    expect(await books()).toEqual(once);
  });

  it('deals end as planned', async () => {
    const stages = new Map((await city.desks.salesforce.rows('Opportunity')).map((row) => [String(row.Opportunity_Number__c), row]));
    const { deals } = await city.call('GET', '/firm/plan');
    for (const deal of deals) {
      const row = stages.get(deal.opportunity_number)!;
      if (deal.expected === 'won') expect(row).toMatchObject({ StageName: 'Closed Won', Commercial_Approval__c: 'Approved', ContractId: expect.any(String) });
      else if (deal.expected.startsWith('lost')) expect(row.StageName).toBe('Closed Lost');
      else expect(['Qualification', 'Needs Analysis', 'Value Proposition', 'Proposal/Price Quote']).toContain(row.StageName);
    }
    expect((await city.desks.salesforce.rows('Contract')).every((row) => row.Status === 'Activated' && row.CustomerSignedDate)).toBe(true);
  });

  it('a rejected sheet comes back under a new submission with the right hours', async () => {
    const { worker_number: _worker, ...subject } = trouble('rejected_sheet')[0]!;
    const workspace = await workspaceOf(subject.opportunity_number!);
    const sheets = (await city.desks.kantata.rows('timesheet_submissions', { workspace_id: workspace.id, start_date: subject.week! }));
    const rejected = sheets.find((row) => row.status === 'rejected')!;
    expect(sheets.filter((row) => row.user_id === rejected.user_id).map((row) => row.status)).toEqual(['rejected', 'approved']);
    const entries = await city.desks.kantata.rows('time_entries', { user_id: String(rejected.user_id), workspace_id: workspace.id });
    expect(Math.max(...entries.map((row) => Number(row.time_in_minutes)))).toBeLessThanOrEqual(600);
  });

  it('corrections leave the corrected minutes, approved under a new submission', async () => {
    for (const subject of [...trouble('correction_before_billing'), ...trouble('correction_after_billing')]) {
      const entries = (await entriesOf(subject)).filter((row) => String(row.time_in_minutes) === subject.to_minutes);
      expect(entries).toHaveLength(1);
      expect(entries[0]!.approved).toBe(true);
      const history = await city.desks.kantata.rows('timesheet_submissions', { user_id: String(entries[0]!.user_id), workspace_id: String(entries[0]!.workspace_id), start_date: subject.week! });
      expect(history.map((row) => row.status)).toEqual(['rejected', 'approved']);
    }
  });

  it('the late sheet was approved only after the month was closed in the ERP', async () => {
    const { opportunity_number: number, week } = trouble('late_approval')[0]!;
    const period = (await city.desks.netsuite.rows('accountingperiod', { periodname: 'Aug 2026' }))[0]!;
    expect(period).toMatchObject({ closed: 'T', alllocked: 'T' });
    const sheets = await city.desks.kantata.rows('timesheet_submissions', { workspace_id: (await workspaceOf(number!)).id, start_date: week! });
    expect(sheets.every((row) => row.status === 'approved')).toBe(true);
    expect(sheets.some((row) => String(row.updated_at) > String(period.lastmodifieddate))).toBe(true);
  });

  it('joiners came, leavers went and movers moved in the HCM, each keyed in after its day', async () => {
    const events = await city.desks.workday.rows('worker_event');
    expect(new Set(events.map((row) => row.type))).toEqual(new Set(['Terminate Employee', 'Change Organization Assignments for Worker', 'Request Leave of Absence']));
    expect(events.every((row) => String(row.entered_at).slice(0, 10) >= String(row.effective_date))).toBe(true);
    expect((await city.desks.workday.rows('worker')).length).toBe(plan.counts.workers);
    expect((await city.desks.kantata.rows('users')).length).toBe(plan.counts.workers);
  });

  it('the fixes leave nothing of the troubles behind', async () => {
    const [stray] = trouble('terminated_worker');
    const leaver = await userOf(stray!);
    expect((await entriesOf(stray!)).filter((row) => row.user_id === leaver)).toEqual([]);
    const moved = await city.desks.kantata.rows('time_entries', { user_id: leaver, time_in_minutes: '180', notes: 'Last open points' });
    expect(moved.map((row) => [row.approved, String(row.date_performed) < stray!.date!])).toEqual([[true, true]]);
    const [late] = trouble('assignment_window');
    const places = new Set((await city.desks.kantata.rows('workspace_resources', { user_id: await userOf(late!) })).map((row) => row.id));
    expect((await city.desks.kantata.rows('workspace_allocations')).some((row) => places.has(String(row.workspace_resource_id)) && row.end_date === late!.date)).toBe(true);
    const emails = new Set((await city.desks.workday.rows('worker')).map((row) => row.email));
    expect((await city.desks.kantata.rows('users')).filter((row) => !emails.has(row.email_address))).toEqual([]);
  });
});
