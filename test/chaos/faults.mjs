import { between, dice } from './dice.mjs';

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
    const open = await stage.rows(`select system, key from effect where state in ('planned', 'sent', 'uncertain')`);
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
    const open = await stage.rows(`select system, key from effect where state in ('planned', 'sent', 'uncertain')`);
    strikes.push({ how: 'vendors away', at: Date.now(), open });
    await stage.strikeVendors(between(random, 2_000, 8_000));
    await faults.place();
  });
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
