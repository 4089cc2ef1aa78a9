import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { runDemo } from '../../apps/launcher/src/demo.js';
import { Progress } from '../../apps/launcher/src/progress.js';
import { settle } from '../../apps/launcher/src/settle.js';
import { DoneSteps } from '../../apps/launcher/src/steps.js';
import { type Books, RunningSuite } from './running-suite.js';

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
  private readonly random: () => number;
  private deeds: Promise<void> = Promise.resolve();
  private planned = 0;
  private ceased = false;

  constructor(file: string, private readonly suite: RunningSuite, seed: number) {
    super(file);
    this.random = dice(seed);
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
      if (this.ceased) return;
      await this.suite.kill();
      await this.suite.startSuite();
    });
  }

  /** No more kills; the one under way is seen to its end. */
  async cease(): Promise<void> {
    this.ceased = true;
    await this.deeds.catch(() => undefined);
  }

  /** Every planned kill has happened, and as many more as were asked for. */
  async finish(kills: number): Promise<void> {
    while (this.planned < kills) this.plan();
    await this.deeds;
  }
}

/**
 * The small firm's story in a suite that is killed (SIGKILL) and started again at random moments, at least `kills` times:
 * the vendors' books at its end, how often it was killed, and whether its control totals hold.
 */
export async function storyUnderKills(kills: number, seed: number): Promise<{ books: Books; kills: number; holds: boolean }> {
  const suite = await RunningSuite.start();
  const assassin = new Assassin(join(suite.dataDir, 'demo.json'), suite, seed);
  try {
    const out = createWriteStream(join(suite.dataDir, 'logs/story.log')) as unknown as NodeJS.WriteStream;
    const progress = new Progress(out);
    await runDemo({ firm: suite.sandbox.firm, people: suite.people, progress, done: assassin, size: 'small', seed: 7 });
    await assassin.finish(kills);
    await settle(suite.people, progress, 'after the last kill');
    const totals = await suite.people.call<{ holds: boolean }>('fiona', 'GET', '/process/time-to-invoice/v1/control-totals');
    return { books: await suite.books(), kills: suite.kills, holds: totals.holds };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\nIts log:\n${suite.errorsLogged()}`, { cause: error });
  } finally {
    await assassin.cease();
    await suite.stop();
  }
}
