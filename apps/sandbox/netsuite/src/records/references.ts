import type { Books, Row } from '../../../kernel/src/index.js';
import { isTrue, optionalText } from '../books/values.js';
import type { Field } from '../catalog/index.js';
import { nameColumns, titleOf } from '../catalog/display.js';
import { invalidFieldValue } from '../errors.js';

/**
 * Internal id meant by a reference: a bare id, `{id}`, `{externalId}` or `{refName}`. Throws when nothing, or nothing
 * active, answers to it.
 */
export function resolveReference(books: Books, field: Field, value: unknown, path: string): string {
  for (const table of field.to ?? []) {
    const row = find(books, table, value);
    if (row && !isTrue(row.isinactive)) return row.id;
  }
  throw invalidFieldValue(spoken(value), field.name, path);
}

/** The stored form of a choice: its option's id when the account keeps a table of options, else the given id or name. */
export function resolveChoice(books: Books, field: Field, value: unknown, path: string): string {
  const plain = spoken(value);
  if (plain === '') throw invalidFieldValue(JSON.stringify(value), field.name, path);
  for (const table of field.to ?? []) {
    const options = books.table(table);
    if (options.size === 0) continue;
    const row = find(books, table, value) ?? options.first((option) => squeezed(titleOf(table, option)) === squeezed(plain));
    if (row) return row.id;
    throw invalidFieldValue(plain, field.name, path);
  }
  return plain;
}

/** The row a stored reference points at, with its table. */
export function referredRow(books: Books, field: Field, stored: unknown): { table: string; row: Row } | undefined {
  for (const table of field.to ?? []) {
    const row = books.table(table).get(String(stored));
    if (row) return { table, row };
  }
  return undefined;
}

function find(books: Books, table: string, value: unknown): Row | undefined {
  const rows = books.table(table);
  if (typeof value === 'string' || typeof value === 'number') return rows.get(String(value));
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, externalId, refName } = value as Record<string, unknown>;
  if (id !== undefined && id !== null) return rows.get(String(id));
  if (typeof externalId === 'string') return rows.by('externalid', externalId)[0];
  if (typeof refName !== 'string') return undefined;
  for (const column of nameColumns(table)) {
    const named = rows.by(column, refName)[0];
    if (named) return named;
  }
  return rows.first((row) => titleOf(table, row) === refName);
}

function spoken(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    const { id, externalId, refName } = value as Record<string, unknown>;
    return optionalText(id ?? externalId ?? refName) ?? '';
  }
  return optionalText(value) ?? '';
}

const squeezed = (name: string): string => name.replace(/\s+/g, '').toLowerCase();
