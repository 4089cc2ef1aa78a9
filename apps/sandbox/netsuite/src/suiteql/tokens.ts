import { invalidQuery } from '../errors.js';

export interface Token {
  kind: 'name' | 'quoted' | 'text' | 'number' | 'sign' | 'end';
  /** As written; names in lower case. */
  value: string;
  at: number;
}

const LEXEME = /\s+|--[^\n]*|\/\*[\s\S]*?\*\/|(?<text>'(?:[^']|'')*')|"(?<quoted>[^"]+)"|(?<number>\d+(?:\.\d+)?|\.\d+)|(?<name>[A-Za-z_][\w$#]*)|(?<sign><>|!=|\^=|<=|>=|\|\||[=<>+\-*/(),.])/y;

/** Splits SuiteQL into tokens; the last one is of kind `end`. Throws at a character that belongs nowhere. */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  LEXEME.lastIndex = 0;
  while (LEXEME.lastIndex < query.length) {
    const at = LEXEME.lastIndex;
    const found = LEXEME.exec(query);
    if (!found) throw invalidQuery(`Search error occurred: Invalid or unsupported search near '${query.slice(at, at + 20)}'.`);
    const { text, quoted, number, name, sign } = found.groups!;
    if (text !== undefined) tokens.push({ kind: 'text', value: text.slice(1, -1).replaceAll("''", "'"), at });
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', value: quoted.toLowerCase(), at });
    else if (number !== undefined) tokens.push({ kind: 'number', value: number, at });
    else if (name !== undefined) tokens.push({ kind: 'name', value: name.toLowerCase(), at });
    else if (sign !== undefined) tokens.push({ kind: 'sign', value: sign, at });
  }
  tokens.push({ kind: 'end', value: '', at: query.length });
  return tokens;
}
