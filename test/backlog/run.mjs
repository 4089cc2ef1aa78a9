import { billAndRelease, prepareWork, settled } from '../chaos/work.mjs';
import { judge, openNow } from '../chaos/judge.mjs';
import { openStage } from '../chaos/stage.mjs';
import { approve, correct, win } from './pile.mjs';
import { order, used, Watch } from './watch.mjs';

/** Smallest NetSuite accounts serve five requests at once; the manifest declares four of them, and here the account has no more. */
const ERP_AT_ONCE = 4;
/** Kantata does not publish its limits: the tenant's own word, told to both sides. */
const PSA_PER_SECOND = 4;
const PSA_AT_ONCE = 6;
/** Neither vendor documents how long it takes; chosen so that the vendor, not this machine, is what everybody waits for. */
const ERP_LATENCY_MS = 700;
const PSA_LATENCY_MS = 250;
const LATENCY_S = { netsuite: ERP_LATENCY_MS / 1000, kantata: PSA_LATENCY_MS / 1000 };
const TOLD_AFTER_MS = 10_000;
const pause = (ms) => new Promise((r) => setTimeout(r, ms));

/** A vendor is away while a day's work piles up, then it is back: first the ERP, then the PSA. @returns the report of both and what the books say */
export async function runBacklog({ sheets, deals, awayMs, psa: alsoPsa, seed }, note) {
  const stage = await openStage({ seed, env: { PROCESS_UNAVAILABLE_AFTER: `${TOLD_AFTER_MS}ms` } });
  const cut = () => void stage.close().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, cut);
  try {
    stage.lives.change({ KANTATA_PER_SECOND: String(PSA_PER_SECOND) });
    const { entries, months } = await prepareWork(stage, { postings: sheets, note });
    const before = await openNow(stage);
    await stage.control('netsuite', 'POST', 'switches/concurrency_limit', { value: ERP_AT_ONCE });
    await stage.control('kantata', 'POST', 'switches/limits', { value: { general: { requests: PSA_PER_SECOND, per_s: 1 } } });
    await stage.control('netsuite', 'POST', 'faults', { id: 'slow', kind: 'latency', ms: ERP_LATENCY_MS });
    await stage.control('kantata', 'POST', 'faults', { id: 'slow', kind: 'latency', ms: PSA_LATENCY_MS });

    const made = {};
    const erp = await away(stage, { vendor: 'netsuite', awayMs, limits: { concurrency: ERP_AT_ONCE } }, note, async () => {
      const handed = await approve(stage, entries);
      // The first posting is on its way before the sheet is sent back.
      await allIn(stage, 'post-timesheet', handed.length);
      made.corrected = await correct(stage, handed);
      made.won = (await win(stage, deals)).length;
      await allIn(stage, 'set-up-project', deals);
    });
    await settled(stage, 'after the ERP');
    const psa = !alsoPsa ? undefined : await away(stage, { vendor: 'kantata', awayMs, limits: { concurrency: PSA_AT_ONCE, perSecond: PSA_PER_SECOND } }, note, async () => {
      made.released = await billAndRelease(stage, months);
      made.won_later = (await win(stage, deals, 8_001)).length;
      await allIn(stage, 'set-up-project', deals);
    });
    if (psa) await settled(stage, 'after the PSA');
    const verdict = await judge(stage, entries, before);
    const order_violations = await overtaken(stage);
    const wrong_cost = await unlikeTheirCost(stage);
    // Sums without signs say nothing of sheets that were corrected: those are looked up in the books, line by line.
    const doubled = verdict.doubled.filter((d) => !wrong_cost.corrected.some((id) => d.startsWith(`timesheet ${id}:`))).concat(wrong_cost.found);
    const told = await stage.rows(`select business_key, status from exception where code = 'VENDOR_UNAVAILABLE'`);
    const report = { seed, timesheets: entries.length, ...made, erp, psa, order_violations, lost: verdict.lost, doubled, unasked: verdict.unasked, stuck: verdict.stuck, unexpected: verdict.unexpected, confirmed: verdict.postings, outages_told: told.length, outages_open: told.filter((t) => t.status !== 'resolved').length };
    report.failures = failures(report);
    return report;
  } finally {
    await stage.close();
  }
}

/** What makes a backlog unsound, in words. */
function failures(r) {
  const wrong = [];
  for (const [name, v] of [['erp', r.erp], ['psa', r.psa]]) {
    if (!v) continue;
    if (v.share < 0.95) wrong.push(`${name}: ${(v.share * 100).toFixed(1)} % of the allowed rate`);
    if (v.refused > 0) wrong.push(`${name}: ${v.refused} answers of 429`);
    if (v.finance_share < 0.75) wrong.push(`${name}: of the writes while finance waited only ${(v.finance_share * 100).toFixed(1)} % were finance's`);
  }
  for (const name of ['order_violations', 'lost', 'doubled', 'unasked', 'stuck', 'unexpected']) if (r[name].length > 0) wrong.push(`${name}: ${r[name].slice(0, 3).join('; ')}`);
  if (r.outages_open > 0) wrong.push('an outage is still told though it is over');
  return wrong;
}

/** Lets a vendor be away while `work` is done, takes it back, and follows what it sees until nothing is under way. */
async function away(stage, { vendor, awayMs, limits }, note, work) {
  const fault = await stage.control(vendor, 'POST', 'faults', { id: 'away', kind: 'down' });
  const gone = Date.now();
  note(`${vendor} is away`);
  await work();
  await pause(Math.max(0, gone + awayMs - Date.now()));
  const watch = new Watch(stage, vendor);
  await watch.start();
  await pause(300);
  const waiting = { finance: watch.open.finance, delivery: watch.open.delivery };
  note(`${vendor} is back, ${JSON.stringify(waiting)} runs wait`);
  await stage.control(vendor, 'DELETE', `faults/${fault.id}`);
  const back = Date.now();
  for (let told = back; watch.open.finance + watch.open.delivery > 0; await pause(250)) {
    if (Date.now() - told > 20_000) note(`${vendor}: ${watch.open.finance} finance and ${watch.open.delivery} delivery runs to go`, (told = Date.now()));
  }
  await watch.stop();
  return { away_s: Math.round((back - gone) / 1000), waiting, ...measured(watch, back, limits) };
}

/** The figures of one drain. The budget counts while there are runs enough to fill it: the last ones are steps of one run after the other. */
function measured(watch, back, limits) {
  const clock = clockOffset(watch);
  const answered = watch.requests.filter((r) => r.status !== null && r.status < 500 && !r.fault?.startsWith('down') && r.ended >= back - clock);
  const first = Math.min(...answered.map((r) => r.began));
  // So many runs keep the budget full, each with one request at a time; the last ones are steps of one run after the other.
  const enough = 2 * Math.min(limits.concurrency, Math.ceil((limits.perSecond ?? Infinity) * LATENCY_S[watch.vendor]));
  const full = watch.samples.filter((s) => s.finance + s.delivery >= enough).at(-1)?.at ?? back;
  const financeDone = Math.max(...answered.filter((r) => r.lane === 'finance').map((r) => r.ended)) + clock;
  // Money goes first as long as there is enough of it to fill the budget; with less, the rest of the budget is delivery's.
  const financeFull = watch.samples.filter((s) => s.finance >= enough).at(-1)?.at ?? back;
  const done = watch.samples.find((s) => s.finance + s.delivery === 0 && s.at > back)?.at ?? Date.now();
  return {
    noticed_s: (first + clock - back) / 1000, drained_s: (done - back) / 1000, finance_drained_s: (financeDone - back) / 1000,
    ...used(watch.requests, first, full - clock, limits), ...order(watch.requests, first, financeFull - clock), by_10s: parts(first, full - clock).map(([from, to]) => Number(used(watch.requests, from, to, limits).share.toFixed(3))), lanes: tally(answered.map((r) => r.lane)),
  };
}

/** The whole of it in pieces of ten seconds, without the rest. */
function parts(from, to) {
  return Array.from({ length: Math.max(0, Math.floor((to - from) / 10_000)) }, (_, n) => [from + n * 10_000, from + (n + 1) * 10_000]);
}

/** Our clock minus the vendor's: its books live at another time. */
function clockOffset(watch) {
  return Math.min(...watch.requests.map((r) => r.seen - r.ended));
}

const tally = (names) => names.reduce((counts, name) => ({ ...counts, [name]: (counts[name] ?? 0) + 1 }), {});

/** Waits until at least nine in ten runs of a flow are there and no more come: time of people nobody knows never becomes a run. */
async function allIn(stage, flow, expected, limitMs = 600_000) {
  let seen = -1;
  for (const end = Date.now() + limitMs; ; await pause(2_500)) {
    const [{ n }] = await stage.rows(`select count(*)::int as n from process_run where flow = $1 and state in ('queued', 'running')`, [flow]);
    if (n >= expected * 0.9 && n === seen) return;
    if (Date.now() > end) throw new Error(`after ${limitMs / 1000} s there are ${n} runs of ${flow}, not ${expected}`);
    seen = n;
  }
}

/** Journals of one timesheet that left, or stand in the books, before one of an earlier version. */
async function overtaken(stage) {
  const rows = await stage.rows(
    `select r.input->>'timesheet_id' as sheet, (r.input->>'version')::int as version, min(e.sent_at) as first, max(e.sent_at) as last, min((e.receipt->>'source_id')::bigint) as low, max((e.receipt->>'source_id')::bigint) as high
     from effect e join process_run r on r.id = e.run_id where e.verb = 'post_journal' and e.state = 'confirmed' and r.flow = 'post-timesheet' group by 1, 2 order by 1, 2`);
  return rows.flatMap((r, n) => {
    const before = rows[n - 1];
    return before?.sheet === r.sheet && (before.last > r.first || Number(before.high) > Number(r.low)) ? [`timesheet ${r.sheet}: version ${r.version} before ${before.version}`] : [];
  });
}

/** Corrected timesheets whose journals in the ERP's books do not come to the cost of what stands now. */
async function unlikeTheirCost(stage) {
  const sheets = await stage.rows(
    `select t.id, t.cost, array_agg(j.erp_source_id) as documents
     from (select timesheet_id::text as id, sum(cost_amount) filter (where costing_status = 'posted')::text as cost from time_entry group by 1 having count(*) > 1) t
     left join journal j on j.source_type = 'timesheet' and j.source_id = t.id and j.status = 'posted' group by 1, 2`);
  const lines = await stage.control('netsuite', 'GET', 'tables/transactionline');
  const found = sheets.flatMap(({ id, cost, documents }) => {
    const own = lines.filter((l) => documents?.includes(String(l.transaction)));
    const net = new Map();
    for (const l of own) net.set(l.account, (net.get(l.account) ?? 0) + Math.round(Number(l.debitforeignamount ?? 0) * 100) - Math.round(Number(l.creditforeignamount ?? 0) * 100));
    const booked = Math.max(0, ...net.values()) / 100;
    return Math.abs(booked - Number(cost ?? 0)) < 0.01 ? [] : [`timesheet ${id}: cost ${cost}, in the books ${booked}`];
  });
  return { corrected: sheets.map((s) => s.id), found };
}
