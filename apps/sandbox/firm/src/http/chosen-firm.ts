import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildFirm } from '../world/firm.js';
import type { Firm, SizeName, SpanName } from '../world/firm-types.js';

export interface Choice { size: SizeName; seed: string; span: SpanName }

/** Which firm is played. The choice outlives the process where there is a folder for it; everything else is in the vendors' books. */
export class ChosenFirm {
  private built: Firm | undefined;
  private constructor(private choice: Choice, private readonly file: string | undefined) {}

  static open(otherwise: Choice, dataDir: string | undefined): ChosenFirm {
    const file = dataDir && join(dataDir, 'firm.json');
    // What was remembered before there were spans is a quarter.
    return new ChosenFirm(file && existsSync(file) ? { span: 'quarter', ...(JSON.parse(readFileSync(file, 'utf8')) as Omit<Choice, 'span'>) } : otherwise, file);
  }

  get firm(): Firm {
    return (this.built ??= buildFirm(this.choice.size, this.choice.seed, this.choice.span));
  }

  is(choice: Choice): boolean {
    return choice.size === this.choice.size && choice.seed === this.choice.seed && choice.span === this.choice.span;
  }

  choose(choice: Choice): void {
    if (!this.is(choice)) this.built = undefined;
    this.choice = { size: choice.size, seed: choice.seed, span: choice.span };
    if (!this.file) return;
    mkdirSync(join(this.file, '..'), { recursive: true });
    writeFileSync(this.file, `${JSON.stringify(this.choice)}\n`, { mode: 0o600 });
  }
}
