import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Which steps of the demo are done: a second start goes on where the first one was. Every step can also be repeated without harm. */
export class DoneSteps {
  private done: Set<string>;

  constructor(private readonly file: string) {
    this.done = new Set(existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : []);
  }

  has(step: string): boolean {
    return this.done.has(step);
  }

  add(step: string): void {
    this.done.add(step);
    writeFileSync(`${this.file}.new`, JSON.stringify([...this.done]));
    renameSync(`${this.file}.new`, this.file);
  }

  get count(): number {
    return this.done.size;
  }
}
