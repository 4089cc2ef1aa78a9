import type { Ctx, Row } from '../../../kernel/src/index.js';
import { amountOf, negated, textOf } from '../books/decimal.js';
import { journalLineOf } from '../books/journals.js';
import { type NumberedLine, lineRows } from '../books/lines.js';
import { saleLineOf } from '../books/sale-lines.js';
import { isTrue, storedDate } from '../books/values.js';
import { type Field, type RecordType, type Sublist, recordTypeOf } from '../catalog/index.js';
import { approvalName, statusName, titleOf } from '../catalog/display.js';
import { type Link, recordUrl } from './links.js';
import { referredRow } from './references.js';

const SIGNED = new Set(['total', 'subtotal', 'taxTotal']);

/** A record as the record service shows it; sublists as links unless they are to be expanded. Empty fields are left out. */
export function renderRecord(ctx: Ctx, type: RecordType, row: Row, expand: boolean, only?: Set<string>): Record<string, unknown> {
  const url = recordUrl(ctx, type.name, row.id);
  const shown: Record<string, unknown> = { links: [self(url)], id: row.id };
  for (const field of type.fields) {
    if (only && !only.has(field.name.toLowerCase())) continue;
    const value = rendered(ctx, type, field, row);
    if (value !== undefined) shown[field.name] = value;
  }
  for (const [column, value] of Object.entries(row)) if (/^cust(entity|body|record)_/.test(column) && (!only || only.has(column))) shown[column] ??= value;
  for (const sublist of type.sublists) {
    if (only && !only.has(sublist.name.toLowerCase())) continue;
    shown[sublist.name] = expand ? expandSublist(ctx, type, row, sublist, url) : { links: [self(`${url}/${sublist.name}`)] };
  }
  return shown;
}

/** A sublist with its lines. */
export function expandSublist(ctx: Ctx, type: RecordType, row: Row, sublist: Sublist, url: string): Record<string, unknown> {
  const base = `${url}/${sublist.name}`;
  const items = sublist.raw
    ? ((row[sublist.name.toLowerCase()] as Record<string, unknown>[] | undefined) ?? []).map((line, at) => ({ links: [self(`${base}/${at + 1}`)], ...line }))
    : linesOf(ctx, type, row).map((line) => renderLine(ctx, sublist, line, `${base}/${line.line}`));
  return { links: [self(base)], count: items.length, hasMore: false, items, offset: 0, totalResults: items.length };
}

function linesOf(ctx: Ctx, type: RecordType, row: Row): NumberedLine[] {
  const rows = lineRows({ books: ctx.books }, row.id);
  if (type.transaction === 'Journal') return rows.map(journalLineOf);
  return rows.filter((line) => line.mainline === 'F' && line.taxline === 'F').map((line) => saleLineOf(line, type.transaction === 'CustInvc'));
}

function renderLine(ctx: Ctx, sublist: Sublist, line: NumberedLine, url: string): Record<string, unknown> {
  const shown: Record<string, unknown> = { links: [self(url)], line: Number(line.line) };
  for (const field of sublist.fields) {
    const value = plain(ctx, field, line[field.column]);
    if (value !== undefined) shown[field.name] = value;
  }
  for (const [column, value] of Object.entries(line)) if (column.startsWith('custcol_')) shown[column] = value;
  return shown;
}

function rendered(ctx: Ctx, type: RecordType, field: Field, row: Row): unknown {
  if (type.transaction && field.name === 'status') return { id: statusName(row), refName: statusName(row) };
  if (type.transaction && field.name === 'approvalStatus') return { id: String(row.approvalstatus), refName: approvalName(row.approvalstatus) };
  if (type.transaction === 'CustCred' && SIGNED.has(field.name)) return Number(textOf(negated(amountOf(row[field.column]))));
  return plain(ctx, field, row[field.column]);
}

function plain(ctx: Ctx, field: Field, stored: unknown): unknown {
  if (stored === undefined || stored === null || stored === '') return undefined;
  switch (field.kind) {
    case 'flag':
      return isTrue(stored);
    case 'number':
      return Number(stored);
    case 'day':
      return storedDate(stored) ?? stored;
    case 'ref':
      return reference(ctx, field, String(stored));
    case 'choice': {
      const option = referredRow(ctx.books, field, stored);
      return { id: String(stored), refName: option ? titleOf(option.table, option.row) : String(stored) };
    }
    default:
      return String(stored);
  }
}

function reference(ctx: Ctx, field: Field, id: string): Record<string, unknown> {
  const known = referredRow(ctx.books, field, id);
  if (!known) return { links: [], id };
  const type = recordTypeOf(known.table, known.row);
  return { links: type ? [self(recordUrl(ctx, type.name, id))] : [], id, refName: titleOf(known.table, known.row) };
}

const self = (href: string): Link => ({ rel: 'self', href });
