import { toInstant } from '../datetime.js';
import { normalizeId } from '../ids.js';
import { isNumeric, type Field } from '../schema/field.js';
import { dateRange } from './date-range.js';
import { soqlError } from './fault.js';
import type { Literal } from './syntax.js';

/** What a field is compared with: one value, or a span (both ends included) from a relative date. */
export type Operand = { from: unknown; to: unknown };

const one = (value: unknown): Operand => ({ from: value, to: value });

/** A literal in the field's own terms; a literal of another kind is refused as Salesforce does (quotes around dates, mixed date and datetime …). */
export function operandFor(source: string, field: Field, literal: Literal, today: string): Operand {
  if (literal.kind === 'null') return one(null);
  const refuse = (type: string, quoted: boolean) =>
    soqlError('INVALID_FIELD', source, literal.at, `value of filter criterion for field '${field.name}' must be of type ${type} and should ${quoted ? '' : 'not '}be enclosed in quotes`);
  if (field.type === 'boolean') {
    if (literal.kind !== 'boolean') throw refuse('boolean', false);
    return one(literal.value);
  }
  if (isNumeric(field)) {
    if (literal.kind !== 'number') throw refuse(field.type, false);
    return one(literal.value);
  }
  if (field.type === 'date') {
    if (literal.kind === 'range') return dateRange(String(literal.value), today);
    if (literal.kind !== 'date') throw refuse('date', false);
    return one(literal.value);
  }
  if (field.type === 'datetime') {
    if (literal.kind === 'range') {
      const { from, to } = dateRange(String(literal.value), today);
      return { from: `${from}T00:00:00.000Z`, to: `${to}T23:59:59.999Z` };
    }
    const instant = literal.kind === 'datetime' ? toInstant(literal.value) : undefined;
    if (instant === undefined) throw refuse('dateTime', false);
    return one(instant);
  }
  if (literal.kind !== 'string') throw refuse('string', true);
  if (field.type !== 'id' && field.type !== 'reference') return one(literal.value);
  const id = literal.value === '' ? null : normalizeId(literal.value);
  if (id === undefined) throw soqlError('INVALID_QUERY_FILTER_OPERATOR', source, literal.at, `invalid ID field: ${String(literal.value)}`);
  return one(id);
}
