import { POINT_MS } from './plan.mjs';

/** Whether a life got as far as serving. */
const served = ({ ready }) => ready.then(() => true, () => false);
/** How long a life may take until it is seen with a write that has no outcome yet. */
const WORK_MS = 20_000;
const pause = (ms) => new Promise((r) => setTimeout(r, ms));

/** Ends the suite's lives as planned, one after the other, and keeps what stood when each ended. */
export class Killer {
  /** One entry per kill: { n, how, point, at, open: effects without an outcome, running: runs under way }. */
  kills = [];
  /** Milliseconds from the word to start until it served, of the lives that got that far. */
  starts = [];
  /** Starts that failed because PostgreSQL was away; they are tried again and are no kills. */
  failedStarts = 0;

  /** No life but those that end while they start ends before it was seen at work: a kill that meets nothing proves nothing. */
  constructor(stage, plan) {
    this.stage = stage;
    this.plan = plan;
  }

  /** Share of the planned kills that have happened. */
  get share() {
    if (this.plan.length === 0) return 1;
    // Who waits for work to come needs some that is there.
    return Math.min(1, (this.kills.length + 1) / this.plan.length);
  }

  async run(note) {
    const { lives } = this.stage;
    await lives.kill(); // the calm life of the set-up; not counted
    for (let n = 0; n < this.plan.length; ) {
      const deed = this.plan[n];
      const life = await lives.begin(deed.point);
      const how = await this.#await(life, deed);
      await lives.kill();
      const { at, signal } = await life.gone;
      if (signal !== 'SIGKILL') {
        if (await served(life)) throw new Error(`the suite ended by itself while it served, before kill ${n + 1}`);
        this.failedStarts += 1; // no database to start with: whoever looks after the process starts it again
        continue;
      }
      this.kills.push({ n, how, point: deed.point, at, ...(await this.#underWay()) });
      if ((n + 1) % Math.max(10, Math.round(this.plan.length / 20)) === 0) note(`${n + 1} of ${this.plan.length} kills`);
      n += 1;
    }
    while (!(await served(await lives.begin()))) this.failedStarts += 1;
  }

  /** Waits for the planned moment; says how the life really ended. */
  async #await({ ready, gone }, deed) {
    if (deed.how === 'starting') {
      await pause(deed.afterMs);
      return 'starting';
    }
    const crashed = gone.then(() => 'point');
    const started = await Promise.race([ready.then((ms) => (this.starts.push(ms), 'ready'), () => 'point'), crashed]);
    if (started === 'point') return deed.point ? 'point' : 'by itself';
    await Promise.race([crashed, this.#seenAtWork()]);
    const ended = await Promise.race([crashed, pause(deed.how === 'point' ? POINT_MS : deed.afterMs).then(() => 'working')]);
    return ended;
  }

  async #seenAtWork() {
    for (const end = Date.now() + WORK_MS; Date.now() < end; await pause(100)) if ((await this.#underWay()).open.length > 0) return;
  }

  async #underWay() {
    const open = await this.stage.rows(`select system, key from effect where state in ('planned', 'sent', 'uncertain')`);
    const [{ n: running }] = await this.stage.rows(`select count(*)::int as n from process_run where state in ('queued', 'running')`);
    return { open, running };
  }
}
