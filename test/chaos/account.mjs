import { quantile } from '../bench/stage.mjs';

/**
 * What became of each fault. A strike (kill, restart, absence) is settled by itself when every write that had no outcome at that moment is confirmed, compensated
 * or refused by the vendor's word by now; it became an exception when a person is asked about one of them. Lost answers and late commits are
 * counted by the vendors. What is neither settled nor asked about is unaccounted for.
 */
export async function account(stage, strikes, vendorFaults, verdict) {
  const state = new Map((await stage.rows('select system, key, state from effect')).map((e) => [`${e.system} ${e.key}`, e.state]));
  const settled = (name) => ['confirmed', 'compensated', 'rejected'].includes(state.get(name));
  const counts = { injected: strikes.length + vendorFaults.total, auto_resolved: 0, exceptions_opened: 0, unaccounted: 0 };
  const explained = new Set();
  for (const { open } of strikes) {
    const names = open.map((e) => `${e.system} ${e.key}`).filter((name) => !settled(name));
    if (names.length === 0) counts.auto_resolved += 1;
    else if (names.every((name) => verdict.open.has(name))) {
      counts.exceptions_opened += 1;
      for (const name of names) explained.add(name);
    } else counts.unaccounted += 1;
  }
  // A vendor's fault that left its mark: an effect a person is asked about that no strike explains, or one nobody settles.
  const asked = [...verdict.open.keys()].filter((name) => !explained.has(name)).length;
  const left = Math.min(vendorFaults.total, verdict.stuck.length + verdict.unexpected.length);
  counts.exceptions_opened += Math.min(vendorFaults.total, asked);
  counts.unaccounted += left;
  counts.auto_resolved += Math.max(0, vendorFaults.total - asked - left);
  return counts;
}

/** Seconds from each strike that met open work until the next write was settled: p50 and p95. */
export async function recovery(stage, strikes) {
  const settled = (await stage.rows(`select extract(epoch from settled_at)::float8 * 1000 as at from effect where settled_at is not null order by settled_at`)).map((r) => r.at);
  const times = [];
  for (const { at, open } of strikes) {
    if (open.length === 0) continue;
    const next = settled[after(settled, at)];
    if (next !== undefined) times.push((next - at) / 1000);
  }
  return times.length === 0 ? undefined : { of: times.length, p50_s: seconds(quantile(times, 0.5)), p95_s: seconds(quantile(times, 0.95)), longest_s: seconds(Math.max(...times)) };
}

/** Index of the first number above `at` in a sorted list. */
function after(sorted, at) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

const seconds = (n) => Number(n.toFixed(2));
