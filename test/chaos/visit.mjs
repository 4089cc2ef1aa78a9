import { comparableBooks, differences } from './books.mjs';
import { cellsOf } from './cells.mjs';
import { judge, openNow } from './judge.mjs';
import { CRASH_POINTS } from './plan.mjs';
import { CHAPTERS, tell } from './short-story.mjs';
import { openStage } from './stage.mjs';
import { Visitor } from './visitor.mjs';

/** Shorter waits than in production, so that each death costs little: what is unknown settles within a second, a lease lasts seven. */
const QUICK = Object.fromEntries(['SALESFORCE', 'KANTATA', 'WORKDAY', 'NETSUITE'].flatMap((v) => [[`${v}_SETTLE_WINDOW`, '400ms'], [`${v}_FIND_LAG`, '100ms'], [`${v}_TIMEOUT`, '4s']]));
const VENDORS = ['salesforce', 'kantata', 'workday', 'netsuite'];
/** The first chapters already have every kind of crash point. */
const SHORT = 'commit';
/** What the firm itself does wrong, before anything is struck. */
const FIRMS_OWN = /^UNMAPPED_STATUS .*Verbal Commitment/;

/** Tells the story once undisturbed, then once dying at every crash point of every step of it, and compares. `flows`: only places in these; `short`: each point once, wherever it comes first, against our own ledger alone. */
export async function visitAll({ short = false, flows, seed = 7, keep = false }, note) {
  const began = Date.now();
  const last = short ? SHORT : Object.keys(CHAPTERS).at(-1);
  const twin = short ? undefined : await undisturbed(seed, last, note);
  const cells = twin?.cells.filter((c) => !flows || flows.includes(c.row.split('/')[0])) ?? CRASH_POINTS.map((point) => ({ row: 'anywhere', point, order: `${point}:1` }));
  const stage = await openStage({ seed, env: QUICK });
  const visitor = new Visitor(stage, cells.map((c) => c.order), (order, left) => note(`died at ${order}, ${left} left`));
  let sound = false;
  try {
    const before = await openNow(stage);
    let running;
    const entries = await tell({ ...stage, act: async (path, body) => {
      const done = await stage.act(path, body);
      // The firm's books are written before the first life that dies.
      if (path === '/firm/seed') (running = visitor.run()).catch(() => undefined);
      return done;
    } }, last, note);
    visitor.end();
    await running;
    const verdict = await judge(stage, entries, before);
    verdict.unexpected = verdict.unexpected.filter((x) => !FIRMS_OWN.test(x));
    const books = await booksOf(stage);
    const unlike = twin ? differences(twin.books, books) : [];
    const reached = new Set(visitor.visited.map((v) => v.order));
    const unreached = cells.filter((c) => !reached.has(c.order)).map((c) => ({ ...c, reason: reasonFor(c) }));
    sound = [verdict.lost, verdict.doubled, verdict.unasked, verdict.stuck, verdict.unexpected, unlike, unreached.filter((c) => !c.reason)].every((list) => list.length === 0);
    return { sound, cells, reached, unreached, unlike, deaths: visitor.visited.length, ...verdict, took_s: Math.round((Date.now() - began) / 1000) };
  } finally {
    await stage.close({ keep: keep && !sound });
  }
}

async function undisturbed(seed, last, note) {
  const stage = await openStage({ seed, env: QUICK });
  try {
    await tell(stage, last, (chapter) => note(`twin: ${chapter}`));
    return { books: await booksOf(stage), cells: await cellsOf(stage.rows) };
  } finally {
    await stage.close();
  }
}

const booksOf = (stage) => comparableBooks(VENDORS, (vendor) => stage.control(vendor, 'GET', 'documents'));

/** Why a cell cannot be reached; undefined: it should have been. */
function reasonFor() {
  return undefined;
}
