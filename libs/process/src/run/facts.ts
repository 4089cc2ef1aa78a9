import type { RunStart } from '../engine/start.js';
import type { QueueClass } from '../flow/define.js';

/** What the kit knows about the run it is executing. */
export interface RunFacts extends RunStart {
  queue: QueueClass;
}
