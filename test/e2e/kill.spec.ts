import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { runDemo } from '../../apps/launcher/src/demo.js';
import { Progress } from '../../apps/launcher/src/progress.js';
import { settle } from '../../apps/launcher/src/settle.js';
import { DoneSteps } from '../../apps/launcher/src/steps.js';
import { RunningSuite } from '../support/running-suite.js';

const KILLS = Number(process.env['THROUGHLINE_KILLS'] ?? 20);
const SEED = Number(process.env['THROUGHLINE_SEED'] ?? 7);

/** mulberry32: the same moments for the same seed. */
function dice(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Steps of the story in which the two flows work. */
const IN_THE_FLOWS = /^(sales|staff|week|corrections|billing|release|close)/;

/** Watches the steps of the story and kills the suite at a random moment of each, some twice. */
class Assassin extends DoneSteps {
  private readonly random = dice(SEED);
  private deeds: Promise<void> = Promise.resolve();
  private planned = 0;

  constructor(file: string, private readonly suite: RunningSuite) {
    super(file);
  }

  override has(step: string): boolean {
    const done = super.has(step);
    const times = done || !IN_THE_FLOWS.test(step) ? 0 : /^(sales\.win|week|release)/.test(step) ? 2 : 1;
    for (let i = 0; i < times; i++) this.plan();
    return done;
  }

  private plan(): void {
    this.planned += 1;
    const wait = 150 + this.random() * 1_500;
    this.deeds = this.deeds.then(async () => {
      await new Promise((r) => setTimeout(r, wait));
      await this.suite.kill();
      await this.suite.startSuite();
    });
  }

  /** Every planned kill has happened, and as many more as were asked for. */
  async finish(kills: number): Promise<void> {
    while (this.planned < kills) this.plan();
    await this.deeds;
  }
}

async function story(suite: RunningSuite, done: DoneSteps): Promise<void> {
  const out = createWriteStream(join(suite.dataDir, 'logs/story.log')) as unknown as NodeJS.WriteStream;
  await runDemo({ firm: suite.sandbox.firm, people: suite.people, progress: new Progress(out), done, size: 'small', seed: 7 });
}

describe('the suite killed at random in the middle of both flows', () => {
  it(`ends with the vendor books of an undisturbed run after at least ${KILLS} kills`, async () => {
    const calm = await RunningSuite.start();
    let expected: Record<string, string[]>;
    try {
      await story(calm, new DoneSteps(join(calm.dataDir, 'demo.json')));
      expected = await calm.books();
    } finally {
      await calm.stop();
    }
    expect(Object.keys(expected).length).toBeGreaterThanOrEqual(6);

    const shaken = await RunningSuite.start();
    try {
      const assassin = new Assassin(join(shaken.dataDir, 'demo.json'), shaken);
      await story(shaken, assassin);
      await assassin.finish(KILLS);
      await settle(shaken.people, new Progress(process.stderr), 'after the last kill');
      expect(shaken.kills).toBeGreaterThanOrEqual(KILLS);
      expect(await shaken.books()).toEqual(expected);
      const totals = await shaken.people.call<{ holds: boolean }>('fiona', 'GET', '/process/time-to-invoice/v1/control-totals');
      expect(totals.holds).toBe(true);
    } finally {
      await shaken.stop();
    }
  }, 900_000);
});
