import type { Ctx, Row } from '../../../kernel/src/index.js';
import { commaList, isTrue, type Resource } from '../resource.js';
import { badRequest } from './errors.js';

const LARGEST_SEARCH = 200;

/** Parameters that look at one external reference of an object, with the column each compares. */
const COMPARED: [parameter: string, column: string][] = [
  ['external_reference_service_name', 'service_name'],
  ['external_reference_service_model', 'service_model'],
  ['external_reference_external_status', 'external_status'],
  ['external_reference_external_message', 'external_message'],
  ['external_reference_status', 'status'],
];

interface Search {
  candidates: Row[] | undefined;
  keep(row: Row): boolean;
}

/** The search by external references that a query asks for, if it does. All conditions must hold on one and the same reference. */
export function referenceFilter(resource: Resource, ctx: Ctx): Search | undefined {
  const { query, books } = ctx;
  const references = books.table('external_references');
  const refs = wantedRefs(query);
  const conditions = COMPARED.flatMap(([parameter, column]) => {
    const value = query.get(parameter);
    return value === null ? [] : [(reference: Row) => String(reference[column] ?? '') === value];
  });
  const has = query.get('has_external_references');
  const without = query.get('without_external_reference_service_name');
  if (!refs && conditions.length === 0 && has === null && without === null) return undefined;

  const ofThis = (reference: Row): boolean => reference.subject_type === resource.subject;
  const fits = (reference: Row): boolean =>
    ofThis(reference) && (!refs || refs.includes(String(reference.service_model_ref))) && conditions.every((condition) => condition(reference));
  const of = (row: Row): Row[] => references.by('subject_id', row.id).filter(ofThis);
  const subjects = refs && [...new Set(refs.flatMap((ref) => references.by('service_model_ref', ref)).filter(fits).map((reference) => String(reference.subject_id)))];
  return {
    candidates: subjects?.flatMap((id) => books.table(resource.plural).get(id) ?? []),
    keep: (row) =>
      ((!refs && conditions.length === 0) || of(row).some(fits)) &&
      (has === null || of(row).length > 0 === isTrue(has)) &&
      (without === null || !of(row).some((reference) => reference.service_name === without)),
  };
}

/**
 * The keys searched for. The singular parameter is an integer in the vendor's contract: a key that is not a number is
 * read as 0 and finds nothing. The plural one takes text.
 */
function wantedRefs(query: URLSearchParams): string[] | undefined {
  const many = query.get('external_reference_service_model_refs');
  if (many !== null) {
    const refs = commaList(many);
    if (refs.length > LARGEST_SEARCH) throw badRequest(`external_reference_service_model_refs takes up to ${LARGEST_SEARCH} ids`);
    return refs;
  }
  const one = query.get('external_reference_service_model_ref');
  return one === null ? undefined : [String(Number.parseInt(one, 10) || 0)];
}
