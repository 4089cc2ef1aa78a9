import { soqlError } from './fault.js';

export type TokenKind = 'word' | 'string' | 'number' | 'date' | 'datetime' | 'sign' | 'end';

/** One token: `text` as written, `value` for strings with the escapes resolved (`\%` and `\_` stay, LIKE needs them). */
export interface Token {
  kind: TokenKind;
  text: string;
  value: string;
  at: number;
}

const PATTERNS: [TokenKind, RegExp][] = [
  ['datetime', /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})/y],
  ['date', /\d{4}-\d{2}-\d{2}(?![\dT])/y],
  ['number', /[+-]?(?:[A-Z]{3})?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w])/y],
  ['word', /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?::\d+)?/y],
  ['sign', /<=|>=|!=|<>|[=<>(),]/y],
];
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '%': '\\%', _: '\\_' };

/** SOQL text as tokens, ending with one of kind `end`. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(source[at] ?? '')) at += 1;
    if (at >= source.length) return [...tokens, { kind: 'end', text: '', value: '', at }];
    const token = source[at] === "'" ? stringAt(source, at) : plainAt(source, at);
    tokens.push(token);
    at += token.text.length;
  }
}

function plainAt(source: string, at: number): Token {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const text = pattern.exec(source)?.[0];
    if (text !== undefined) return { kind, text, value: text, at };
  }
  throw soqlError('MALFORMED_QUERY', source, at, `line 1:${at} no viable alternative at character '${source[at]}'`);
}

function stringAt(source: string, start: number): Token {
  let value = '';
  for (let at = start + 1; at < source.length; at += 1) {
    const c = source[at]!;
    if (c === "'") return { kind: 'string', text: source.slice(start, at + 1), value, at: start };
    if (c !== '\\') {
      value += c;
      continue;
    }
    at += 1;
    value += ESCAPES[source[at] ?? ''] ?? source[at] ?? '';
  }
  throw soqlError('MALFORMED_QUERY', source, start, "unexpected char: '''");
}
