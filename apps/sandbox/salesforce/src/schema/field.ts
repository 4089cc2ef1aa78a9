import type { Books, Row } from '../../../kernel/src/index.js';

export type FieldType = 'id' | 'string' | 'textarea' | 'boolean' | 'double' | 'currency' | 'percent' | 'int' | 'date' | 'datetime' | 'picklist' | 'reference';

/** One field of an object, as describe shows it and as writes are checked. */
export interface Field {
  name: string;
  label: string;
  type: FieldType;
  length: number;
  precision: number;
  scale: number;
  required: boolean;
  /** Neither createable nor updateable through the API. */
  readOnly: boolean;
  externalId: boolean;
  unique: boolean;
  nameField: boolean;
  autoNumber: boolean;
  picklist: string[];
  restricted: boolean;
  defaultValue?: unknown;
  referenceTo?: string;
  /** Name of the parent in dot paths, e.g. `Account`, `Opportunity__r`. */
  relationship?: string;
  /** Name of the children in a sub-select of the parent, e.g. `Opportunity_Roles__r`. */
  children?: string;
  /** Master-detail: deleting the parent deletes the child. */
  cascade: boolean;
  /** Computed on read when the row itself holds no value (or always, when `always`). */
  formula?: (row: Row, books: Books) => unknown;
  formulaAlways: boolean;
}

type Options = Partial<Omit<Field, 'name' | 'type'>>;

const NUMERIC = new Set<FieldType>(['double', 'currency', 'percent', 'int']);
export const isNumeric = (field: Field) => NUMERIC.has(field.type);
export const isText = (field: Field) => field.type === 'string' || field.type === 'textarea' || field.type === 'picklist';

function labelOf(name: string): string {
  return name.replace(/__c$/, '').replace(/_/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2').replace(/ Id$/, ' ID');
}

function field(name: string, type: FieldType, options: Options = {}): Field {
  return {
    name, type, label: labelOf(name), length: 0, precision: 0, scale: 0, required: false, readOnly: false, externalId: false, unique: false,
    nameField: false, autoNumber: false, picklist: [], restricted: false, cascade: false, formulaAlways: false, ...options,
  };
}

export const text = (name: string, length: number, o: Options = {}) => field(name, 'string', { length, ...o });
export const longText = (name: string, length: number, o: Options = {}) => field(name, 'textarea', { length, ...o });
/** Unique external-id text field; case-sensitive, so that the index answers exactly. */
export const key = (name: string, length: number, o: Options = {}) => text(name, length, { externalId: true, unique: true, ...o });
export const bool = (name: string, o: Options = {}) => field(name, 'boolean', { defaultValue: false, ...o });
export const money = (name: string, o: Options = {}) => field(name, 'currency', { precision: 18, scale: 2, ...o });
export const percent = (name: string, o: Options = {}) => field(name, 'percent', { precision: 7, scale: 4, ...o });
export const number = (name: string, precision: number, scale: number, o: Options = {}) => field(name, 'double', { precision, scale, ...o });
export const integer = (name: string, o: Options = {}) => field(name, 'int', { precision: 9, ...o });
export const date = (name: string, o: Options = {}) => field(name, 'date', o);
export const instant = (name: string, o: Options = {}) => field(name, 'datetime', o);
export const pick = (name: string, picklist: string[], o: Options = {}) => field(name, 'picklist', { picklist, length: 255, restricted: true, ...o });
export const openPick = (name: string, picklist: string[], o: Options = {}) => pick(name, picklist, { restricted: false, ...o });
export const ref = (name: string, referenceTo: string, relationship: string, o: Options = {}) => field(name, 'reference', { referenceTo, relationship, length: 18, ...o });
export const recordIdField = () => field('Id', 'id', { length: 18, readOnly: true, label: 'Record ID' });
export const name = (length: number, o: Options = {}) => text('Name', length, { nameField: true, required: true, ...o });
