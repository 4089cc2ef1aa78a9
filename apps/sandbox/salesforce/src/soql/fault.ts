import { SalesforceError } from '../errors.js';

/** A refusal that points at a place of the query text, the way Salesforce draws it. */
export function soqlError(errorCode: string, source: string, at: number, message: string): SalesforceError {
  const before = source.slice(0, at);
  const row = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  const from = Math.max(0, at - 30);
  const excerpt = source.slice(from, at + 30).replace(/\s/g, ' ');
  return new SalesforceError(errorCode, `\n${excerpt}\n${' '.repeat(at - from)}^\nERROR at Row:${row}:Column:${column}\n${message}`);
}

export const unexpected = (source: string, at: number, text: string) =>
  soqlError('MALFORMED_QUERY', source, at, text === '' ? 'unexpected token: <EOF>' : `unexpected token: '${text}'`);
