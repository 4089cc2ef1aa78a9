import type { Row } from '../../../kernel/src/index.js';
import * as entities from './entities.js';
import * as lists from './lists.js';
import type { RecordType } from './shapes.js';
import * as transactions from './transactions.js';

/** Every record type of the account, in the order of the metadata catalog. */
export const recordTypes: RecordType[] = [...Object.values(entities), ...Object.values(transactions), ...Object.values(lists)];

const byName = new Map(recordTypes.map((type) => [type.name.toLowerCase(), type]));

/** The record type of a URL segment; its case does not matter. */
export const recordTypeNamed = (segment: string): RecordType | undefined => byName.get(segment.toLowerCase());

/** The record type a row of a table is an instance of. */
export const recordTypeOf = (table: string, row: Row): RecordType | undefined =>
  recordTypes.find((type) => type.table === table && (!type.transaction || type.transaction === row.type));

/** Whether the row is an instance of the record type. */
export const isInstance = (type: RecordType, row: Row | undefined): row is Row =>
  row !== undefined && (!type.transaction || row.type === type.transaction);

export type { Field, Kind, RecordType, Sublist } from './shapes.js';
