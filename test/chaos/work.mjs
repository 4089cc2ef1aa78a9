// The firm's own doings: projects are sold and set up, time is handed in, approved a little at a time, billed and released.
import { resolve } from 'node:path';
import { after, book } from '../bench/timekeeping.mjs';

const pause = (ms) => new Promise((r) => setTimeout(r, ms));
/** One entry on one day: what is asked is how many postings come through, not how long they are. */
const [DAY, MINUTES] = [2, 60];
/** Timesheets (person, project and week) that everybody's work of one week makes in each firm, as counted. */
const A_WEEK = { small: 35, full: 1_970 };
/** Sheets approved whose run has not ended: enough that there is always work under way, few enough that a wave ends. */
const AHEAD = 120;

/** Sells the firm's deals and sets its projects up, books its people on all of them, and lets them log time for so many timesheets. */
export async function prepareWork(stage, { postings, note }) {
  const size = postings <= 5 * A_WEEK.small ? 'small' : 'full';
  await stage.act('/firm/seed', { size, seed: 7 });
  for (const phase of ['commit', 'win']) {
    note(`sales: ${phase}`);
    await stage.act('/firm/sales', { phase });
    await settled(stage, phase);
  }
  await stage.act('/firm/staff', {});
  const plan = await (await fetch(`${stage.firm}/firm/plan`)).json();
  const weeks = plan.weeks.slice(0, Math.ceil(postings / A_WEEK[size]));
  const { work, act } = await book(stage.vendors.kantata, weeks, weeks.length * MINUTES);
  const wanted = weeks.flatMap((monday) => work.map((w) => ({ ...w, date_performed: after(monday, DAY), time_in_minutes: MINUTES }))).slice(0, postings);
  if (wanted.length < postings) throw new Error(`the firm has work for ${wanted.length} timesheets only, not for ${postings}`);
  note(`${wanted.length} entries are logged`);
  const entries = await act('log_time', { entries: wanted });
  await settled(stage, 'people booked');
  await stage.readFeeds();
  return { entries: entries.map(({ id }, n) => ({ id, user_id: wanted[n].user_id, workspace_id: wanted[n].workspace_id })), months: [...new Set(wanted.map((w) => w.date_performed.slice(0, 7)))] };
}

/** Entries are handed in and approved wave by wave, never far ahead of the suite, and no faster than `share()` (0 to 1) says: kills and work shall last equally long. */
export async function approveAll(stage, entries, share, note) {
  let approved = 0;
  for (let told = 0; approved < entries.length; await pause(200)) {
    const [{ n: ended }] = await stage.rows(`select count(distinct r.input->>'timesheet_id')::int as n from process_run r where r.flow = 'post-timesheet' and r.state in ('completed', 'waiting', 'failed')`);
    const room = Math.min(Math.ceil(entries.length * share()), ended + AHEAD, entries.length) - approved;
    if (room <= 0) continue;
    const wave = entries.slice(approved, approved + room);
    const handed = await acted(stage, 'submit_timesheet', wave.map(({ id, user_id, workspace_id }) => ({ user_id, workspace_id, line_item_ids: [id] })), /already/);
    await acted(stage, 'approve_timesheet', handed.filter((i) => i.ok).map(({ id }) => ({ id })), /that is approved cannot be approved/);
    approved += wave.length;
    if (approved - told >= entries.length / 10) note(`${(told = approved)} of ${entries.length} timesheets are approved, ${ended} through`);
  }
}

/** People act in the PSA. A vendor killed after its commit is asked again, and refuses what it has done already. */
async function acted(stage, name, sheets, done) {
  const { items } = await stage.control('kantata', 'POST', `actions/${name}`, { sheets });
  const refused = items.filter((i) => !i.ok && !done.test(JSON.stringify(i.error)));
  if (refused.length > 0) throw new Error(`${name}: ${refused.length} refused, first: ${JSON.stringify(refused[0].error)}`);
  return items;
}

/** Fiona prepares the months' invoices, Frank releases them; each command is sent `times` times, as an impatient client would. */
export async function billAndRelease(stage, months, times = 1) {
  const say = (who, method, path, body, headers) => Promise.all(Array.from({ length: times }, () => again(() => stage.people.call(who, method, path, body, headers)))).then(([first]) => first);
  for (const period of months) {
    const { id } = await say('fiona', 'POST', '/process/time-to-invoice/v1/billing-runs', { period }, { 'idempotency-key': `chaos-billing-${period}` });
    while ((await say('fiona', 'GET', `/process/time-to-invoice/v1/billing-runs/${id}`)).running > 0) await pause(300);
  }
  const { invoices } = await say('frank', 'GET', '/process/time-to-invoice/v1/invoices?status=draft&limit=500');
  for (const draft of invoices) await release(say, draft.id);
  return invoices.length;
}

/** Answers of 500 that people met while PostgreSQL was away: they try again, and the report counts them. */
export const met = { internal: 0 };

async function again(ask, attempt = 1) {
  try {
    return await ask();
  } catch (error) {
    if (!/ answered 500: /.test(error.message) || attempt === 20) throw error;
    met.internal += 1;
    await pause(500);
    return again(ask, attempt + 1);
  }
}

/** A command cut off by a kill may have been done: told again, the answer is that it is released already. */
async function release(say, id) {
  await say('frank', 'POST', `/process/time-to-invoice/v1/invoices/${id}/release`).catch((error) => {
    if (!/ answered 409: /.test(error.message)) throw error;
  });
}

/** Reads every feed until nothing is new and nothing is under way. For calm times: a kill cuts such a reading off. */
export async function settled(stage, what) {
  const { settle } = await import(resolve(import.meta.dirname, '../../dist/apps/launcher/src/settle.js'));
  await again(() => settle(stage.people, { at: () => undefined, phase: () => undefined, done: () => undefined, say: () => undefined }, what));
}

/** Waits until every feed was read twice from now on (the first of the two readings may have begun before) and nothing is under way, however often the suite dies meanwhile. */
export async function caughtUp(stage, limitMs = 900_000) {
  const from = Date.now();
  const readings = new Map();
  for (const end = from + limitMs; Date.now() < end; await pause(300)) {
    const status = await stage.people.call('olga', 'GET', '/process/v1/status');
    for (const { system, entity, caught_up_at: at } of status.feeds) {
      const seen = readings.get(`${system} ${entity}`) ?? readings.set(`${system} ${entity}`, new Set()).get(`${system} ${entity}`);
      if (at && Date.parse(at) > from) seen.add(at);
    }
    if (readings.size > 0 && [...readings.values()].every((seen) => seen.size >= 2) && underWay(status) === 0) return;
  }
  throw new Error(`not caught up after ${limitMs / 1000} s`);
}

export function underWay(status) {
  const sum = (counts, ...states) => states.reduce((n, state) => n + (counts[state] ?? 0), 0);
  return status.unread_events + sum(status.runs, 'queued', 'running') + sum(status.effects, 'planned', 'sent', 'uncertain');
}
