import { contentHash, type EffectProblem, type Receipt, transition, vendorKey } from '#lib/canonical';
import type { EffectRow } from '#lib/store';
import type { DataSource, EntityManager } from 'typeorm';

/** The database did not take or give a row: nothing is known beyond what stands in it, and the lease brings the effect back. */
export class LedgerError extends Error {
  constructor(cause: unknown) {
    super('the effect ledger could not be reached', { cause });
    this.name = 'LedgerError';
  }
}

/** One write as asked. */
export interface EffectAsk {
  verb: string;
  /** Business key: the `Idempotency-Key`. */
  key: string;
  body: object;
  correlation_id: string;
  run_id?: string;
  actor: string;
}

type Queryable = Pick<DataSource, 'query'> | Pick<EntityManager, 'query'>;

/** A row the resolver took; `lease_left_ms` is 0 when its lease (sent) or its waiting time (uncertain) is over. */
export type DueRow = EffectRow & { lease_left_ms: number };

/** A claim not renewed for this long was left behind by a process that died. */
const CLAIM_MS = 4_000;
/** How often whoever prepares a write renews its claim. */
export const RENEW_MS = 1_000;
const seconds = (ms: number) => `${Math.max(0, Math.round(ms))} milliseconds`;

/**
 * Table `effect`. Every change is one statement that names the version it knows: whoever was overtaken changes nothing and gets undefined.
 * Times are the database's, so that replicas with different clocks agree.
 */
export class Ledger {
  constructor(private readonly db: DataSource, private readonly system: string) {}

  /** Writes the effect down before anything is sent. A `fresh` one is already claimed by its asker. */
  async plan(ask: EffectAsk): Promise<{ row: EffectRow; fresh: boolean }> {
    const inserted = await this.query(this.db,
      `insert into effect (system, key, verb, hash, vendor_key, request, state, correlation_id, run_id, actor, lease_until)
       values ($1,$2,$3,$4,$5,$6,'planned',$7,$8,$9, now() + $10::interval) on conflict (system, key) do nothing returning *`,
      [this.system, ask.key, ask.verb, hashOf(ask), vendorKey(this.system, ask.key), JSON.stringify(ask.body), ask.correlation_id, ask.run_id ?? null, ask.actor, seconds(CLAIM_MS)],
    );
    return inserted.length > 0 ? { row: inserted[0], fresh: true } : { row: (await this.get(ask.key))!, fresh: false };
  }

  async get(key: string): Promise<EffectRow | undefined> {
    return (await this.query(this.db, 'select * from effect where system = $1 and key = $2', [this.system, key]))[0];
  }

  /** Takes a planned effect that nobody works on; exactly one of many callers gets it. */
  claim(key: string): Promise<EffectRow | undefined> {
    return this.one(
      `update effect set lease_until = now() + $3::interval, version = version + 1
       where system = $1 and key = $2 and state = 'planned' and (lease_until is null or lease_until < now()) returning *`,
      [this.system, key, seconds(CLAIM_MS)],
    );
  }

  /** Somebody still prepares this effect; its version stays. */
  async renew(row: EffectRow): Promise<void> {
    await this.query(this.db, `update effect set lease_until = now() + $4::interval where system = $1 and key = $2 and version = $3 and state = 'planned'`, [this.system, row.key, row.version, seconds(CLAIM_MS)]);
  }

  /** Somebody still looks an uncertain effect up; its version stays. */
  async hold(row: EffectRow): Promise<void> {
    await this.query(this.db, `update effect set next_check_at = now() + $4::interval where system = $1 and key = $2 and version = $3 and state = 'uncertain'`, [this.system, row.key, row.version, seconds(CLAIM_MS)]);
  }

  /** A reopened effect takes the corrected body. */
  amend(key: string, ask: EffectAsk, version: number): Promise<EffectRow | undefined> {
    return this.one(
      `update effect set hash = $4, request = $5, correlation_id = $6, run_id = $7, actor = $8, version = version + 1
       where system = $1 and key = $2 and version = $3 and state = 'planned' returning *`,
      [this.system, key, version, hashOf(ask), JSON.stringify(ask.body), ask.correlation_id, ask.run_id ?? null, ask.actor],
    );
  }

  /** The first byte is about to leave; the lease covers the time the request may take. */
  markSent(row: EffectRow, requestMs: number): Promise<EffectRow | undefined> {
    if (row.state !== 'sent') transition('effect', row.state, 'sent');
    return this.one(
      `update effect set state = 'sent', attempts = attempts + 1, sent_at = now(), lease_until = now() + $4::interval, version = version + 1
       where system = $1 and key = $2 and version = $3 and state in ('planned', 'sent') returning *`,
      [this.system, row.key, row.version, seconds(requestMs)],
    );
  }

  /** The vendor has it, and it is what was asked. Effects of the verbs this one undoes, on the same vendor record, become compensated with it. */
  confirm(row: EffectRow, receipt: Receipt, undoes: string[]): Promise<EffectRow | undefined> {
    if (undoes.length === 0) return this.settle(this.db, row, 'confirmed', { receipt });
    return this.db.transaction(async (em) => {
      const done = await this.settle(em, row, 'confirmed', { receipt });
      if (done) {
        await this.query(em,
      `update effect set state = 'compensated', version = version + 1 where system = $1 and verb = any($2) and state = 'confirmed' and receipt->>'source_id' = $3 and key <> $4`,
          [this.system, undoes, receipt.source_id, row.key],
        );
      }
      return done;
    });
  }

  /** The vendor refused for good; nothing was applied. */
  reject(row: EffectRow, problem: EffectProblem): Promise<EffectRow | undefined> {
    return this.settle(this.db, row, 'rejected', { problem });
  }

  /** A person must decide. The document may exist: `receipt` tells which one was seen. */
  exception(row: EffectRow, problem: EffectProblem, receipt?: Receipt): Promise<EffectRow | undefined> {
    return this.settle(this.db, row, 'exception', { problem, receipt });
  }

  /** Provably not applied: ready to be sent again. Without `againMs` the next asking does it, unless somebody was promised an end. */
  replan(row: EffectRow, problem: EffectProblem | null, o: { againMs?: number; nothingSent?: boolean } = {}): Promise<EffectRow | undefined> {
    return this.one(
      `update effect set state = 'planned', problem = $4::jsonb, lease_until = null, version = version + 1,
         next_check_at = case when $5 or next_check_at is not null then now() + $6::interval end, attempts = attempts - case when $7 and state = 'sent' then 1 else 0 end
       where system = $1 and key = $2 and version = $3 and state in ('planned', 'sent', 'uncertain') returning *`,
      [this.system, row.key, row.version, problem ? JSON.stringify(problem) : null, o.againMs !== undefined, seconds(o.againMs ?? 1_000), o.nothingSent ?? false],
    );
  }

  /** The outcome is not known. First look-up soon; an absence counts only after `believeMs`. */
  uncertain(row: EffectRow, problem: EffectProblem, firstLookMs: number, believeMs: number): Promise<EffectRow | undefined> {
    return this.one(
      `update effect set state = 'uncertain', problem = $4::jsonb, lookups = 0, next_check_at = now() + $5::interval, lease_until = now() + $6::interval, version = version + 1
       where system = $1 and key = $2 and version = $3 and state in ('sent', 'uncertain') returning *`,
      [this.system, row.key, row.version, JSON.stringify(problem), seconds(firstLookMs), seconds(believeMs)],
    );
  }

  /** Nothing was found out this time. */
  lookAgain(row: EffectRow, ms: number): Promise<EffectRow | undefined> {
    return this.one(
      `update effect set next_check_at = now() + $4::interval, version = version + 1 where system = $1 and key = $2 and version = $3 returning *`,
      [this.system, row.key, row.version, seconds(ms)],
    );
  }

  /** Somebody was told 202 and will only ask how it stands: from now on the ledger itself drives the effect to its end. */
  async promise(key: string): Promise<void> {
    await this.query(this.db,
      `update effect set next_check_at = now() + interval '5 seconds' where system = $1 and key = $2 and state in ('planned', 'sent') and next_check_at is null`,
      [this.system, key],
    );
  }

  /**
   * What the resolver has to look at now, taken by skipping what other replicas hold: uncertain effects that are due, planned ones the ledger owes an end or whose owner
   * died, and sent ones past their lease. `earlyLookMs`: sent ones that take this long are looked up as well, though only a find counts for them.
   */
  async due(limit: number, earlyLookMs: number): Promise<DueRow[]> {
    const [rows] = await this.query(this.db,
      `update effect e set lookups = e.lookups + 1, version = e.version + case when e.state = 'sent' then 0 else 1 end,
         next_check_at = case when e.state = 'sent' then e.next_check_at else now() + $3::interval end,
         lease_until = case when e.state = 'planned' then now() + $3::interval else e.lease_until end
       from (select system, key from effect
             where system = $1 and ((state = 'uncertain' and next_check_at <= now())
               or (state = 'planned' and (lease_until is null or lease_until < now()) and (next_check_at <= now() or lease_until < now()))
               or (state = 'sent' and (lease_until < now() or (lookups = 0 and sent_at < now() - $4::interval))))
             order by next_check_at nulls first limit $2 for update skip locked) d
       where e.system = d.system and e.key = d.key
       returning e.*, greatest(0, extract(epoch from e.lease_until - now()) * 1000)::float as lease_left_ms`,
      [this.system, limit, seconds(CLAIM_MS), seconds(earlyLookMs)],
    );
    return rows.map((r: DueRow) => ({ ...r, lease_left_ms: r.lease_left_ms ?? 0 }));
  }

  private async settle(db: Queryable, row: EffectRow, to: 'confirmed' | 'rejected' | 'exception', more: { receipt?: Receipt; problem?: EffectProblem }): Promise<EffectRow | undefined> {
    pathTo(row.state, to);
    const [rows] = await this.query(db,
      `update effect set state = $4, receipt = coalesce($5::jsonb, receipt), problem = $6::jsonb, settled_at = case when $4 <> 'exception' then now() end,
         next_check_at = null, lease_until = null, version = version + 1
       where system = $1 and key = $2 and version = $3 returning *`,
      [this.system, row.key, row.version, to, more.receipt ? JSON.stringify(more.receipt) : null, more.problem ? JSON.stringify(more.problem) : null],
    );
    return rows[0];
  }

  private async one(sql: string, values: unknown[]): Promise<EffectRow | undefined> {
    const [rows] = await this.query(this.db, sql, values);
    return rows[0];
  }

  private async query(db: Queryable, sql: string, values: unknown[]): Promise<any> {
    try {
      return await db.query(sql, values);
    } catch (error) {
      throw new LedgerError(error);
    }
  }
}

/** Canonical hash of what was asked: verb and body. */
export function hashOf(ask: Pick<EffectAsk, 'verb' | 'body'>): string {
  return contentHash({ verb: ask.verb, body: ask.body });
}

/** One statement may stand for two moves of the state machine (sent, hence uncertain, hence exception); each must be legal. */
function pathTo(from: EffectRow['state'], to: 'confirmed' | 'rejected' | 'exception'): void {
  const via = from === 'planned' && to !== 'exception' ? 'sent' : from === 'sent' && to === 'exception' ? 'uncertain' : undefined;
  if (via) transition('effect', from, via);
  transition('effect', via ?? from, to);
}
