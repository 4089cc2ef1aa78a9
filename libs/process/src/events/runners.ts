import { logger } from '#lib/platform';
import { registeredConsumers } from '../engine/registry.js';
import { engineState } from '../engine/state.js';
import { exposeBacklog } from './backlog.js';
import { ConsumerRunner } from './runner.js';
import { Resumer } from '../waits/resumer.js';
import { wakeWaiting } from '../waits/wake.js';

let runners: ConsumerRunner[] = [];
let resumer: Resumer | undefined;
let poll: NodeJS.Timeout | undefined;
const BEGINNING = '0.0';
let polling: Promise<void> = Promise.resolve();
let lastSeen = BEGINNING;

/** Starts every registered consumer. One small query for all of them sees whether the log has grown. */
export function startConsumers(): void {
  const log = logger('process');
  const { ds, settings } = engineState();
  exposeBacklog();
  runners = [...registeredConsumers(), wakeWaiting].map((c) => new ConsumerRunner(ds, c, (error) => log.error({ consumer: c.name, err: error }, 'an event consumer met an error')));
  for (const r of runners) r.start();
  resumer = new Resumer(ds);
  resumer.start();
  const again = () => {
    poll = setTimeout(() => {
      polling = look().then(again, again);
    }, settings.poll_ms);
    poll.unref();
  };
  again();
}

/** Waits until no handler is at work. */
export async function stopConsumers(): Promise<void> {
  clearTimeout(poll);
  await polling;
  clearTimeout(poll);
  await Promise.all([...runners.map((r) => r.stop()), resumer?.stop()]);
  resumer = undefined;
  runners = [];
  lastSeen = BEGINNING;
}

async function look(): Promise<void> {
  if (lastSeen === BEGINNING) {
    const { rows } = await engineState().pool.query(`select xid::text || '.' || seq as place from event where xid < pg_snapshot_xmin(pg_current_snapshot()) order by event.xid desc, event.seq desc limit 1`);
    lastSeen = rows[0]?.place ?? BEGINNING;
    for (const r of runners) r.nudge();
    return;
  }
  const { rows } = await engineState().pool.query({
    name: 'log-end',
    text: `with new as (select xid, seq, type from event where (xid, seq) > ($1::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot()))
      select array(select distinct type from new) as types, (select xid::text || '.' || seq from new order by new.xid desc, new.seq desc limit 1) as place`,
    values: lastSeen.split('.'),
  });
  const { types, place } = rows[0] as { types: string[]; place: string | null };
  if (place === null) return;
  lastSeen = place;
  // The others move their place past it at their next look of their own.
  for (const r of runners) if (r.consumer.types.some((type) => types.includes(type))) r.nudge();
}
