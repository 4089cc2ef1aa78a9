import { unexpected } from './fault.js';
import { tokenize, type Token, type TokenKind } from './tokens.js';

/** Walks the tokens of one query. Keywords are compared without case. */
export class Cursor {
  private readonly tokens: Token[];
  private position = 0;

  constructor(readonly source: string) {
    this.tokens = tokenize(source);
  }

  get token(): Token {
    return this.tokens[this.position]!;
  }

  peekWord(word: string, ahead = 0): boolean {
    const token = this.tokens[this.position + ahead];
    return token?.kind === 'word' && token.text.toUpperCase() === word;
  }

  peekSign(sign: string, ahead = 0): boolean {
    const token = this.tokens[this.position + ahead];
    return token?.kind === 'sign' && token.text === sign;
  }

  next(): Token {
    const token = this.token;
    this.position += 1;
    return token;
  }

  takeWord(word: string): boolean {
    if (!this.peekWord(word)) return false;
    this.position += 1;
    return true;
  }

  takeSign(sign: string): boolean {
    if (!this.peekSign(sign)) return false;
    this.position += 1;
    return true;
  }

  word(word: string): void {
    if (!this.takeWord(word)) throw this.refuse();
  }

  sign(sign: string): void {
    if (!this.takeSign(sign)) throw this.refuse();
  }

  expect(kind: TokenKind): Token {
    if (this.token.kind !== kind) throw this.refuse();
    return this.next();
  }

  refuse(token = this.token): Error {
    return unexpected(this.source, token.at, token.text);
  }
}
