/** The step under way, or the last one. */
export interface ProgressState { step: string | null; done: number; total: number; running: boolean }

/** How far the firm is; listeners hear every change. */
export class Progress {
  private state: ProgressState = { step: null, done: 0, total: 0, running: false };
  private readonly listeners = new Set<(state: ProgressState) => void>();

  get now(): ProgressState {
    return this.state;
  }

  begin(step: string): void {
    this.tell({ step, done: 0, total: 0, running: true });
  }

  readonly report = (step: string, done: number, total: number): void => this.tell({ step, done, total, running: true });

  end(): void {
    this.tell({ ...this.state, running: false });
  }

  /** Answers how to stop listening. */
  listen(listener: (state: ProgressState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(state: ProgressState): void {
    this.state = state;
    for (const listener of this.listeners) listener(state);
  }
}
