import { between, dice } from './dice.mjs';

const openEffects = `select system, key from effect where state in ('planned', 'sent', 'uncertain')`;
const pause = (ms) => new Promise((r) => setTimeout(r, ms));
const VENDORS = ['salesforce', 'kantata', 'netsuite'];
/** Requests that change something, by the vendors' own addresses; sign-in and queries are left out. */
const WRITES = { salesforce: ['^/services/data', ['PATCH', 'POST']], kantata: ['^/api/v1/', ['POST', 'PUT']], netsuite: ['^/services/rest/record', ['POST', 'PUT', 'PATCH']] };
/** Below the settle window of the sandbox environment (1 s): later than that no vendor of ours is promised to commit. */
const LATE_MS = 700;

/** Faults of the vendors: answers lost after the commit, and commits that come late, at rates of all writes. */
export class VendorFaults {
  constructor(stage, { lost, late }) {
    this.stage = stage;
    this.kinds = [['answer_lost', lost, {}], ['late_commit', late, { delay_ms: LATE_MS, answer: 'lost' }]].filter(([, rate]) => rate > 0);
    this.struck = Object.fromEntries(this.kinds.map(([kind]) => [kind, 0]));
  }

  async place() {
    for (const vendor of VENDORS) for (const [kind, rate, more] of this.kinds) for (const method of WRITES[vendor][1]) {
      await this.stage.control(vendor, 'POST', 'faults', { id: `${kind}-${method}`, kind, rate, ...more, match: { method, path: WRITES[vendor][0] } });
    }
  }

  /** Counts what struck since the last count; a vendor that was killed has forgotten its own. */
  async collect() {
    for (const vendor of VENDORS) {
      for (const fault of await this.stage.control(vendor, 'GET', 'faults')) if (fault.kind in this.struck) this.struck[fault.kind] += fault.fired;
      await this.stage.control(vendor, 'DELETE', 'faults');
    }
  }

  get total() {
    return Object.values(this.struck).reduce((a, b) => a + b, 0);
  }
}

/** Ends PostgreSQL every 5 to 10 s, half of the times as a crash, until it is told to stop. Keeps what was open each time. */
export function strikePostgres(stage, seed, strikes) {
  const random = dice(seed + 1);
  return until(async () => {
    await pause(between(random, 5_000, 10_000));
    const open = await stage.rows(openEffects);
    const signal = random() < 0.5 ? 'SIGKILL' : 'SIGINT';
    stage.strikePostgres(signal);
    strikes.push({ how: `postgres ${signal}`, at: Date.now(), open });
    await stage.rows('select 1');
  });
}

/** Kills the vendors every 15 to 30 s and lets them be away for 2 to 8 s, until it is told to stop. */
export function strikeVendors(stage, seed, strikes, faults) {
  const random = dice(seed + 2);
  return until(async () => {
    await pause(between(random, 15_000, 30_000));
    await faults.collect();
    const open = await stage.rows(openEffects);
    strikes.push({ how: 'vendors away', at: Date.now(), open });
    await stage.strikeVendors(between(random, 2_000, 8_000));
    await faults.place();
  });
}

/** The database's disk becomes full every 5 to 9 s and stays so for 3 to 7 s, until it is told to stop. `answers` counts what somebody is told who wants something written meanwhile. */
export function fillDisk(stage, seed, strikes, answers) {
  const random = dice(seed + 3);
  return until(async () => {
    await pause(between(random, 5_000, 9_000));
    const open = await stage.rows(openEffects);
    stage.disk.fill();
    strikes.push({ how: 'disk full', at: Date.now(), open });
    if (random() < 0.5) await useUpLog(stage);
    for (const end = Date.now() + between(random, 3_000, 7_000); Date.now() < end; await pause(400)) {
      const status = await wantWritten(stage);
      answers[status] = (answers[status] ?? 0) + 1;
      stage.disk.fill(); // what a crash of the server or a checkpoint set free
    }
    stage.disk.free();
    await stage.rows('select 1');
  });
}

/** The log files that PostgreSQL has made beforehand are used up: at the next one it ends itself (PANIC), as it must. */
async function useUpLog(stage) {
  for (let n = 0; n < 40; n++) {
    const more = await stage.db.query(`select pg_logical_emit_message(true, 'chaos', 'x')`).then(() => stage.db.query('select pg_switch_wal()')).catch(() => undefined);
    if (!more) return;
  }
}

/** Somebody asks for a billing run of a month without work: nothing comes of it, but it is written down. Answers the status, or what there was instead. */
async function wantWritten(stage) {
  try {
    const headers = { authorization: `Bearer ${await stage.people.token('fiona')}`, 'content-type': 'application/json', 'idempotency-key': `disk-${Date.now()}` };
    const answer = await fetch(`${stage.url}/process/time-to-invoice/v1/billing-runs`, { method: 'POST', headers, body: JSON.stringify({ period: '2020-01' }), signal: AbortSignal.timeout(5_000) });
    await answer.text();
    return String(answer.status);
  } catch (error) {
    return error.name === 'TimeoutError' ? 'nothing for 5 s' : 'connection refused';
  }
}

/** One of two suites is frozen (SIGSTOP) every 3 to 6 s for 8 to 14 s, which is beyond every lease of this run, and then goes on as if nothing had been. */
export function freeze(stage, seed, strikes) {
  const random = dice(seed + 4);
  return until(async () => {
    await pause(between(random, 3_000, 6_000));
    const { child } = stage.others.now;
    const open = await stage.rows(openEffects);
    child.kill('SIGSTOP');
    strikes.push({ how: 'frozen', at: Date.now(), open });
    await pause(between(random, 8_000, 14_000));
    child.kill('SIGCONT');
    if (child.exitCode !== null) throw new Error(`the suite that was frozen ended with ${child.exitCode} when it went on`);
  });
}

/** Clocks of the lives to come, by minutes to hours off either way, never twice the same in a row. */
export function skews(seed) {
  const random = dice(seed + 5);
  const used = [];
  const next = () => {
    const minutes = between(random, 3, 60 * (random() < 0.5 ? 1 : 12));
    const skew = Math.round((used.length % 2 === 0 ? 1 : -1) * minutes * 60_000);
    used.push(skew);
    return skew;
  };
  return { next, used };
}

/** Delivers again what was delivered: every 3 s all consumers go back 500 events and the feeds of the PSA and ERP begin anew, so that old facts arrive after newer ones. */
export function repeatDeliveries(stage, counts) {
  return until(async () => {
    await pause(3_000);
    const back = await stage.rows(`update event_consumer c set last_xid = e.xid, last_seq = e.seq from (select xid, seq from event order by xid desc, seq desc offset 500 limit 1) e where (c.last_xid, c.last_seq) > (e.xid, e.seq) returning c.name`);
    counts.events += back.length * 500;
    const feeds = await stage.rows(`update feed_cursor set cursor = '' where entity in ('timesheet', 'project', 'erp_customer', 'accounting_period') returning entity`);
    counts.feeds += feeds.length;
  });
}

/** Runs a round again and again; the function returned lets the present one end and waits for it. */
function until(round) {
  let stopped = false;
  const running = (async () => {
    while (!stopped) await round();
  })();
  running.catch(() => undefined);
  return async () => {
    stopped = true;
    await running;
  };
}
