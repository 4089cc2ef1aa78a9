import type { Written } from '#lib/connector';
import type { Row } from './envelope.js';
import { type Ctx, list, type Query } from './listing.js';

/** Service name our effect keys stand under; names of one object’s references must differ, so invoices have their own. */
export const SERVICE = 'throughline';
const MODEL = 'effect';

/** The external reference that carries an effect key in a create body. */
export function effectReference(key: string): object {
  return { service_name: SERVICE, service_model: MODEL, service_model_ref: key, status: 'successful' };
}

/** Whether an external reference is the one that carries an effect key. */
export const isEffectReference = (reference: Row | undefined): boolean => reference?.service_name === SERVICE && reference.service_model === MODEL;

/** Looks an object up by the effect key it was created with. The filter for one ref is typed as a number: the plural one is used. */
export async function findByKey(ctx: Ctx, plural: string, key: string, written: (row: Row) => Written, query: Query = {}): Promise<Written | 'absent' | 'cannot_tell'> {
  const { rows } = await list(ctx, plural, { ...query, external_reference_service_name: SERVICE, external_reference_service_model: MODEL, external_reference_service_model_refs: key, limit: 5, offset: 0 });
  if (rows.length === 0) return 'absent';
  return rows.length === 1 ? written(rows[0]!) : 'cannot_tell';
}

/** Service name of the reference that shows how a milestone is billed. */
export const BILLING_SERVICE = `${SERVICE}-billing`;

/** Service name of the reference that shows how one invoice of a project stands. */
export function invoiceService(number: string): string {
  return `${SERVICE}-invoice-${number}`;
}
