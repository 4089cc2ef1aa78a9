/** Runs that this process executes, by run id, with the number of their executions here. */
const executing = new Map<string, number>();
/** The engine writes down the end of a run after the flow's code has returned; until then the run is still ours. */
const AFTERWARDS_MS = 30_000;

/** Whether this process executes the run, or did until a moment ago. */
export function executingHere(run: string): boolean {
  return executing.has(run);
}

/** Runs `work` as an execution of the run in this process. */
export async function whileExecuting<T>(run: string, work: () => Promise<T>): Promise<T> {
  executing.set(run, (executing.get(run) ?? 0) + 1);
  try {
    return await work();
  } finally {
    setTimeout(() => {
      const left = executing.get(run)! - 1;
      if (left > 0) executing.set(run, left);
      else executing.delete(run);
    }, AFTERWARDS_MS).unref();
  }
}
