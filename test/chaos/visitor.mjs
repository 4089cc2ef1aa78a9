import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Lets one life of the suite after the other die at the first place it comes to that none has died at before. */
export class Visitor {
  /** Orders obeyed, in turn. */
  visited = [];
  #stopped = false;
  #lastDeath = Date.now();

  /** @param orders where to die, each once (`crash-point.ts`) @param told called after each death */
  constructor(stage, orders, told = () => undefined) {
    this.stage = stage;
    this.left = new Set(orders);
    this.told = told;
    this.log = join(stage.dataDir, 'logs/suite.log');
  }

  async run() {
    const { lives } = this.stage;
    await lives.kill(); // the calm life that nothing was armed in
    while (!this.#stopped) {
      const { gone } = await lives.begin([...this.left].join(';') || undefined);
      const ended = await Promise.race([gone, this.stop]);
      if (!ended) return;
      const order = [...readFileSync(this.log, 'utf8').matchAll(/^crash point: (.*)$/gm)].at(-1)?.[1];
      if (ended.signal !== 'SIGKILL' || !this.left.delete(order)) throw new Error(`the suite ended (${ended.signal ?? ended.code}) and not at a crash point; see ${this.log}`);
      this.visited.push({ order, after_ms: Date.now() - this.#lastDeath });
      this.#lastDeath = Date.now();
      this.told(order, this.left.size);
    }
  }

  /** No more deaths are noticed; the life that runs goes on. */
  end() {
    this.#stopped = true;
    this.#stop();
  }

  #stop;
  stop = new Promise((r) => (this.#stop = r));
}
