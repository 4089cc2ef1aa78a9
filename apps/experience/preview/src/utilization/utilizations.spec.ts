import 'reflect-metadata';
import { PreviewServer } from '../testing/preview-server.js';

let server: PreviewServer;
beforeAll(async () => void (server = await PreviewServer.start()));
afterAll(() => server.stop());

const calendar = { weekday_hours: ['8', '8', '8', '8', '8', '0', '0'] };
async function compare(workers: object[], more: object = {}) {
  const { status, body } = await server.post('utilizations', { workers, ...more });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}
const YEAR = { from: '2026-01-01', to: '2026-12-31' };
const JULY = { from: '2026-07-01', to: '2026-07-31' };

describe('capacity', () => {
  test('a part-timer is lowered once: by fte, or by a calendar of their own', async () => {
    const { workers } = await compare([{ worker_id: 'a', calendar, fte: '0.5' }, { worker_id: 'b', calendar: { weekday_hours: ['4', '4', '4', '4', '4', '0', '0'], fte_applied: true }, fte: '0.5' }], JULY);
    expect(workers.map((w: any) => w.capacity.available_hours)).toEqual(['92', '92']);
  });

  test('hire, leave, holidays and approved time off lower it, rejected time off does not', async () => {
    const { workers } = await compare([{ worker_id: 'a', hire_date: '2026-07-06', termination_date: '2026-07-17', calendar: { ...calendar, holidays: [{ date: '2026-07-05', observed_date: '2026-07-06' }] }, time_off: [{ date: '2026-07-07', hours: '4' }, { date: '2026-07-08', hours: '8', status: 'rejected' }] }], JULY);
    expect(workers[0].capacity).toEqual({ calendar_hours: '80', holiday_hours: '8', time_off_hours: '4', available_hours: '68', working_days: 9 });
  });
});

describe('definitions', () => {
  test('fixed bases count the employed part of the year, and each worker of a group', async () => {
    const hours = { billable_hours: '500' };
    const { workers, group } = await compare([{ worker_id: 'a', calendar, hours }, { worker_id: 'b', calendar, hours, hire_date: '2026-07-02' }], { ...YEAR, definitions: ['U2', 'U3'] });
    expect(workers.map((w: any) => w.figures[0].denominator.slice(0, 9))).toEqual(['2080', '1042.8493']);
    expect(group.map((f: any) => f.denominator.slice(0, 9))).toEqual(['3122.8493', '3002.7397']);
  });

  test('a worker’s own exclusion does not stand for the others of the group', async () => {
    const hours = { calendar_hours: '100', holiday_hours: '10', time_off_hours: '10', billable_hours: '40' };
    const { workers, group } = await compare([{ worker_id: 'a', hours }, { worker_id: 'b', hours: { ...hours, excluded_hours: '5' } }], { definitions: ['U4'] });
    expect([...workers.map((w: any) => w.figures[0].denominator), group[0].denominator]).toEqual(['80', '95', '175']);
  });

  test('the policy chooses the one that is shown when none is named', async () => {
    const { policy, group } = await compare([{ worker_id: 'a', hours: { available_hours: '10', billable_hours: '5', credited_hours: '2' } }], { policy: { utilization_definition: 'U11' } });
    expect([policy.utilization_definition, group[0].definition, group[0].utilization]).toEqual(['U11', 'U11', '0.7']);
  });

  test('nobody available has no utilization and no band', async () => {
    const { group } = await compare([{ worker_id: 'a', hours: { available_hours: '0', billable_hours: '5' } }], { target: '0.5' });
    expect(group[0]).toMatchObject({ utilization: null, band: null });
  });

  test('amber reaches as far under the target as is said', async () => {
    const of = async (amber_points?: string) => (await compare([{ worker_id: 'a', hours: { available_hours: '100', billable_hours: '62' } }], { target: '0.75', amber_points })).group[0].band;
    expect([await of(), await of('0.1')]).toEqual(['amber', 'red']);
  });
});
