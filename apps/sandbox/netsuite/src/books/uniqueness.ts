import type { Row } from '../../../kernel/src/index.js';
import { type RecordType, isInstance } from '../catalog/index.js';
import { userError } from '../errors.js';
import type { Work } from '../work.js';

const ENTITY_TABLES = new Set(['customer', 'job', 'vendor', 'employee']);

/** The record of this type that carries the external id. */
export const byExternalId = (work: Work, type: RecordType, externalId: string): Row | undefined =>
  work.books.table(type.table).by('externalid', externalId).find((row) => isInstance(type, row));

/** Throws when another record of the type already has this external id, or (for entities) this entity id. */
export function mustBeUnique(work: Work, type: RecordType, row: { id?: string; externalid?: unknown; entityid?: unknown }): void {
  const taken = (other: Row | undefined): boolean => other !== undefined && other.id !== row.id;
  const entity = ENTITY_TABLES.has(type.table);
  if (typeof row.externalid === 'string') {
    if (/[|\s]/.test(row.externalid)) throw userError(`Invalid external id ${row.externalid}.`, 'externalId');
    if (taken(byExternalId(work, type, row.externalid))) throw userError(entity ? 'This entity already exists.' : 'This record already exists.', 'externalId');
  }
  if (entity && typeof row.entityid === 'string' && taken(work.books.table(type.table).by('entityid', row.entityid).find((other) => other.id !== row.id))) {
    throw userError('This entity already exists.', 'entityId');
  }
}
