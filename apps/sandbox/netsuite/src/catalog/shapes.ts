/**
 * How a property is written on the wire and kept in the books. Stored columns are the lower-case names SuiteQL uses and
 * hold text: digits for numbers, T/F for flags, YYYY-MM-DD for days, ISO UTC seconds for instants, internal ids for references.
 */
export type Kind = 'text' | 'flag' | 'day' | 'instant' | 'number' | 'ref' | 'choice';

export interface Field {
  /** Property name in the record service. */
  name: string;
  /** Column in the books and in SuiteQL. */
  column: string;
  kind: Kind;
  /** Tables a reference may point into, tried in order; for a choice, the table of its options, if the account keeps one. */
  to?: string[];
  readOnly?: boolean;
}

/** A list inside a record: kept as rows of its own, or as it came (`raw`) in one column of the record. */
export interface Sublist {
  name: string;
  fields: Field[];
  raw?: boolean;
}

export interface RecordType {
  /** Name in the URL; matched without regard to case. */
  name: string;
  /** Table of the books. */
  table: string;
  /** For transactions, the value of the `type` column. */
  transaction?: string;
  /** Singular label, as in messages and display names. */
  label: string;
  fields: Field[];
  sublists: Sublist[];
  writable: boolean;
}

const field = (kind: Kind) => (name: string, to: string[] = [], column = name.toLowerCase()): Field => ({ name, column, kind, ...(to.length ? { to } : {}) });

export const text = field('text');
export const flagField = field('flag');
export const day = field('day');
export const number = field('number');
export const ref = field('ref');
export const choice = field('choice');
export const readOnly = (one: Field): Field => ({ ...one, readOnly: true });
export const lastModified = readOnly(field('instant')('lastModifiedDate'));

/** A list record nobody writes through the API here: read by id, by SuiteQL, seeded through its table. */
export const list = (name: string, label: string, fields: Field[], table = name.toLowerCase()): RecordType =>
  ({ name, table, label, sublists: [], writable: false, fields: [text('externalId'), ...fields, flagField('isInactive'), lastModified] });
