import { switchValue, type Books, type Ctx, type Row } from '../../kernel/src/index.js';
import { add, change } from './changes.js';
import { booleanOf, type Attributes } from './wire/body.js';
import { invalid } from './wire/errors.js';
import { stampOf } from './wire/stamps.js';

const STATUSES = ['pending', 'successful', 'failed'];
const REQUIRED = ['service_name', 'service_model', 'service_model_ref'] as const;

/**
 * Creates the reference, or updates the one an object already has. Which one that is: same service, model and ref.
 * The vendor's contract says that the service names of one object's references must differ; switch
 * `strict_external_references` = true holds callers to it, so that a second reference of a service replaces the first.
 */
export function createOrUpdateReference(ctx: Ctx, subjectType: string, subjectId: string, attributes: Attributes): Row {
  for (const name of REQUIRED) if (!attributes[name]) throw invalid(name, `${name} can't be blank`);
  const status = attributes.status ?? null;
  if (status !== null && !STATUSES.includes(status)) throw invalid('status', `status must be one of ${STATUSES.join(', ')}`);
  const existing = sameReference(ctx.books, subjectType, subjectId, attributes);
  const content = {
    service_name: String(attributes.service_name),
    service_model: String(attributes.service_model),
    service_model_ref: String(attributes.service_model_ref),
    ...Object.fromEntries(['status', 'external_link', 'external_message', 'external_status']
      .filter((name) => attributes[name] !== undefined).map((name) => [name, attributes[name]])),
    ...(attributes.locked === undefined ? {} : { locked: booleanOf(attributes, 'locked', false) }),
  };
  if (existing) return change(ctx, 'external_references', existing.id, { ...content, last_synced_at: stampOf(ctx) });
  const blank = { status: 'successful', external_link: null, external_message: null, external_status: null, locked: false };
  return add(ctx, 'external_references', { ...blank, ...content, subject_type: subjectType, subject_id: subjectId, last_synced_at: stampOf(ctx) });
}

/** Attaches the reference given inside a create or update body, if there is one. */
export function attachReference(ctx: Ctx, subjectType: string, row: Row, attributes: Attributes): void {
  const given: unknown = attributes.external_reference;
  if (given === undefined || given === null) return;
  if (typeof given !== 'object' || Array.isArray(given)) throw invalid('external_reference', 'external_reference must be an object');
  createOrUpdateReference(ctx, subjectType, row.id, given as Attributes);
}

/** The references of one object. */
export const referencesOf = (books: Books, subjectType: string, id: string): Row[] =>
  books.table('external_references').by('subject_id', id).filter((reference) => reference.subject_type === subjectType);

function sameReference(books: Books, subjectType: string, id: string, attributes: Attributes): Row | undefined {
  const strict = switchValue<boolean>(books, 'strict_external_references', false);
  return referencesOf(books, subjectType, id).find((reference) =>
    reference.service_name === attributes.service_name &&
    (strict || (reference.service_model === attributes.service_model && reference.service_model_ref === String(attributes.service_model_ref))));
}
