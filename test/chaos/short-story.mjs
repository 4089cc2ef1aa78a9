// A small firm's business, one piece of each kind, told so that it goes on however often the suite dies meanwhile.
import { after, book } from '../bench/timekeeping.mjs';
import { underWay } from './work.mjs';

const pause = (ms) => new Promise((r) => setTimeout(r, ms));
const [MINUTES, SHEETS] = [60, 6];
/** No task can be made: a project that is half set up is taken back. */
const REFUSAL = { id: 'no-tasks', kind: 'error', status: 422, message: 'Tasks are closed for maintenance', match: { method: 'POST', path: '^/api/v1/stories' } };

/** The chapters in order. Each ends when everything is at rest. */
export const CHAPTERS = {
  seed: async (s) => {
    await s.act('/firm/seed', { size: 'small', seed: 7 });
  },
  commit: (s) => s.act('/firm/sales', { phase: 'commit' }),
  slip: (s) => s.act('/firm/sales', { phase: 'slip' }),
  'win, and no task can be made': async (s) => {
    await s.control('kantata', 'POST', 'faults', REFUSAL);
    await s.act('/firm/sales', { phase: 'win' });
  },
  'set up again': async (s) => {
    await s.control('kantata', 'DELETE', 'faults');
    await retrySetUps(s);
  },
  time: async (s) => {
    await s.act('/firm/staff', {});
    const { weeks } = await (await fetch(`${s.firm}/firm/plan`)).json();
    const { work, act } = await book(s.vendors.kantata, weeks.slice(0, 1), MINUTES);
    // By name: the order in which projects were made differs between two runs.
    const chosen = (await inOrderOfNames(s, work)).slice(0, SHEETS).map((w) => ({ ...w, date_performed: after(weeks[0], 2), time_in_minutes: MINUTES }));
    const entries = await act('log_time', { entries: chosen });
    await syncedAndAtRest(s);
    const sheets = await act('submit_timesheet', { sheets: entries.map(({ id }, n) => ({ user_id: chosen[n].user_id, workspace_id: chosen[n].workspace_id, line_item_ids: [id] })) });
    s.told = { month: chosen[0].date_performed.slice(0, 7), entries, sheets };
    await act('approve_timesheet', { sheets: sheets.map(({ id }) => ({ id })) });
  },
  billing: (s) => bill(s, 'first'),
  release: release,
  'billed time is corrected': async (s) => {
    const [{ id }] = s.told.sheets;
    const { refused, items } = await s.control('kantata', 'POST', 'actions/reopen_and_edit', { items: [{ id, reason: 'Hours were wrong', edits: [{ entry_id: s.told.entries[0].id, time_in_minutes: MINUTES / 2 }], resubmit: true, approve: true }] });
    if (refused > 0) throw new Error(`the correction was refused: ${JSON.stringify(items[0])}`);
  },
  'credit and rebill': (s) => bill(s, 'second'),
  'release of credit': release,
};

/** Tells the chapters up to and with the last one named; answers the entries whose time was approved. */
export async function tell(stage, last, note) {
  const told = { ...stage, told: undefined };
  for (const [name, chapter] of Object.entries(CHAPTERS)) {
    note(name);
    await chapter(told);
    await syncedAndAtRest(told);
    if (name === last) break;
  }
  return told.told?.entries ?? [];
}

async function inOrderOfNames(s, work) {
  const names = async (table, name) => new Map((await s.control('kantata', 'GET', `tables/${table}`)).map((row) => [row.id, String(row[name])]));
  const [projects, people] = await Promise.all([names('workspaces', 'title'), names('users', 'full_name')]);
  const nameOf = (w) => `${projects.get(w.workspace_id)} ${people.get(w.user_id)}`;
  return [...work].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** Fiona asks for the month's drafts; the same key makes it one billing run however often she has to ask. */
async function bill(s, name) {
  const { id } = await say(s, 'fiona', 'POST', '/process/time-to-invoice/v1/billing-runs', { period: s.told.month }, { 'idempotency-key': `story-${name}` });
  while ((await say(s, 'fiona', 'GET', `/process/time-to-invoice/v1/billing-runs/${id}`)).running > 0) await pause(200);
}

/** Frank releases every draft. One cut off by a kill may be released already: then 409 says so. */
async function release(s) {
  const { invoices } = await say(s, 'frank', 'GET', '/process/time-to-invoice/v1/invoices?status=draft&limit=500');
  if (invoices.length === 0) throw new Error('there is no draft to release');
  for (const { id } of invoices) await say(s, 'frank', 'POST', `/process/time-to-invoice/v1/invoices/${id}/release`).catch(unless(409));
}

/** Olga orders another attempt of what the refusal stopped. */
async function retrySetUps(s) {
  const { exceptions } = await say(s, 'olga', 'GET', '/experience/operations/v1/exceptions?status=open&limit=500');
  const stopped = exceptions.filter((x) => x.workflow === 'set-up-project' && x.code === 'EFFECT_REJECTED');
  if (stopped.length === 0) throw new Error(`no set-up was stopped by the refusal; open: ${exceptions.map((x) => `${x.workflow} ${x.code}`).join(', ')}`);
  for (const { id } of stopped) await say(s, 'olga', 'POST', `/experience/operations/v1/exceptions/${id}/retries`, { reason: 'Tasks can be made again' }).catch(unless(409));
}

const unless = (status) => (error) => {
  if (!error.message.includes(` answered ${status}: `)) throw error;
};

/** All feeds are read until nothing is new and nothing is under way, however often that is cut off. */
async function syncedAndAtRest(s) {
  for (;;) {
    const { changed } = await say(s, 'olga', 'POST', '/process/v1/syncs');
    for (let status; (status = await say(s, 'olga', 'GET', '/process/v1/status')) && underWay(status) > 0; ) await pause(150);
    if (changed === 0) return;
  }
}

/** A person's call; asked again for as long as nobody answers. */
async function say(s, who, method, path, body, headers) {
  for (;;) {
    try {
      return await s.people.call(who, method, path, body, headers);
    } catch (error) {
      if (/ answered \d{3}: /.test(error.message) && !/ answered 50[0234]: /.test(error.message)) throw error;
      await pause(200);
    }
  }
}
