import type { Books, Row } from '../../../kernel/src/index.js';
import { bool, instant, openPick, recordIdField, ref, type Field } from './field.js';

/** The values a save is about to store, already checked field by field. */
export type Draft = Record<string, unknown>;

/** An object (table) of the org: fields, key prefix and the org's own rules on saving. */
export interface ObjectType {
  name: string;
  label: string;
  labelPlural: string;
  prefix: string;
  writable: boolean;
  fields: Field[];
  byName: Map<string, Field>;
  /** The org's automation before a save: may set further values (auto-number, defaults by stage). */
  beforeSave?: (draft: Draft, old: Row | undefined, books: Books, today: string) => void;
  /** Validation rules: text of the first one broken, with its field. */
  rule?: (after: Row) => { message: string; field: string } | undefined;
  /** Rows that exist in every org, shown while nobody seeded others. */
  builtIn?: Row[];
}

const CURRENCIES = ['USD', 'EUR', 'GBP', 'JPY', 'KWD', 'CHF', 'AUD', 'CAD', 'SGD', 'INR', 'BRL', 'MXN', 'SEK', 'NOK', 'DKK', 'PLN', 'ZAR', 'AED', 'HKD', 'NZD', 'BHD', 'CLP', 'KRW'];

/** Completes an object with the system fields every record of a multi-currency org has. Field names are looked up without case, as SOQL does. */
export function objectType(spec: Omit<ObjectType, 'byName' | 'writable'> & { writable?: boolean; currency?: boolean; owner?: boolean }): ObjectType {
  const user = { readOnly: true } as const;
  const fields = [
    recordIdField(),
    ...spec.fields,
    ...(spec.owner === false ? [] : [ref('OwnerId', 'User', 'Owner')]),
    ...(spec.currency === false ? [] : [openPick('CurrencyIsoCode', CURRENCIES, { restricted: true, length: 3, defaultValue: 'USD', label: 'Currency ISO Code' })]),
    bool('IsDeleted', { readOnly: true, label: 'Deleted' }),
    instant('CreatedDate', { readOnly: true }),
    ref('CreatedById', 'User', 'CreatedBy', user),
    instant('LastModifiedDate', { readOnly: true }),
    ref('LastModifiedById', 'User', 'LastModifiedBy', user),
    instant('SystemModstamp', { readOnly: true, label: 'System Modstamp' }),
  ];
  return { ...spec, writable: spec.writable ?? true, fields, byName: new Map(fields.map((f) => [f.name.toLowerCase(), f])) };
}

/** Rule shared by several objects: a period does not end before it starts. */
export function endsAfterStart(start: string, end: string): NonNullable<ObjectType['rule']> {
  return (after) => {
    const from = after[start];
    const to = after[end];
    return from && to && String(to) < String(from) ? { message: 'End date must be on or after the start date.', field: end } : undefined;
  };
}
