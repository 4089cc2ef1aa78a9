import { City } from '../testing/city.js';

describe('what people can do', () => {
  let city: City;
  let weeks: string[];
  beforeEach(async () => {
    city = await City.start('small');
    weeks = (await city.call('GET', '/firm/plan')).weeks;
  });
  afterEach(() => city.stop());

  it('nobody logs time on a project that is not open; once it opens, the week is completed', async () => {
    await city.call('POST', '/firm/seed', {});
    for (const phase of ['commit', 'win']) await city.call('POST', '/firm/sales', { phase });
    await city.openProjects((number) => number !== 'OPP-2001');
    await city.call('POST', '/firm/staff', {});
    const first = await city.call('POST', `/firm/weeks/${weeks[0]}`, { do: 'both' });
    expect(first.details.log.not_open).toContain('OPP-2001');
    expect(first.details.log.refused).toEqual({});
    const logged = (await city.desks.kantata.rows('time_entries')).length;
    await city.openProjects((number) => number === 'OPP-2001');
    await city.call('POST', '/firm/staff', {});
    const second = await city.call('POST', `/firm/weeks/${weeks[0]}`, { do: 'both' });
    expect(second.details.log.not_open).not.toContain('OPP-2001');
    expect(second.details.log.entries).toBeGreaterThan(0);
    expect((await city.desks.kantata.rows('time_entries')).length).toBe(logged + second.details.log.entries);
  });

  it('interrupted between logging and handing in, a second call hands in and logs nothing twice', async () => {
    await city.sold();
    await city.call('POST', `/firm/weeks/${weeks[0]}`, { do: 'log' });
    const { kantata } = city.desks;
    const whole = await kantata.rows('time_entries');
    // As if the process had died after the time was logged, and one entry short of all of it.
    const pending = await kantata.rows('timesheet_submissions', { status: 'pending' });
    await kantata.act('cancel_timesheet', { sheets: pending.map((row) => ({ id: row.id })) });
    await kantata.act('edit', { collection: 'time_entries', items: [{ id: whole[0]!.id, delete: true }] });
    const again = await city.call('POST', `/firm/weeks/${weeks[0]}`, { do: 'log' });
    expect(again.details.log).toMatchObject({ entries: 1, submitted: pending.length, refused: {} });
    const facts = (rows: Record<string, unknown>[]): string[] => rows.map((row) => [row.user_id, row.workspace_id, row.date_performed, row.time_in_minutes, row.billable].join(' ')).sort();
    expect(facts(await kantata.rows('time_entries'))).toEqual(facts(whole));
  });

  it('late sheets wait for the late round', async () => {
    await city.sold();
    for (const monday of weeks.slice(0, 3)) await city.call('POST', `/firm/weeks/${monday}`, { do: 'both' });
    const waiting = await city.desks.kantata.rows('timesheet_submissions', { status: 'pending' });
    expect(waiting).toHaveLength(1);
    await city.call('POST', `/firm/weeks/${weeks[2]}`, { do: 'approve', late: true });
    expect(await city.desks.kantata.rows('timesheet_submissions', { status: 'pending' })).toEqual([]);
  });

  it('a step tells its progress line by line when asked to', async () => {
    const answer = await fetch(`${city.firm.url}/firm/seed`, { method: 'POST', headers: { accept: 'application/x-ndjson' }, body: '{}' });
    const lines = (await answer.text()).trim().split('\n').map((line) => JSON.parse(line));
    expect(lines.slice(0, -1).every((line) => line.progress.total >= line.progress.done)).toBe(true);
    expect(lines.at(-1)).toEqual({ done: expect.any(Number), total: expect.any(Number), details: expect.any(Object) });
    expect(await city.call('GET', '/firm/progress')).toEqual({ step: 'seed', done: 4, total: 4, running: false });
  });

  it('a request that makes no sense is refused with what would', async () => {
    await expect(city.call('POST', '/firm/sales', { phase: 'dance' })).rejects.toThrow('phase must be one of commit, slip, win, fix');
    await expect(city.call('POST', '/firm/weeks/2026-08-11')).rejects.toThrow('the week must be one of 2026-08-10');
    await expect(city.call('POST', '/firm/corrections', { when: 'before_billing', month: '2026-13' })).rejects.toThrow('month must be one of 2026-08, 2026-09');
    await expect(city.call('POST', '/firm/fix/everything')).rejects.toThrow('there are commercial_approval');
    await expect(city.call('GET', '/firm/nothing')).rejects.toThrow('404');
  });

  it('contracts are amended once, and what was seeded before stays', async () => {
    await city.sold();
    const { amendments } = await city.call('GET', '/firm/plan');
    const month = amendments[0].month as string;
    const due = amendments.filter((one: { month: string }) => one.month === month);
    const first = await city.call('POST', `/firm/amendments/${month}`, {});
    expect(first).toMatchObject({ done: due.length, total: due.length });
    const { salesforce } = city.desks;
    expect((await salesforce.rows('Contract_Amendment__c')).map((row) => row.Status__c).sort()).toEqual(due.map((one: { outcome: string }) => (one.outcome === 'approved' ? 'Approved' : 'Rejected')).sort());
    expect((await salesforce.rows('Contract_Amendment_Line__c')).length).toBe(due.length);
    const tables = ['Contract_Amendment__c', 'Contract_Amendment_Line__c', 'Contract_Line__c', 'Contract_Schedule_Line__c', 'Contract_Usage_Price__c'];
    const books = await city.books(salesforce, ...tables);
    await city.call('POST', `/firm/amendments/${month}`, {});
    await city.call('POST', '/firm/seed', {});
    expect(await city.books(salesforce, ...tables)).toEqual(books);
  });
});

describe('a full firm', () => {
  it('logs and approves a week of everybody in one call', async () => {
    const city = await City.start('full');
    try {
      await city.sold();
      const { weeks } = await city.call('GET', '/firm/plan');
      await city.call('POST', `/firm/weeks/${weeks[0]}`, { do: 'both' });
      const answer = await city.call('POST', `/firm/weeks/${weeks[1]}`, { do: 'both' });
      expect(answer.details.log.refused).toEqual({});
      expect(answer.details.log.submitted).toBeGreaterThan(200);
    } finally {
      await city.stop();
    }
  });
});
