import type { FactoryProvider, OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import { logger } from '#lib/platform';
import type { DataSource } from 'typeorm';

/** Something that is started by itself once a day. */
export interface DailyWork {
  /** Stands in the log, such as `billing-dues`. */
  name: string;
  /** Time of day in UTC, `02:30`; undefined: never by itself. */
  at: () => string | undefined;
  /** Starts it for a day, `YYYY-MM-DD`. Every replica calls it, and again after a restart: it must be keyed by the day. Throws to be called again a little later. */
  start: (ds: DataSource, day: string) => Promise<void>;
}

const TICK_MS = 30_000;

/** Asks every half minute whether it is time, by the clock of the database, which all replicas share. A day whose time passed while nothing ran is made up for until midnight. */
export class DailyClock implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer?: NodeJS.Timeout;
  private ticking: Promise<void> = Promise.resolve();
  private done?: string;

  /** @throws RangeError when the time of day cannot be read */
  constructor(private readonly ds: DataSource, private readonly work: DailyWork, private readonly now: () => Promise<{ day: string; time: string }> = () => databaseTime(ds)) {
    const at = work.at();
    if (at && !/^([01]\d|2[0-3]):[0-5]\d$/.test(at)) throw new RangeError(`${work.name}: "${at}" is not a time of day, such as 02:30`);
  }

  onApplicationBootstrap(): void {
    if (!this.work.at()) return;
    this.timer = setInterval(() => (this.ticking = this.tick()), TICK_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.ticking;
  }

  /** Starts the work if its time has come and this replica has not started it today. A failure is logged and tried again at the next tick. */
  async tick(): Promise<void> {
    const at = this.work.at();
    if (!at) return;
    try {
      const { day, time } = await this.now();
      if (time < at || this.done === day) return;
      await this.work.start(this.ds, day);
      this.done = day;
    } catch (err) {
      logger('process').warn({ err, work: this.work.name }, 'daily work could not be started; tried again in a moment');
    }
  }
}

/**
 * A provider that starts the work by itself once a day, at the time its setting names.
 * @example providers: [daily(dailyDues)]
 */
export function daily(work: DailyWork): FactoryProvider<DailyClock> {
  return { provide: `daily:${work.name}`, useFactory: (ds: DataSource) => new DailyClock(ds, work), inject: [getDataSourceToken()] };
}

async function databaseTime(ds: DataSource): Promise<{ day: string; time: string }> {
  const [now] = await ds.query(`select to_char(now() at time zone 'utc', 'YYYY-MM-DD') as day, to_char(now() at time zone 'utc', 'HH24:MI') as time`);
  return now;
}
