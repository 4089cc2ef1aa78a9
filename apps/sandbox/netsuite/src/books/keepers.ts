import type { Row } from '../../../kernel/src/index.js';
import type { RecordType } from '../catalog/index.js';
import { Refusal } from '../errors.js';
import { readBody } from '../records/read-body.js';
import type { Work } from '../work.js';
import { customers, jobs, relationships } from './entities.js';
import { journals } from './journals.js';
import type { Keeper } from './keeper.js';
import { creditMemos, invoices } from './sales.js';
import { instant } from './values.js';

const keepers: Record<string, Keeper> = {
  customer: customers, job: jobs, customerSubsidiaryRelationship: relationships, invoice: invoices, creditMemo: creditMemos, journalEntry: journals,
};

/** Process-memory key under which a record is held open by somebody else; its value is how many more saves fail. */
export const holdKey = (type: string, id: string): string => `held:${type.toLowerCase()}:${id}`;

/** Saves a new record (no existing row) or the change of one. */
export function saveRecord(work: Work, type: RecordType, existing: Row | undefined, body: unknown): Row {
  if (existing) mustNotBeHeld(work, type, existing);
  return keepers[type.name]!.save(work, existing, readBody(work, type, body));
}

/** Deletes a record, leaving a row in `deletedrecord`. */
export function deleteRecord(work: Work, type: RecordType, row: Row): void {
  mustNotBeHeld(work, type, row);
  keepers[type.name]!.beforeDelete(work, row);
  work.books.table(type.table).remove(row.id);
  const n = work.books.next('deletedrecord');
  work.books.table('deletedrecord').insert({
    id: String(n), recordid: row.id, type: type.label, recordtypeid: type.name.toLowerCase(), name: row.tranid ?? row.entityid ?? row.id,
    externalid: row.externalid, deleteddate: instant(work.now), context: 'RESTWEBSERVICES',
  });
}

function mustNotBeHeld(work: Work, type: RecordType, row: Row): void {
  const key = holdKey(type.name, row.id);
  const times = Number(work.state.get(key) ?? 0);
  if (times < 1) return;
  work.state.set(key, times - 1);
  throw new Refusal(400, [{ detail: 'Error while accessing a resource. Record has been changed.', 'o:errorCode': 'RCRD_HAS_BEEN_CHANGED' }]);
}
