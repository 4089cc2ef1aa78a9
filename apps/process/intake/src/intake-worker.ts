import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { type Domain, newId } from '#lib/canonical';
import { type SystemClient, systemClient } from '#lib/clients';
import { counter, gauge } from '#lib/platform';
import { systemOf } from '#lib/process';
import { feedFailed } from '#lib/store';
import type { DataSource } from 'typeorm';
import { feedsOf } from './feeds.js';
import { drainFeed, type FeedRound } from './intake-feed.js';
import { retryParked } from './parked.js';
import { intakeSettings } from './settings.js';

const DOMAINS: Domain[] = ['erp', 'hcm', 'psa', 'crm'];
/** First half of the advisory lock key: one replica reads a domain's feeds at a time. */
const LOCK_SPACE = 71_501;

/** Keeps the store in step with the systems: one loop a domain, feeds in order of reference. */
@Injectable()
export class IntakeWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly loops: Promise<void>[] = [];
  private readonly reads = new Map<Domain, Set<string>>();
  private readonly rounds = counter('intake_records_total', 'Records read from change feeds', ['system', 'entity']);
  private readonly failures = counter('intake_feed_failures_total', 'Feed reads that failed', ['system', 'entity']);
  private readonly caughtUp = gauge('intake_caught_up_timestamp_seconds', 'When a feed last had nothing more to give', ['system', 'entity']);

  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  onApplicationBootstrap(): void {
    for (const domain of DOMAINS) this.loops.push(this.loop(domain));
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.allSettled(this.loops);
  }

  /** One round over all domains, in order, on request. Waits for rounds that are under way. */
  async syncNow(): Promise<FeedRound> {
    const total: FeedRound = { records: 0, changed: 0 };
    for (const domain of DOMAINS) {
      const round = await this.round(domain, true);
      total.records += round.records;
      total.changed += round.changed;
    }
    return total;
  }

  private async loop(domain: Domain): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.round(domain).catch(() => undefined); // the next round tries again; every failure is counted and stands on its feed
      await pause(intakeSettings().poll_ms, signal);
    }
  }

  /** One pass over all feeds of a domain under its lock; a replica that does not get the lock does nothing. */
  private async round(domain: Domain, wait = false): Promise<FeedRound> {
    const runner = this.ds.createQueryRunner();
    await runner.connect();
    try {
      const lock = [LOCK_SPACE, DOMAINS.indexOf(domain)];
      if (wait) await runner.query('select pg_advisory_lock($1, $2)', lock);
      else if (!(await runner.query('select pg_try_advisory_lock($1, $2) as ok', lock))[0].ok) return { records: 0, changed: 0 };
      try {
        return await this.readFeeds(domain, systemClient());
      } finally {
        await runner.query('select pg_advisory_unlock($1, $2)', [LOCK_SPACE, DOMAINS.indexOf(domain)]);
      }
    } finally {
      await runner.release();
    }
  }

  /** What the vendor gives at all, asked once; unknown while it does not answer: then every feed is tried and says for itself what is wrong. */
  private async offered(domain: Domain, client: SystemClient): Promise<Set<string> | undefined> {
    const known = this.reads.get(domain);
    if (known) return known;
    const found = await client.offers(domain, { correlation_id: newId(), priority: 'analytics' }).then((o) => new Set(o.reads), () => undefined);
    if (found) this.reads.set(domain, found);
    return found;
  }

  private async readFeeds(domain: Domain, client: SystemClient): Promise<FeedRound> {
    const total: FeedRound = { records: 0, changed: 0 };
    const system = systemOf(domain);
    const offered = await this.offered(domain, client);
    for (const entity of feedsOf(domain).filter((e) => !offered || offered.has(e))) {
      if (this.stopping.signal.aborted) break;
      try {
        const round = await drainFeed(this.ds, client, domain, system, entity, this.stopping.signal);
        total.records += round.records;
        total.changed += round.changed;
        this.rounds.inc({ system, entity }, round.records);
        this.caughtUp.set({ system, entity }, Date.now() / 1000);
      } catch (error) {
        this.failures.inc({ system, entity });
        await feedFailed(this.ds.manager, system, entity, error instanceof Error ? error.message : String(error));
      }
    }
    total.changed += await retryParked(this.ds, system, domain);
    return total;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
