import { type EffectRow, REOPENED } from '#lib/store';
import { counter, crashPoint, Problem } from '#lib/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Failure } from '../define/failure.js';
import type { ConnectorRuntime } from '../runtime.js';
import { Delivery } from './deliver.js';
import { type EffectAsk, hashOf, type Ledger } from './ledger.js';

/** How an asked write stands. */
export interface EffectOutcome {
  row: EffectRow;
  /** The answer was known before this asking. */
  replayed: boolean;
  /** Why a planned effect was not applied. */
  failure?: Failure;
}

/** How long an asking waits for a twin that is under way. */
const TWIN_MS = 2_000;

/** Writes to one vendor, each at most once however often it is asked. */
export class EffectService {
  constructor(private readonly runtime: ConnectorRuntime, private readonly ledger: Ledger) {}

  /**
   * Performs a write, or tells how the same write, asked before, ended. Confirmed, rejected and planned (not applied, ask again) are outcomes; so are sent, uncertain
   * and exception: the ledger drives those to their end by itself. Throws Problem idempotency_conflict when the key stands for another body.
   */
  async perform(ask: EffectAsk): Promise<EffectOutcome> {
    const verb = this.runtime.connector.writes[ask.verb];
    if (!verb) throw new Problem('not_found', `${this.runtime.connector.title} does not offer ${ask.verb}.`);
    const planned = await this.ledger.plan(ask);
    crashPoint('effect.after-plan', ask.run_id, ask.verb, ask.key);
    if (planned.fresh) return this.deliver(planned.row);
    let row = await this.same(planned.row, ask);
    const patience = performance.now() + TWIN_MS;
    for (let waited = 25; ; waited = Math.min(200, waited * 2)) {
      if (row.state === 'planned') {
        const mine = await this.ledger.claim(ask.key);
        if (mine) return this.deliver(mine);
      } else if (row.state !== 'sent') return { row, replayed: true };
      if (performance.now() > patience) {
        await this.ledger.promise(ask.key);
        return { row, replayed: true };
      }
      await sleep(waited);
      row = (await this.ledger.get(ask.key))!;
    }
  }

  /** How a write stands; undefined when it was never asked. */
  find(key: string): Promise<EffectRow | undefined> {
    return this.ledger.get(key);
  }

  private async deliver(row: EffectRow): Promise<EffectOutcome> {
    const delivered = await new Delivery(this.runtime, this.ledger, row, this.runtime.connector.writes[row.verb]!).run();
    counter('effects_delivered', 'Writes delivered to vendors, by where they stood when the caller was answered', ['system', 'verb', 'state']).inc({ system: row.system, verb: row.verb, state: delivered.row.state });
    return { ...delivered, replayed: false };
  }

  /** The row, if it is for the same write; a reopened one takes the corrected body. */
  private async same(row: EffectRow, ask: EffectAsk): Promise<EffectRow> {
    if (row.hash === hashOf(ask)) return row;
    if (row.state === 'planned' && row.verb === ask.verb && row.problem?.vendor_code === REOPENED) {
      const amended = await this.ledger.amend(ask.key, ask, row.version);
      if (amended) return amended;
    }
    throw new Problem('idempotency_conflict', `The key ${ask.key} was used for another ${row.verb} on ${row.planned_at.toISOString()}. A changed request needs its own key.`, { code: 'IDEMPOTENCY_CONFLICT' });
  }
}
