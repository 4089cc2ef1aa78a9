import { useLogger } from '#lib/platform';
import { pino } from 'pino';
import type { DataSource } from 'typeorm';
import { DailyClock, type DailyWork } from './daily-clock.js';

const ds = {} as DataSource;
let now = { day: '2026-07-31', time: '00:00' };
let started: string[] = [];
const work = (more: Partial<DailyWork> = {}): DailyWork => ({ name: 'spec', at: () => '02:30', start: async (_, day) => void started.push(day), ...more });
const clockOf = (more: Partial<DailyWork> = {}) => new DailyClock(ds, work(more), async () => now);
beforeAll(() => useLogger(pino({ level: 'silent' })));
afterAll(() => useLogger(undefined));
beforeEach(() => {
  now = { day: '2026-07-31', time: '00:00' };
  started = [];
});

it('starts at its time, once a day, also when its time passed before the program was up', async () => {
  const clock = clockOf();
  for (const time of ['02:29', '02:30', '02:31', '23:59']) {
    now = { ...now, time };
    await clock.tick();
  }
  expect(started).toEqual(['2026-07-31']);
  now = { day: '2026-08-01', time: '00:00' };
  await clock.tick();
  now = { day: '2026-08-01', time: '09:00' };
  await clock.tick();
  expect(started).toEqual(['2026-07-31', '2026-08-01']);
});

it('what failed is tried again at the next tick', async () => {
  now.time = '03:00';
  let times = 0;
  const clock = clockOf({ start: async () => {
    if (++times === 1) throw new Error('the engine is not up yet');
  } });
  await clock.tick();
  await clock.tick();
  await clock.tick();
  expect(times).toBe(2);
});

it('without a time it never starts; a time that cannot be read stops the program at its start', async () => {
  now.time = '23:59';
  await clockOf({ at: () => undefined }).tick();
  expect(started).toEqual([]);
  for (const at of ['2:30', '24:00', '12:60', 'daily']) expect(() => clockOf({ at: () => at })).toThrow(at);
});
