import type { Row } from '../../../kernel/src/index.js';
import { customer, customerSubsidiaryRelationship, job } from '../catalog/entities.js';
import { userError, invalidFieldValue, missingValue } from '../errors.js';
import type { ReadBody } from '../records/read-body.js';
import type { Work } from '../work.js';
import { type Keeper, columnsOf, patched } from './keeper.js';
import { newInternalId } from './numbering.js';
import { mustBeUnique } from './uniqueness.js';
import { instant } from './values.js';

export const customers: Keeper = {
  save(work, existing, body) {
    const person = patched(existing, body, 'isperson') === 'T';
    const name = person ? patched(existing, body, 'lastname') : patched(existing, body, 'companyname');
    if (!name) throw person ? missingValue('Last Name', 'lastName') : missingValue('Company Name', 'companyName');
    const subsidiary = patched(existing, body, 'subsidiary');
    if (!subsidiary) throw missingValue('Primary Subsidiary', 'subsidiary');
    const home = work.books.table('subsidiary').get(subsidiary);
    const saved = store(work, existing, body, customer.table, {
      entityid: patched(existing, body, 'entityid') ?? name,
      currency: patched(existing, body, 'currency') ?? (home?.currency === undefined ? undefined : String(home.currency)),
      ...addresses(work, existing, body),
    }, (row) => mustBeUnique(work, customer, row));
    return saved;
  },
  beforeDelete(work, row) {
    mustBeUnused(work, row, [['transaction', 'entity'], ['job', 'parent']]);
  },
};

export const jobs: Keeper = {
  save(work, existing, body) {
    const name = patched(existing, body, 'companyname');
    if (!name) throw missingValue('Project Name', 'companyName');
    const parent = work.books.table('customer').get(patched(existing, body, 'parent') ?? '');
    const subsidiary = patched(existing, body, 'subsidiary') ?? (parent && String(parent.subsidiary));
    if (!subsidiary) throw missingValue('Subsidiary', 'subsidiary');
    if (parent && !tradesWith(work, parent, subsidiary)) throw invalidFieldValue(parent.id, 'parent');
    const [from, to] = [patched(existing, body, 'startdate'), patched(existing, body, 'enddate')];
    if (from && to && to < from) throw userError('The end date of a project cannot be before its start date.', 'endDate');
    return store(work, existing, body, job.table, {
      entityid: patched(existing, body, 'entityid') ?? name, subsidiary,
      currency: patched(existing, body, 'currency') ?? (parent?.currency === undefined ? undefined : String(parent.currency)),
    }, (row) => mustBeUnique(work, job, row));
  },
  beforeDelete(work, row) {
    mustBeUnused(work, row, [['transaction', 'job'], ['transactionline', 'job'], ['transactionline', 'entity']]);
  },
};

export const relationships: Keeper = {
  save(work, existing, body) {
    const entity = patched(existing, body, 'entity');
    const subsidiary = patched(existing, body, 'subsidiary');
    if (!entity) throw missingValue('Customer', 'entity');
    if (!subsidiary) throw missingValue('Subsidiary', 'subsidiary');
    const owner = work.books.table('customer').get(entity);
    const other = work.books.table(customerSubsidiaryRelationship.table).by('entity', entity)
      .some((row) => row.subsidiary === subsidiary && row.id !== existing?.id);
    if (other || String(owner?.subsidiary) === subsidiary) throw userError('This record already exists.', 'subsidiary');
    return store(work, existing, body, customerSubsidiaryRelationship.table, { isprimarysub: 'F' }, (row) => mustBeUnique(work, customerSubsidiaryRelationship, row));
  },
  beforeDelete() {},
};

/** Whether a customer (or project) may be used in transactions of the subsidiary. */
export function tradesWith(work: Work, entity: Row, subsidiary: string): boolean {
  if (entity.subsidiary === undefined || String(entity.subsidiary) === subsidiary) return true;
  return work.books.table(customerSubsidiaryRelationship.table).by('entity', entity.id).some((row) => String(row.subsidiary) === subsidiary);
}

function store(work: Work, existing: Row | undefined, body: ReadBody, table: string, derived: Record<string, unknown>, check: (row: Row) => void): Row {
  const now = instant(work.now);
  const row: Row = {
    isinactive: 'F', datecreated: now, ...existing, ...columnsOf(body), ...derived, lastmodifieddate: now,
    id: existing?.id ?? newInternalId(work.books, table),
  };
  check(row);
  return existing ? work.books.table(table).update(row.id, row) : work.books.table(table).insert(row);
}

function addresses(work: Work, existing: Row | undefined, body: ReadBody): { addressbook?: unknown[] } {
  const sent = body.raw.addressBook;
  if (!sent) return {};
  const kept = work.replace.has('addressbook') ? [] : ((existing?.addressbook as unknown[] | undefined) ?? []);
  return { addressbook: [...kept, ...sent] };
}

function mustBeUnused(work: Work, row: Row, uses: [string, string][]): void {
  if (uses.some(([table, column]) => work.books.table(table).by(column, row.id).length > 0)) {
    throw userError('This record cannot be deleted because it has dependent records.');
  }
}
