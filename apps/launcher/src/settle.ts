import type { People } from './people.js';
import { pause } from './people.js';
import type { Progress } from './progress.js';

interface Status {
  parked: number;
  unread_events: number;
  runs: Record<string, number>;
  effects: Record<string, number>;
  exceptions_open: number;
  deals: Record<string, number>;
  projects: Record<string, number>;
}

export class NotSettled extends Error {}

/** What is still under way: runs, events not looked at, writes without an outcome. */
export function pending(s: Status): number {
  const sum = (counts: Record<string, number>, ...states: string[]) => states.reduce((n, state) => n + (counts[state] ?? 0), 0);
  return s.unread_events + sum(s.runs, 'queued', 'running') + sum(s.effects, 'planned', 'sent', 'uncertain');
}

/** Reads all feeds and waits until nothing is under way any more: what a person would call "it is through". */
export async function settle(people: People, progress: Progress, note: string, limitMs = 900_000): Promise<Status> {
  const until = Date.now() + limitMs;
  for (;;) {
    const round = await people.call<{ changed: number }>('olga', 'POST', '/process/v1/syncs');
    let status = await people.call<Status>('olga', 'GET', '/process/v1/status');
    // At rest: the feeds had nothing new, and what they gave before has been worked off.
    if (round.changed === 0 && pending(status) === 0) return status;
    for (let left = pending(status); left > 0; left = pending(status)) {
      if (Date.now() > until) throw new NotSettled(`${note}: ${left} things are still under way after ${Math.round(limitMs / 1000)} s: ${JSON.stringify({ runs: status.runs, effects: status.effects, unread: status.unread_events })}`);
      progress.at(status.runs['completed'] ?? 0, (status.runs['completed'] ?? 0) + left, `${note}, ${left} under way`);
      await pause(250);
      status = await people.call<Status>('olga', 'GET', '/process/v1/status');
    }
  }
}
