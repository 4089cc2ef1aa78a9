import type { PsaUser } from '#lib/canonical';
import type { Mapped } from '#lib/connector';
import type { Row } from '../client/envelope.js';
import { carried, type FieldPlan } from './values.js';

export const USER: FieldPlan = {
  mapped: ['id', 'email_address', 'full_name', 'role_code', 'disabled', 'updated_at'],
  dropped: { role_id: 'read as the role’s code', headline: 'says nothing about work', photo_path: 'personal', account_id: 'the firm’s own account', created_at: 'the worker’s dates come from the HCM' },
};

/** A time-keeping account. The e-mail address joins it to the worker. */
export function mapPsaUser(row: Row): Mapped<PsaUser> {
  const email = String(row.email_address ?? '').trim().toLowerCase();
  return {
    data: { email, display_name: String(row.full_name ?? ''), role: row.role_code, status: row.disabled ? 'inactive' : 'active' }, natural_key: email || null, deleted: Boolean(row.disabled), extensions: carried(row, USER),
  };
}
