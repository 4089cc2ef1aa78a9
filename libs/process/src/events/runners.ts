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
let polling: Promise<void> = Promise.resolve();
let lastSeen = '';

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
  lastSeen = '';
}

async function look(): Promise<void> {
  const { rows } = await engineState().pool.query({
    name: 'log-end',
    text: `select xid::text || '.' || seq as place from event where xid < pg_snapshot_xmin(pg_current_snapshot()) order by event.xid desc, event.seq desc limit 1`,
  });
  const place: string = rows[0]?.place ?? '';
  if (place === lastSeen) return;
  lastSeen = place;
  for (const r of runners) r.nudge();
}
