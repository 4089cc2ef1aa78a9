interface Kept {
  until: number;
  value: Promise<unknown>;
}

/** Look-ups worth keeping for a while. Many callers cause one load; a load that failed is forgotten. */
export class Remembered {
  private readonly kept = new Map<string, Kept>();

  get<T>(name: string, ttlMs: number, load: () => Promise<T>): Promise<T> {
    const found = this.kept.get(name);
    if (found && performance.now() < found.until) return found.value as Promise<T>;
    const value = load();
    this.kept.set(name, { until: performance.now() + ttlMs, value });
    value.catch(() => {
      if (this.kept.get(name)?.value === value) this.kept.delete(name);
    });
    return value;
  }
}
