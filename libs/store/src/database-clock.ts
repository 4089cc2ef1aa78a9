import type { DataSource } from 'typeorm';

/** How often the difference between the two clocks is looked at again. */
const EVERY_MS = 60_000;

/**
 * The database's time without asking it each time: replicas whose own clocks are off, or are set while they run, still agree.
 * Runs on this process's monotonic clock between two looks.
 */
export class DatabaseClock {
  private constructor(private readonly ds: DataSource, private offset: number) {}

  /** A clock that shows the database's time from its first moment on. Rejects when the database does not answer. */
  static async of(ds: DataSource): Promise<DatabaseClock> {
    const clock = new DatabaseClock(ds, await ahead(ds));
    const timer = setInterval(() => {
      if (!ds.isInitialized) return clearInterval(timer);
      ahead(ds).then((offset) => (clock.offset = offset), () => undefined); // the last difference serves until the database is back
    }, EVERY_MS);
    timer.unref();
    return clock;
  }

  /** Milliseconds of the epoch. */
  now(): number {
    return performance.now() + this.offset;
  }
}

/** Milliseconds from this process's monotonic clock to the database's time. */
async function ahead(ds: DataSource): Promise<number> {
  const asked = performance.now();
  const [{ ms }] = await ds.query('select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms');
  return ms - (asked + performance.now()) / 2;
}

const clocks = new WeakMap<DataSource, Promise<DatabaseClock>>();

/** The one clock of a data source. */
export function databaseClock(ds: DataSource): Promise<DatabaseClock> {
  let clock = clocks.get(ds);
  if (!clock) {
    clocks.set(ds, (clock = DatabaseClock.of(ds)));
    clock.catch(() => clocks.delete(ds));
  }
  return clock;
}
