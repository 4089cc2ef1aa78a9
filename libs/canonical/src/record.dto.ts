/** A reference to another record, by the id its system gave it or by its natural key. */
export class EntityRef {
  /** Canonical entity type, e.g. `worker`. */
  entity: string;
  /** The id in the system that sent the record. */
  source_id?: string;
  /** The natural key (glossary), e.g. a legal entity code. Used when the sending system is not the owner. */
  natural_key?: string;
  /** System that issued `source_id`, when it is not the sender. */
  system?: string;
  /** True when the record is worth having without it: it is stored now and the reference is filled when it resolves. */
  optional?: boolean;
}

/**
 * What every record from a system API carries (glossary 1 and CM-056): identity in its system, version, effective dates,
 * approval state and the moment the source changed it. `data` is the canonical entity; fields that point to other records
 * are left out of `data` and stand in `refs` until the store resolves them to canonical ids.
 */
export class SourceRecordContext {
  /** Canonical entity type. */
  entity: string;
  /** Vendor system, e.g. `kantata`. */
  source_system: string;
  /** Vendor id, opaque. */
  source_id: string;
  /** Rises with every change in the source; text order is not meaningful, see `source_timestamp`. */
  source_version: string;
  /** Instant of the change in the source, UTC. */
  source_timestamp: string;
  /** Natural key per glossary, unique inside a tenant; null where the source cannot give one. */
  natural_key?: string | null;
  /** `draft | submitted | approved | rejected | recalled | reopened`. */
  approval_status: string;
  /** First day the record holds, inclusive. */
  effective_from?: string | null;
  /** Last day the record holds, inclusive; null is open. */
  effective_to?: string | null;
  /** True when the source deleted, archived or deactivated it. */
  deleted: boolean;
  /** References to other records, by canonical field name. */
  refs: Record<string, EntityRef>;
  /** Vendor fields without a canonical place, carried so that nothing is lost silently. */
  extensions: Record<string, unknown>;
  /** Set when the record could not be mapped completely: the exception code and what was found. */
  problem?: MappingProblem;
}

/** Why a source record could not become canonical: it is stored as an exception, never guessed (UNMAPPED_STATUS …). */
export class MappingProblem {
  code: string;
  field: string;
  value: string;
  message: string;
}

export class SourceRecord<T = Record<string, unknown>> extends SourceRecordContext {
  data: T;
}

/** One page of a read. Keep `next_cursor`: it resumes after a restart; `has_more` false means caught up for now. */
export class PageInfo {
  next_cursor: string;
  has_more: boolean;
}

export class SourcePage<T = Record<string, unknown>> extends PageInfo {
  records: SourceRecord<T>[];
}
