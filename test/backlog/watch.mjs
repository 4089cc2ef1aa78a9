// What the vendor saw, and how far the flows are, while a backlog drains.

const EVERY_MS = 250;
/** What a request at the ERP or the PSA is for. Reads of feeds and look-ups are neither. */
const LANES = [
  ['finance', /\/record\/v1\/(journalEntry|invoice|creditMemo)\b/i],
  ['delivery', /\/record\/v1\/(customer|customerSubsidiaryRelationship|job)\b/i],
  ['finance', /\/api\/v1\/external_references\/create_or_update\b/],
];
/** At the PSA all other writes are delivery's. */
const laneOf = (e) => LANES.find(([, path]) => path.test(e.path))?.[0] ?? (e.write && e.path.startsWith('/api/v1/') ? 'delivery' : 'other');
const FINANCE_FLOWS = ['post-timesheet', 'billing-run', 'release-invoice'];

/** Follows one vendor's wire log and the open runs until it is told to stop. */
export class Watch {
  requests = [];
  samples = [];
  #last = 0;
  #stopped = false;

  constructor(stage, vendor) {
    Object.assign(this, { stage, vendor });
  }

  async start() {
    this.#last = (await this.stage.control(this.vendor, 'GET', 'requests?last=1'))[0]?.n ?? 0;
    this.#running = this.#follow();
  }

  #running;

  async stop() {
    this.#stopped = true;
    await this.#running;
  }

  /** Runs under way: finance, delivery. */
  get open() {
    return this.samples.at(-1) ?? { at: Date.now(), finance: 0, delivery: 0 };
  }

  async #follow() {
    while (!this.#stopped) {
      await this.#look();
      await new Promise((r) => setTimeout(r, EVERY_MS));
    }
    await this.#look();
  }

  async #look() {
    const rows = await this.stage.rows(`select flow = any($1) as finance, count(*)::int as n from process_run where state in ('queued', 'running') group by 1`, [FINANCE_FLOWS]);
    const of = (finance) => rows.find((r) => r.finance === finance)?.n ?? 0;
    this.samples.push({ at: Date.now(), finance: of(true), delivery: of(false) });
    const fresh = await this.stage.control(this.vendor, 'GET', `requests?after=${this.#last}`);
    this.#last = fresh.at(-1)?.n ?? this.#last;
    const seen = Date.now();
    for (const e of fresh) {
      const ended = Date.parse(e.at);
      this.requests.push({ began: ended - e.ms, ended, lane: laneOf(e), seen, status: e.status, fault: e.fault, write: e.write, path: e.path });
    }
  }
}

/**
 * How the budget was used between two instants of the vendor's clock. With a limit of requests at once the allowed rate is that many divided by the mean time
 * the vendor took for one; with a limit per second it is the limit.
 */
export function used(requests, from, to, { concurrency, perSecond }) {
  const inside = requests.filter((r) => r.ended > from && r.began < to && r.status !== null);
  const seconds = (to - from) / 1000;
  const busy = inside.reduce((ms, r) => ms + Math.min(r.ended, to) - Math.max(r.began, from), 0) / 1000;
  const started = inside.filter((r) => r.began >= from).length;
  const achieved = started / seconds;
  const service = busy / inside.length;
  const allowed = Math.min(perSecond ?? Infinity, concurrency / service);
  const share = perSecond && perSecond <= concurrency / service ? achieved / perSecond : busy / seconds / concurrency;
  return { seconds, requests: started, allowed, achieved, share, service_ms: service * 1000, refused: inside.filter((r) => r.status === 429).length, peak: peakOf(inside) };
}

function peakOf(requests) {
  const steps = requests.flatMap((r) => [[r.began, 1], [r.ended, -1]]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let now = 0;
  return steps.reduce((peak, [, step]) => Math.max(peak, (now += step)), 0);
}

/** Whether money went first: of the writes made while finance work waited, how many were finance's; and when each was through. */
export function order(requests, from, financeDone) {
  const writes = requests.filter((r) => r.began >= from && r.began <= financeDone && r.lane !== 'other' && r.status !== null);
  const finance = writes.filter((r) => r.lane === 'finance').length;
  return { writes: writes.length, finance_share: writes.length ? finance / writes.length : 1 };
}
