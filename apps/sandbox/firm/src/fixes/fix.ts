import type { Stage, StepResult } from '../people/step.js';
import type { Trouble } from '../world/firm-types.js';

/** What a person does about a trouble. Doing it again changes nothing. */
export type Fix = (stage: Stage, trouble: Trouble) => Promise<number>;

/** Runs a fix by the name of its trouble; undefined when the firm has no such trouble or nothing is to be done about it. */
export async function runFix(stage: Stage, fixes: Record<string, Fix>, name: string): Promise<StepResult | undefined> {
  const trouble = stage.firm.troubles.find((one) => one.fix === name);
  const fix = fixes[name];
  if (!trouble || !fix) return undefined;
  const done = await fix(stage, trouble);
  stage.report(`fix ${name}`, trouble.subjects.length, trouble.subjects.length);
  return { done: trouble.subjects.length, total: trouble.subjects.length, details: { changed_now: done, subjects: trouble.subjects } };
}
