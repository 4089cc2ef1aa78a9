import { invalidQuery } from '../errors.js';
import type { Token } from './tokens.js';

/** A place in a token list, with the small moves a recursive-descent parser makes. */
export class Cursor {
  position = 0;

  constructor(private readonly tokens: Token[]) {}

  get here(): Token {
    return this.tokens[this.position]!;
  }

  ahead(n: number): Token {
    return this.tokens[Math.min(this.position + n, this.tokens.length - 1)]!;
  }

  take(): Token {
    const token = this.here;
    if (token.kind !== 'end') this.position++;
    return token;
  }

  /** Whether a keyword stands here. */
  isWord(...words: string[]): boolean {
    return this.here.kind === 'name' && words.includes(this.here.value);
  }

  /** Passes over the keywords if they all stand here in a row. */
  word(...words: string[]): boolean {
    const all = words.every((word, at) => this.ahead(at).kind === 'name' && this.ahead(at).value === word);
    if (all) this.position += words.length;
    return all;
  }

  sign(value: string): boolean {
    if (this.here.kind !== 'sign' || this.here.value !== value) return false;
    this.position++;
    return true;
  }

  needWord(word: string): void {
    if (!this.word(word)) this.fail();
  }

  needSign(value: string): void {
    if (!this.sign(value)) this.fail();
  }

  needName(): string {
    const token = this.take();
    return token.kind === 'name' || token.kind === 'quoted' ? token.value : this.fail();
  }

  needCount(): number {
    const token = this.take();
    return token.kind === 'number' && /^\d+$/.test(token.value) ? Number(token.value) : this.fail();
  }

  fail(): never {
    const near = this.here.kind === 'end' ? 'the end of the query' : `'${this.here.value}' at position ${this.here.at + 1}`;
    throw invalidQuery(`Search error occurred: Invalid or unsupported search. Syntax error near ${near}.`);
  }
}
