import { Cursor } from './cursor.js';
import { SalesforceError } from '../errors.js';
import { parseQuery } from './parse-query.js';
import type { Query } from './syntax.js';

/** Parses a whole SOQL text; throws MALFORMED_QUERY with the place. */
export function parseSoql(source: string): Query {
  if (source.trim() === '') throw new SalesforceError('MALFORMED_QUERY', 'A query string has to be specified');
  const cursor = new Cursor(source);
  const query = parseQuery(cursor);
  if (cursor.token.kind !== 'end') throw cursor.refuse();
  return query;
}
