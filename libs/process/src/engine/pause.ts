/** Turned on by a stop: work that would begin from then on never does; the next replica continues it from its record. */
let stopping = false;

export function beginStop(): void {
  stopping = true;
}

export function endStop(): void {
  stopping = false;
}

export function isStopping(): boolean {
  return stopping;
}

const never = new Promise<never>(() => undefined);

/** Never settles once a stop has begun. Failing instead would be recorded as the outcome of a step that has none. */
export function unlessStopping(): Promise<void> {
  return stopping ? never : Promise.resolve();
}

/** Waits inside a step. Does not come back once a stop has begun. */
export async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms).unref());
  await unlessStopping();
}

/** Growing pauses: `first`, then times `factor`, at most `cap` milliseconds, a tenth of it at random so that waiters do not march in step. */
export function backoff(first: number, factor: number, cap: number): () => number {
  let next = first;
  return () => {
    const ms = Math.min(next, cap);
    next = Math.min(next * factor, cap);
    return ms * (0.95 + Math.random() * 0.1);
  };
}
