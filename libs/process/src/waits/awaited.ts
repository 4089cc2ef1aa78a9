/** A change of a canonical record that a run waits for: of one entity, narrowed to a record or to those with a field of a value. */
export interface AwaitedChange {
  /** Entity of the canonical model, such as `contract`. */
  entity: string;
  /** Natural key or canonical id of one record. */
  key?: string;
  /** Records with this value in the field; only fields of `BY_FIELD`. */
  field?: (typeof BY_FIELD)[number];
  value?: string;
}

/** Fields that a record can be waited for by. */
export const BY_FIELD = ['worker_id', 'project_id', 'card_code', 'currency', 'from', 'legal_entity_code'] as const;

/** A record as far as topics are made of it. */
export interface ChangedRecord {
  id: string;
  entity: string;
  natural_key: string | null;
  legal_entity_code: string | null;
  data: Record<string, unknown>;
}

/** The name under which an exception keeps what it waits for, such as `contract:C-1` or `rate_card_version:currency=USD`. */
export function topicOf({ entity, key, field, value }: AwaitedChange): string {
  if (key !== undefined) return `${entity}:${key}`;
  return field === undefined ? entity : `${entity}:${field}=${value}`;
}

/** All topics that a change of the record touches. */
export function topicsOf(record: ChangedRecord): string[] {
  const { entity } = record;
  const fields: Record<string, unknown> = { ...record.data, legal_entity_code: record.legal_entity_code };
  const byField = BY_FIELD.flatMap((field) => (typeof fields[field] === 'string' ? [topicOf({ entity, field, value: fields[field] as string })] : []));
  return [entity, topicOf({ entity, key: record.id }), ...(record.natural_key ? [topicOf({ entity, key: record.natural_key })] : []), ...byField];
}
