import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { approveAll, billAndRelease, caughtUp, prepareWork } from '../chaos/work.mjs';
import { openStage } from '../chaos/stage.mjs';
import { bending } from './bend.mjs';
import { BentVendor } from './bent-vendor.mjs';

const DIST = resolve(import.meta.dirname, '../../dist');
const LISTED = 30;
const ENDS = ['planned', 'sent', 'uncertain', 'rejected', 'exception', 'confirmed'];

/**
 * Bends answers of every vendor to reads and to writes. A read must end as a page of whole records or as a failure of the closed set; a write may be confirmed only
 * with the receipt of the document it really made, and may not be called refused or not applied once the vendor has it.
 * @returns {{ vendors: Record<string, { reads: number, writes: number, ends: Record<string, number> }>, breaches: object[], sound: boolean }}
 */
export async function fuzzAnswers({ answers, seed }, note) {
  const stage = await openStage({ seed });
  const lib = await import(`${DIST}/libs/connector/src/index.js`);
  const { openStore } = await import(`${DIST}/libs/store/src/index.js`);
  const { CONNECTORS } = await import(`${DIST}/apps/suite/src/system-apps.js`);
  const report = { vendors: {}, breaches: [], sound: false };
  let db;
  try {
    note('a firm goes once through everything, so that every write has been made');
    const { entries, months } = await prepareWork(stage, { postings: 20, note });
    await approveAll(stage, entries, () => 1, note);
    await caughtUp(stage);
    await billAndRelease(stage, months);
    await caughtUp(stage);
    await stage.lives.end();
    db = await openStore(stage.databaseUrl, { poolSize: 8, applicationName: 'fuzz' });
    const done = await Promise.allSettled(CONNECTORS.map((connector) => new Trials({ stage, lib, db, connector, report, seed }).run(answers, note)));
    for (const d of done) if (d.status === 'rejected') throw d.reason;
    report.sound = report.breaches.length === 0;
    return report;
  } finally {
    await db?.destroy();
    await stage.close();
  }
}

/** All trials of one connector, one after the other. */
class Trials {
  constructor(parts) {
    Object.assign(this, parts);
    this.name = parts.connector.vendor;
    this.count = parts.report.vendors[this.name] = { reads: 0, writes: 0, ends: {} };
  }

  async run(answers, note) {
    this.vendor = new BentVendor(this.stage.vendors[this.name]);
    await this.vendor.start();
    try {
      const writes = await this.#knownWrites();
      const reads = await this.#knownReads();
      const kinds = [...reads.map((r) => () => this.#read(r)), ...writes.map((w) => () => this.#write(w))];
      this.bends = fc.sample(fc.record({ bend: bending, where: fc.nat(1_000) }), { seed: this.seed + this.name.length, numRuns: answers });
      for (let n = 0; n < answers && this.report.breaches.length < LISTED; n++) {
        this.trial = this.bends[n];
        await kinds[n % kinds.length]();
        if ((n + 1) % 1_000 === 0) note(`${this.name}: ${n + 1} of ${answers}`);
      }
    } finally {
      await this.vendor.stop();
    }
  }

  #runtime() {
    const { stage, vendor, lib, connector } = this;
    const own = { ...stage.settings(this.name), base_url: stage.settings(this.name).base_url.replace(stage.vendors[this.name], vendor.url) };
    if (own.login_url) own.login_url = vendor.url;
    // NetSuite's assertions are meant for the vendor's own address.
    if (this.name === 'netsuite') own.token_audience = `${stage.vendors.netsuite}/services/rest/auth/oauth2/v1/token`;
    return lib.createRuntime(connector, { settings: own, manifest: { settleWindowMs: 300, findLagMs: 0, requestTimeoutMs: 5_000 } });
  }

  /** How many answers a read of each entity takes when nothing is bent. */
  async #knownReads() {
    const known = [];
    for (const entity of Object.keys(this.connector.reads)) {
      this.vendor.begin();
      const runtime = this.#runtime();
      try {
        await runtime.read(entity, '', 20);
        known.push({ entity, answers: Math.max(1, this.vendor.seen.filter((s) => !s.token).length) });
      } finally {
        runtime.close();
      }
    }
    return known;
  }

  /** One write of each verb that was made, with what the vendor answers and the receipt that is true. */
  async #knownWrites() {
    const rows = await this.stage.rows(`select distinct on (verb) verb, key, request as body from effect where system = $1 and state = 'confirmed' order by verb, key`, [this.name]);
    const known = [];
    this.vendor.recording = true;
    for (const { verb, key, body } of rows) {
      this.vendor.begin();
      // NetSuite makes the same document again under the same key; the others make another one under another key.
      const ask = { verb, key: this.name === 'netsuite' ? key : `${key}:fuzz`, body, correlation_id: 'fuzz', actor: 'fuzz' };
      const { row } = await this.#perform(ask);
      if (row.state === 'confirmed') known.push({ ask, receipt: row.receipt, seen: this.vendor.seen.filter((s) => !s.token) });
      else this.count.left_out = [...(this.count.left_out ?? []), `${verb} (${row.state}: ${row.problem?.detail})`];
    }
    this.vendor.recording = false;
    return known;
  }

  async #perform(ask) {
    await this.db.query('delete from effect where system = $1 and key = $2', [this.name, ask.key]);
    const runtime = this.#runtime();
    try {
      return await new this.lib.EffectService(runtime, new this.lib.Ledger(this.db, this.name)).perform(ask);
    } finally {
      runtime.close();
    }
  }

  async #read({ entity, answers }) {
    const { bend, where } = this.trial;
    this.vendor.begin({ at: where % answers, bend });
    this.count.reads += 1;
    const runtime = this.#runtime();
    try {
      const page = await runtime.read(entity, '', 20);
      const broken = page.records.find((r) => typeof r.source_id !== 'string' || !r.source_id || typeof r.source_version !== 'string' || !Number.isFinite(Date.parse(r.source_timestamp)) || typeof r.data !== 'object' || r.data === null);
      this.#ended(page.records.some((r) => r.problem) ? 'read with a problem' : 'read');
      if (broken) this.#breach(`read ${entity}`, `a record that is none: ${JSON.stringify(broken).slice(0, 300)}`);
    } catch (error) {
      this.#ended(error.failure?.class ? `read failed: ${error.failure.class}` : `read failed: ${error.name}`);
      const known = error instanceof this.lib.VendorFailure ? this.lib.FAILURE_CLASSES.includes(error.failure.class) : error instanceof this.lib.UnreadableAnswer;
      if (!known) this.#breach(`read ${entity}`, `${error.name}: ${error.message}`.slice(0, 300), error.stack);
    } finally {
      runtime.close();
    }
  }

  async #write({ ask, receipt, seen }) {
    const { bend, where } = this.trial;
    const writeAt = seen.findIndex((s) => s.write);
    // Half of the times the write's own answer, else any.
    const at = where % 2 === 0 && writeAt >= 0 ? writeAt : (where >> 1) % seen.length;
    this.vendor.begin({ at, bend });
    this.count.writes += 1;
    try {
      const { row } = await this.#perform(ask);
      this.#ended(`write ${row.state}`);
      if (!ENDS.includes(row.state)) this.#breach(ask.verb, `ended as ${row.state}`);
      if (row.state === 'confirmed' && row.receipt.source_id !== receipt.source_id) this.#breach(ask.verb, `confirmed as ${row.receipt.source_id}, the document is ${receipt.source_id}`);
      const has = writeAt >= 0 && this.vendor.seen.some((s) => s.write);
      if (has && at >= writeAt && ['rejected', 'planned'].includes(row.state)) this.#breach(ask.verb, `${row.state}, though the vendor has it: ${JSON.stringify(row.problem)}`);
    } catch (error) {
      this.#ended(`write threw ${error.name}`);
      this.#breach(ask.verb, `threw ${error.name}: ${error.message}`.slice(0, 300), error.stack);
    }
  }

  #ended(how) {
    this.count.ends[how] = (this.count.ends[how] ?? 0) + 1;
  }

  #breach(what, wrong, stack) {
    this.report.breaches.push({ vendor: this.name, what, wrong, bent: `answer ${this.vendor.bent.at}: ${this.vendor.bent.bend.what}`, stack: stack?.split('\n').slice(1, 4).map((l) => l.trim().replace(join(DIST, '/'), '')) });
  }
}
