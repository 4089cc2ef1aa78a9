/** Shows what is going on: one live line on a terminal, plain lines elsewhere. */
export class Progress {
  private readonly live: boolean;
  private current = '';
  private started = Date.now();

  constructor(private readonly out: NodeJS.WriteStream) {
    this.live = Boolean(out.isTTY);
  }

  /** Begins a phase. */
  phase(name: string): void {
    this.current = name;
    this.started = Date.now();
    if (this.live) this.draw(`${name} …`);
  }

  /** How far the phase is: a bar where the total is known. */
  at(done: number, total: number | undefined, note = ''): void {
    if (!this.live) return;
    const bar = total ? `${'█'.repeat(Math.round((Math.min(done, total) / total) * 24)).padEnd(24, '░')} ${done}/${total}` : String(done);
    this.draw(`${this.current}  ${bar}  ${note}`);
  }

  /** Ends the phase with what came of it. */
  done(result = ''): void {
    const seconds = ((Date.now() - this.started) / 1000).toFixed(1);
    const line = `${this.current}${result ? `: ${result}` : ''} (${seconds} s)`;
    if (this.live) this.out.write(`\r\x1b[2K✓ ${line}\n`);
    else this.out.write(`${line}\n`);
  }

  say(line: string): void {
    this.out.write(this.live ? `\r\x1b[2K${line}\n` : `${line}\n`);
  }

  private draw(line: string): void {
    this.out.write(`\r\x1b[2K${line.slice(0, (this.out.columns ?? 100) - 1)}`);
  }
}
