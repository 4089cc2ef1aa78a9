import { quantile } from '../bench/stage.mjs';
import { account, recovery } from './account.mjs';
import { fillDisk, freeze, repeatDeliveries, skews, strikePostgres, strikeVendors, VendorFaults } from './faults.mjs';
import { judge, openNow } from './judge.mjs';
import { Killer } from './killer.mjs';
import { killPlan } from './plan.mjs';
import { openStage } from './stage.mjs';
import { approveAll, billAndRelease, met, prepareWork, settled } from './work.mjs';

/** Kills that fall into posting of cost; the rest fall into billing and release. */
const POSTING = 0.9;

/** A replica that is frozen for longer than this has lost what it worked on. */
const SHORT_LEASES = { PROCESS_LEASE: '3s', ...Object.fromEntries(['SALESFORCE', 'KANTATA', 'WORKDAY', 'NETSUITE'].map((v) => [`${v}_TIMEOUT`, '2s'])) };

/** The whole of it: the firm works while everything around it is struck, then everything comes to rest and the books are compared. Returns the report. */
export async function runChaos(options, note) {
  const began = Date.now();
  const clocks = options.clockSkew ? skews(options.seed) : undefined;
  let skewed = false; // the set-up is calm
  const stage = await openStage({
    seed: options.seed, note, smallDisk: options.diskFull, second: options.frozen, ...(clocks ? { skewOf: () => (skewed ? clocks.next() : 0) } : {}),
    env: options.frozen ? SHORT_LEASES : {},
  });
  const cut = () => void stage.close().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, cut);
  let sound = false;
  try {
    const { entries, months } = await prepareWork(stage, { postings: options.postings, note });
    skewed = true;
    const answers = {};
    const killer = new Killer(stage, killPlan(options.kills, options.seed));
    const faults = new VendorFaults(stage, options);
    const strikes = [];
    const deliveries = { events: 0, feeds: 0 };
    const before = await openNow(stage);
    await faults.place();
    const stops = [
      ...(stage.disk ? [fillDisk(stage, options.seed, strikes, answers)] : []),
      ...(stage.others ? [freeze(stage, options.seed, strikes)] : []),
      ...(options.postgres ? [strikePostgres(stage, options.seed, strikes)] : []),
      ...(options.vendorOutage ? [strikeVendors(stage, options.seed, strikes, faults)] : []),
      ...(options.duplicates ? [repeatDeliveries(stage, deliveries)] : []),
    ];
    const worked = Date.now();
    const killing = options.kills > 0 ? killer.run(note) : Promise.resolve();
    const working = (async () => {
      await approveAll(stage, entries, () => killer.share / POSTING, note);
      note('billing and release');
      return billAndRelease(stage, months, options.duplicates ? 5 : 1);
    })();
    const [, invoices] = await Promise.all([killing, working]);
    for (const stop of stops) await stop();
    await stage.others?.end(); // what two held is one's to end
    await faults.collect();
    const worked_s = Math.round((Date.now() - worked) / 1000);
    note('everything comes to rest');
    await settled(stage, 'after the last strike');
    const all = [...killer.kills, ...strikes];
    const verdict = await judge(stage, entries, before);
    const report = {
      seed: options.seed, ...verdict, open: Object.fromEntries(verdict.open), timesheets: entries.length, invoices_released: invoices,
      kills: { ...tally(killer.kills), failed_starts: killer.failedStarts }, postgres: strikes.filter((s) => s.how.startsWith('postgres')).length, disk_full: strikes.filter((s) => s.how === 'disk full').length, frozen: strikes.filter((s) => s.how === 'frozen').length, clocks_min: clocks?.used.map((ms) => Math.round(ms / 60_000)), answers_disk_full: answers, vendors_away: strikes.filter((s) => s.how === 'vendors away').length, vendor_faults: faults.struck, deliveries, answers_500: met.internal,
      faults: await account(stage, all, faults, verdict), recovery: await recovery(stage, all), start_p50_ms: killer.starts.length ? Math.round(quantile(killer.starts, 0.5)) : undefined, worked_s, took_s: Math.round((Date.now() - began) / 1000),
    };
    report.sound = sound = [verdict.lost, verdict.doubled, verdict.unasked, verdict.stuck, verdict.unexpected].every((list) => list.length === 0) && report.faults.unaccounted === 0 && report.faults.injected === report.faults.auto_resolved + report.faults.exceptions_opened && killer.kills.length === options.kills && met.internal === 0 && !('500' in answers);
    return report;
  } finally {
    await stage.close({ keep: options.keep && !sound });
  }
}

/** How many kills there were, how they came about, and how many met work under way. */
function tally(kills) {
  const by = {};
  for (const { how } of kills) by[how] = (by[how] ?? 0) + 1;
  const points = {};
  for (const { how, point } of kills) if (how === 'point') points[point.split(':')[0]] = (points[point.split(':')[0]] ?? 0) + 1;
  return { total: kills.length, by, points, met_work: kills.filter((k) => k.running > 0).length, met_open_writes: kills.filter((k) => k.open.length > 0).length };
}
