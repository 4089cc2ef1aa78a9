import type { Role } from '#lib/canonical';
import type { Mapped } from '#lib/connector';
import type { Row } from '../client/envelope.js';
import { carried, type FieldPlan } from './values.js';

export const ROLE: FieldPlan = { mapped: ['id', 'name', 'deleted_at', 'updated_at'], dropped: { created_at: 'says nothing about the role' } };

/** Upper snake case of a role's name: `Senior Consultant` → `SENIOR_CONSULTANT`. Letters of any script count. */
export function roleCode(name: string): string {
  return name.trim().toUpperCase().replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_|_$/g, '');
}

/** A deleted role keeps no claim on its code: a new one of the same name may have it. */
export function mapRole(row: Row): Mapped<Role> {
  const code = roleCode(String(row.name));
  const deleted = Boolean(row.deleted_at);
  return {
    data: { code, name: String(row.name), default_billable: true }, natural_key: deleted || code === '' ? null : code, deleted, extensions: carried(row, ROLE),
    ...(code === '' ? { problem: { code: 'MISSING_PROJECT_ATTRIBUTE', field: 'role.name', value: String(row.name).slice(0, 100), message: `Role ${row.id} of Kantata has a name without letters or digits` } } : {}),
  };
}
