// How fast are approved entries priced, and does the time grow with the entries alone? 100,000 entries over 10 rate cards of 20 versions through the rules,
// beside pricing each with a linear scan over all versions and lines, in the same run.
// node test/bench/pricing.mjs [--entries 100000] [--rounds 3]   prints JSON: entries per second, heap, and ratios.
import { parseArgs } from 'node:util';
import v8 from 'node:v8';
import vm from 'node:vm';
import { prepare } from '../../bin/prepare.mjs';
import { round } from './stage.mjs';

const { values } = parseArgs({ options: { entries: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '3' } } });
const ENTRIES = Number(values.entries);
const ROUNDS = Number(values.rounds);
const CARDS = 10;
const VERSIONS = 20;
const ROLES = 12;
const REGIONS = ['AMER', 'EMEA', 'APAC'];
/** The scan is slow and its time per entry constant: a part of the entries gives its speed. */
const SCANNED = Math.min(ENTRIES, 20_000);

await prepare({ quiet: true });
await import('reflect-metadata');
const { addDays, dec } = await import('../../dist/libs/canonical/src/index.js');
const { priceTime, rateBook, resolveRate } = await import('../../dist/libs/rules/src/index.js');
v8.setFlagsFromString('--expose-gc');
const gc = vm.runInNewContext('gc');

/** Cards of ten clients, each with versions of 90 days one after the other; a version has a line per role, some per region, one for everybody else. */
function cards(versions) {
  return Array.from({ length: CARDS }, (_, c) => Array.from({ length: versions }, (_, v) => ({
    card_version_id: `C${c}v${v}`, rate_card_id: `C${c}`, scope_type: 'client', scope_id: `CL${c}`, currency: 'USD', approval_status: 'approved',
    effective_from: addDays('2020-01-01', v * 90), effective_to: addDays('2020-01-01', v * 90 + 89),
    lines: [
      ...Array.from({ length: ROLES }, (_, r) => ({ line_id: `r${r}`, role: `ROLE${r}`, rate: `${100 + c + v + r}.25` })),
      ...Array.from({ length: ROLES }, (_, r) => ({ line_id: `rr${r}`, role: `ROLE${r}`, region: REGIONS[r % REGIONS.length], rate: `${110 + c + v + r}.50` })),
      { line_id: 'any', rate: `${90 + c}.00` },
    ],
  }))).flat();
}

/** Work spread over clients, versions, roles and regions, the same in every run. */
function entries(count, versions) {
  return Array.from({ length: count }, (_, i) => ({
    entry: { work_date: addDays('2020-01-01', (i * 7919) % (versions * 90)), worker_id: `w${i % 1500}`, role: `ROLE${(i * 31) % (ROLES + 1)}`, region: REGIONS[(i * 17) % 3] }, context: { client_id: `CL${(i * 13) % CARDS}`, currency: 'USD' }, hours: `${1 + (i % 8)}.25`,
  }));
}

/** As the flows do it: a book prepared once, then each entry resolved and priced. Answers the total, so that nothing is left out. */
function throughTheBook(list, versions) {
  const book = rateBook(versions);
  let total = dec(0);
  for (const { entry, context, hours } of list) {
    const rate = resolveRate({ entry, cards: book, context });
    if (!rate.ok) throw new Error(rate.detail);
    total = total.plus(priceTime({ billable_hours: hours, rate: rate.rate, currency: 'USD' }).net);
  }
  return total;
}

/** The alternative: every version and every line is looked at for every entry. It knows one scope, no overrides or uplifts, checks nothing and explains nothing; pricing is the same. */
function scanned(entry, context, versions) {
  let best;
  let rank = -1;
  for (const version of versions) {
    if (version.scope_id !== context.client_id || entry.work_date < version.effective_from || entry.work_date > version.effective_to) continue;
    for (const line of version.lines) {
      if ((line.role && line.role !== entry.role) || (line.region && line.region !== entry.region)) continue;
      const specific = (line.role ? 2 : 0) + (line.region ? 1 : 0);
      if (specific > rank) [best, rank] = [line, specific];
    }
  }
  return best;
}

function byScan(list, versions) {
  let total = dec(0);
  for (const { entry, context, hours } of list) total = total.plus(priceTime({ billable_hours: hours, rate: scanned(entry, context, versions).rate, currency: 'USD' }).net);
  return total;
}

/** Only the look-up, without pricing: what indexes are for. */
const lookUps = {
  book: (list, versions) => {
    const book = rateBook(versions);
    let found = 0;
    for (const { entry, context } of list) if (resolveRate({ entry, cards: book, context }).ok) found += 1;
    return found;
  },
  scan: (list, versions) => list.reduce((found, { entry, context }) => found + (scanned(entry, context, versions) ? 1 : 0), 0),
  /** The list of cards in place of the prepared book: its index is built anew for every entry. */
  unprepared: (list, versions) => {
    let found = 0;
    for (const { entry, context } of list) if (resolveRate({ entry, cards: versions, context }).ok) found += 1;
    return found;
  },
};

/** The best of some rounds: what the code needs when nothing else takes the processor. CPU time, because the machine may be shared. */
function measure(work, rounds = ROUNDS) {
  let best = Infinity;
  let result;
  for (let i = 0; i < rounds; i++) {
    gc();
    const before = process.cpuUsage();
    result = work();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1e6);
  }
  return { cpu_s: best, result };
}

function heapOf(work) {
  gc();
  const before = process.memoryUsage().heapUsed;
  const kept = work();
  gc();
  const used = process.memoryUsage().heapUsed - before;
  return { used, kept };
}

const cards20 = cards(VERSIONS);
const cards40 = cards(VERSIONS * 2);
const one = entries(ENTRIES, VERSIONS);
const two = entries(ENTRIES * 2, VERSIONS);
const list40 = entries(ENTRIES, VERSIONS * 2);
throughTheBook(one.slice(0, 5_000), cards20);
byScan(one.slice(0, 2_000), cards20);

const same = throughTheBook(one.slice(0, 2_000), cards20).eq(byScan(one.slice(0, 2_000), cards20));
if (!same) throw new Error('the book and the scan give different totals');
const book = measure(() => throughTheBook(one, cards20));
const twice = measure(() => throughTheBook(two, cards20));
const forty = measure(() => throughTheBook(list40, cards40));
const scan = measure(() => byScan(one.slice(0, SCANNED), cards20), 1);
const lookUp = measure(() => lookUps.book(one, cards20));
const lookUpForty = measure(() => lookUps.book(list40, cards40));
const scanUp = measure(() => lookUps.scan(one.slice(0, SCANNED), cards20), 1);
const scanUp40 = measure(() => lookUps.scan(list40.slice(0, SCANNED), cards40), 1);
const unprepared = measure(() => lookUps.unprepared(one.slice(0, 200), cards20), 1);
const { used } = heapOf(() => rateBook(cards20));
const peak = process.memoryUsage();

const speed = (n, { cpu_s }) => Math.round(n / cpu_s);
console.log(JSON.stringify({
  question: 'pricing of approved entries, CPU time of one thread', entries: ENTRIES, cards: CARDS, versions_each: VERSIONS, lines_each: ROLES * 2 + 1, rounds: ROUNDS,
  rules: { cpu_s: round(book.cpu_s), entries_per_s: speed(ENTRIES, book), look_ups_per_s: speed(ENTRIES, lookUp), total: book.result.toFixed(2) },
  linear_scan: { entries: SCANNED, cpu_s: round(scan.cpu_s), entries_per_s: speed(SCANNED, scan), look_ups_per_s: speed(SCANNED, scanUp) },
  cards_indexed_per_entry: { entries: 200, look_ups_per_s: speed(200, unprepared) },
  ratios: {
    speed_over_scan: round(speed(ENTRIES, book) / speed(SCANNED, scan)), look_up_over_scan: round(speed(ENTRIES, lookUp) / speed(SCANNED, scanUp)), look_up_over_index_per_entry: round(speed(ENTRIES, lookUp) / speed(200, unprepared)),
    time_of_twice_the_entries: round(twice.cpu_s / book.cpu_s), time_at_40_versions: round(forty.cpu_s / book.cpu_s), look_up_time_at_40_versions: round(lookUpForty.cpu_s / lookUp.cpu_s), scan_look_up_time_at_40_versions: round(scanUp40.cpu_s / scanUp.cpu_s),
  },
  memory: { book_mib: round(used / 2 ** 20), rss_mib: Math.round(peak.rss / 2 ** 20) },
}, null, 2));
