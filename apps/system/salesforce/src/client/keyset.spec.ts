import 'reflect-metadata';
import { advanced, afterRow, fromInstant, whereOf } from './keyset.js';
import { instantOf, isRecordId, quoted } from './query.js';

const row = { Id: '006000000000001AAA', SystemModstamp: '2026-05-01T07:25:37.000+0000' };

it('goes on after the last row without skipping rows of the same stamp', () => {
  expect(whereOf(afterRow(row))).toBe(" WHERE (SystemModstamp > 2026-05-01T07:25:37.000Z OR (SystemModstamp = 2026-05-01T07:25:37.000Z AND Id > '006000000000001AAA'))");
});

it('starts at an instant inclusively, and at the beginning without a bound', () => {
  expect(whereOf(fromInstant('2026-05-01T00:00:00.000Z'), 'A != null')).toBe(' WHERE A != null AND SystemModstamp >= 2026-05-01T00:00:00.000Z');
  expect(whereOf(fromInstant(null))).toBe('');
});

it('stays where it is when a page is empty', () => {
  expect(advanced([], 'x|y')).toBe('x|y');
  expect(advanced([row], '')).toBe('2026-05-01T07:25:37.000Z|006000000000001AAA');
});

it('reads Salesforce stamps of any offset as UTC', () => {
  expect(instantOf('2026-05-01T07:25:37.000+0000')).toBe('2026-05-01T07:25:37.000Z');
  expect(instantOf('2026-05-01T07:25:37.000+0230')).toBe('2026-05-01T04:55:37.000Z');
  expect(instantOf('2026-05-01T07:25:37Z')).toBe('2026-05-01T07:25:37.000Z');
});

it('lets nobody out of a SOQL literal', () => {
  expect(quoted("x' OR Name != '\\")).toBe("'x\\' OR Name != \\'\\\\'");
  expect(['006000000000001', '006000000000001AAA', "006'00000000001", ''].map(isRecordId)).toEqual([true, true, false, false]);
});
