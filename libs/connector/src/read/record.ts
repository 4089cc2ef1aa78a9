import type { MappingProblem, SourceRecord } from '#lib/canonical';
import { redactText } from '#lib/platform';
import { EPOCH, type Known, type Mapped, type ReadVerb, type RowIdentity, Unmappable } from '../define/read.js';
import { contentVersion } from './content-version.js';
import { given } from './given.js';

/** The identity of a row. A row without one is not dropped: it goes on under a made-up id and carries the problem. */
export function identityOf(verb: ReadVerb, row: unknown, settings: unknown): RowIdentity {
  try {
    const { source_id, source_version, source_timestamp } = verb.identify(row, settings);
    if (!source_id) throw new TypeError('the row has no id');
    return { source_id: String(source_id), source_version: String(source_version), source_timestamp: instantOf(source_timestamp) };
  } catch {
    const version = contentVersion(row);
    return { source_id: `unidentified:${version}`, source_version: version, source_timestamp: EPOCH };
  }
}

/** The source record of a row; what cannot be mapped goes on with its problem instead of being guessed or lost. */
export function recordOf(vendor: string, entity: string, verb: ReadVerb, id: RowIdentity, row: unknown, settings: unknown): SourceRecord {
  const mapped = id.source_id.startsWith('unidentified:') ? failed(problem('source_id', 'the vendor sent a row without an id or change time')) : mappedOf(verb, row, settings);
  return {
    entity, source_system: vendor, ...id,
    natural_key: mapped.natural_key ?? null, approval_status: mapped.approval_status ?? 'approved',
    effective_from: mapped.effective_from ?? null, effective_to: mapped.effective_to ?? null, deleted: mapped.deleted ?? false,
    refs: mapped.refs ?? {}, extensions: mapped.extensions ?? {}, ...(mapped.problem ? { problem: mapped.problem } : {}),
    data: given(mapped.data as Record<string, unknown>),
  };
}

function mappedOf(verb: ReadVerb, row: unknown, settings: unknown): Mapped {
  try {
    return verb.map(row, settings);
  } catch (error) {
    const known = knownOf(verb, row, settings);
    if (error instanceof Unmappable) return failed(error.problem, known);
    return failed(problem('', `the row has not the shape the mapping expects: ${redactText(String((error as Error)?.message ?? error)).slice(0, 200)}`), known);
  }
}

/** What is known of a row that cannot be mapped; a row that is broken through and through has only its id. */
function knownOf(verb: ReadVerb, row: unknown, settings: unknown): Known {
  try {
    return verb.known?.(row, settings) ?? {};
  } catch {
    return {};
  }
}

const problem = (field: string, message: string): MappingProblem => ({ code: 'SCHEMA_DRIFT', field, value: '', message });
const failed = (p: MappingProblem, known: Known = {}): Mapped => ({ ...known, data: {}, problem: p });

function instantOf(text: string): string {
  const ms = Date.parse(text);
  if (!Number.isFinite(ms)) throw new RangeError('the change time is not an instant');
  return new Date(ms).toISOString();
}
