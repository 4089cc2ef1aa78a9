import fc from 'fast-check';
import { openStage } from '../chaos/stage.mjs';
import { breach } from './promises.mjs';
import { requestTo } from './request.mjs';
import { documents, routes } from './routes.mjs';
import { send } from './send.mjs';
import { noteWrites } from './written.mjs';

const AT_ONCE = 12;
/** Requests between two looks at the database. */
const BATCH = 240;
const LISTED = 40;
/** How long the suite may work on after the last request. */
const REST_MS = 120_000;
/** Answers that refuse a request for what it is; nothing may be left of it. A 422 was considered, and is kept as the answer to its key. */
const REFUSED = [400, 401, 403, 404, 405, 406, 409, 412, 413, 414, 415];
const NO_LIMITS = { RATE_LIMIT_PER_MINUTE: '1000000', RATE_LIMIT_SERVICE_PER_MINUTE: '1000000', RATE_LIMIT_ADDRESS_PER_MINUTE: '1000000', RATE_LIMIT_FAILED_TOKENS_PER_MINUTE: '1000000', INTAKE_POLL_MS: '3600000' };

/** Fuzzes every route of the suite from its OpenAPI. @returns {{ requests, routes, statuses, written, breaches, sound }} */
export async function fuzzRequests({ requests, seed }, note) {
  const stage = await openStage({ seed, env: NO_LIMITS });
  try {
    const known = await prepare(stage, note);
    const documented = documents();
    const all = routes();
    const each = Math.ceil(requests / all.length);
    const report = { requests: 0, routes: all.length, statuses: {}, breaches: [], sound: false };
    // Drawn per route from the seed, sent mixed: the routes take turns.
    const drawn = all.map((route, i) => fc.sample(requestTo(route, known), { seed: seed + i, numRuns: each }));
    const queue = Array.from({ length: each }, (_, n) => drawn.map((list) => list[n])).flat().slice(0, requests);
    const written = await noteWrites(stage);
    let shown = 0;
    for (let at = 0; at < queue.length && report.breaches.length < LISTED; at += BATCH) {
      const answers = await inTurns(queue.slice(at, at + BATCH), async (sent, n) => ({ sent, answer: await send(stage.url, { ...sent, headers: { 'x-correlation-id': `fuzz-${at + n}`, ...lower(sent.headers), ...(await credentials(stage, sent)) } }) }));
      for (const a of answers) {
        const { sent, answer } = a;
        a.refused = sent.method === 'GET' || REFUSED.includes(answer.status);
        report.requests += 1;
        report.statuses[answer.status] = (report.statuses[answer.status] ?? 0) + 1;
        const wrong = breach(documented, sent, answer) ?? (sent.who === 'allowed' ? undefined : letIn(sent, answer));
        if (wrong) report.breaches.push(told(sent, wrong));
      }
      report.breaches.push(...(await written.judge(answers)).map(toldWritten));
      for (const b of report.breaches.slice(shown)) note(`breach: ${JSON.stringify(b)}`);
      shown = report.breaches.length;
      if (at % (BATCH * 10) === 0) note(`${report.requests} of ${queue.length} requests, ${report.breaches.length} breaches`);
    }
    // What the requests started ends by itself, and soon: a request that keeps the suite busy for hours is one that should have been refused.
    if (!(await rest(stage, REST_MS))) report.breaches.push({ at: 'afterwards', wrong: `still at work after ${REST_MS / 1000} s: ${JSON.stringify(await stage.rows(`select flow, business_key, input from process_run where state in ('queued', 'running') order by updated_at limit 3`))}` });
    report.breaches.push(...(await written.judge([])).map(toldWritten));
    report.written = written.counts;
    report.sound = report.breaches.length === 0;
    return report;
  } finally {
    await stage.close();
  }
}

/** A firm with projects under way, read once; ids that exist, of every kind. */
async function prepare(stage, note) {
  note('seeding the firm');
  await stage.act('/firm/seed', { size: 'small', seed: 7 });
  for (const phase of ['commit', 'win']) {
    await stage.act('/firm/sales', { phase });
    await stage.people.call('olga', 'POST', '/process/v1/syncs');
    await rest(stage);
  }
  await stage.people.call('olga', 'POST', '/process/v1/syncs');
  await rest(stage);
  const uuids = (await stage.rows(`(select id::text from canonical_record order by random() limit 12) union all (select id::text from exception limit 6)`)).map((r) => r.id);
  const keys = (await stage.rows(`(select key as id from effect limit 8) union all (select natural_key from canonical_record where natural_key is not null order by random() limit 12) union all (select id from process_run limit 4) union all (select source_id from canonical_record order by random() limit 4)`)).map((r) => r.id);
  return { uuids, keys };
}

/** Waits until nothing is under way. */
async function rest(stage, limitMs = Infinity) {
  for (let quiet = 0, until = Date.now() + limitMs; quiet < 2; ) {
    if (Date.now() > until) return false;
    const [{ n }] = await stage.rows(`select (select count(*) from process_run where state in ('queued', 'running')) + (select count(*) from effect where state in ('sent', 'uncertain') or (state = 'planned' and next_check_at is not null)) as n`);
    quiet = n === '0' ? quiet + 1 : 0;
    await new Promise((r) => setTimeout(r, 400));
  }
  return true;
}

const ROLE_OF = { delivery: 'dana', finance: 'fiona', finance_approver: 'frank', operations: 'olga', executive: 'emma', service: 'throughline-process' };
const STRANGER = 'emma';
const HOLDERS = { 'system.read': 'throughline-process', 'system.write': 'throughline-process', 'process.read': 'fiona', 'process.write': 'fiona', 'finance.release': 'frank', 'experience.read': 'fiona', 'experience.cost': 'fiona', 'preview.read': 'fiona', 'operations.read': 'olga', 'operations.write': 'olga', 'metrics.read': 'olga' };

async function credentials(stage, { route, who }) {
  if (who === 'nobody') return {};
  if (who === 'forger') return { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJvbGdhIiwic2NvcGUiOiJzeXN0ZW0ud3JpdGUifQ.' };
  const person = who === 'stranger' ? STRANGER : ROLE_OF[route.roles[0]] ?? HOLDERS[route.scopes[0]] ?? STRANGER;
  return { authorization: `Bearer ${await stage.people.token(person)}` };
}

/** Whoever is not allowed must be told so, whatever else is wrong with the request. */
function letIn({ route, who }, { status }) {
  if (route.scopes.length === 0 || (who === 'stranger' && route.scopes.every((s) => ['process.read', 'experience.read', 'preview.read'].includes(s)) && route.roles.length === 0)) return undefined;
  return [401, 403, 400, 404, 413, 415].includes(status) ? undefined : `${who} was let in with ${status}`;
}

const lower = (headers) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
const toldWritten = ({ wrong, correlation, by, row }) => ({ ...(by ? { ...told(by.sent, wrong), status: by.answer.status } : { wrong }), correlation, row });
const told = (sent, wrong) => ({ wrong, route: sent.route.name, sent: `${sent.method} ${sent.url.slice(0, 300)}`, kind: sent.wrong, headers: sent.headers, body: sent.body?.toString('utf8').slice(0, 600) });

async function inTurns(list, work) {
  const done = [];
  let next = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (next < list.length) {
      const at = next++;
      done[at] = await work(list[at], at);
    }
  }));
  return done;
}
