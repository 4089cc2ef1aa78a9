import 'reflect-metadata';
import { type TestDatabase, testDatabase } from '../../process/src/testing/database.js';
import { DatabaseClock, databaseClock } from './database-clock.js';

jest.setTimeout(60_000);
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
afterEach(() => jest.restoreAllMocks());

const databaseTime = async () => Number((await db.ds.query('select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms'))[0].ms);

it.each([-7, 0, 7])('shows the database’s time on a machine whose clock is %i hours off', async (hours) => {
  const now = Date.now;
  jest.spyOn(Date, 'now').mockImplementation(() => now() + hours * 3_600_000);
  const clock = await DatabaseClock.of(db.ds);
  expect(Math.abs(clock.now() - (await databaseTime()))).toBeLessThan(500);
});

it('is not moved when the machine’s clock is set while it runs', async () => {
  const clock = await databaseClock(db.ds);
  const now = Date.now;
  jest.spyOn(Date, 'now').mockImplementation(() => now() - 12 * 3_600_000);
  expect(Math.abs(clock.now() - (await databaseTime()))).toBeLessThan(500);
  expect(await databaseClock(db.ds)).toBe(clock);
});
