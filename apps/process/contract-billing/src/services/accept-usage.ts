import { type Contract, dec, newId } from '#lib/canonical';
import { appendEvents, recordById, type StoredRecord, TENANT, UsageRecord } from '#lib/store';
import type { EntityManager } from 'typeorm';

/** A meter record as it is sent. */
export interface UsageAsk {
  contract_number: string;
  line_no: string;
  meter: string;
  subject: string;
  period_start: string;
  period_end: string;
  sequence?: number;
  record_version?: number;
  quantity: string;
  unit: string;
  source_system: string;
  source_ref: string;
}

export type UsageOutcome =
  | { outcome: 'accepted' | 'unchanged' | 'stale'; id: string }
  | { outcome: 'rejected'; errors: { field: string; message: string; fix: string }[] }
  | { outcome: 'conflict'; id: string; errors: { field: string; message: string; fix: string }[] };

/**
 * Takes one meter record. Its natural key is source, meter, subject, first day and sequence: the same record again changes nothing, a higher
 * version replaces the quantity (what was invoiced stands, the difference is billed), an older version is ignored, and the same version with
 * another content is a conflict. A record that fits no line is rejected with the field that is wrong.
 */
export async function acceptUsage(em: EntityManager, ask: UsageAsk, correlationId: string): Promise<UsageOutcome> {
  const found = await findLine(em, ask);
  if ('errors' in found) return { outcome: 'rejected', errors: found.errors };
  const key = { source_system: ask.source_system, meter: ask.meter, subject: ask.subject, period_start: ask.period_start, sequence: ask.sequence ?? 0 };
  await em.query('select pg_advisory_xact_lock(hashtextextended($1, 11))', [JSON.stringify(key)]);
  const [newest] = await em.find(UsageRecord, { where: key, order: { record_version: 'DESC' }, take: 1 });
  const version = ask.record_version ?? newest?.record_version ?? 1;
  if (newest && version < newest.record_version) return { outcome: 'stale', id: newest.id };
  if (newest && version === newest.record_version) {
    const same = dec(newest.quantity).eq(ask.quantity) && newest.period_end === ask.period_end && newest.contract_id === found.contract.id && newest.line_no === ask.line_no;
    if (same) return { outcome: 'unchanged', id: newest.id };
    return { outcome: 'conflict', id: newest.id, errors: [{ field: 'record_version', message: `version ${version} of this record is known with a quantity of ${dec(newest.quantity).toFixed()}`, fix: `Send record_version ${version + 1} to replace it.` }] };
  }
  const record = em.create(UsageRecord, {
    ...key, id: newId(), tenant_id: TENANT, contract_id: found.contract.id, line_no: ask.line_no, period_end: ask.period_end, record_version: version, quantity: ask.quantity, unit: ask.unit, recorded_at: new Date(), source_ref: ask.source_ref,
    status: 'validated', billing_period: null, billing_event_id: null, correlation_id: correlationId,
  });
  await em.insert(UsageRecord, record);
  await appendEvents(em, [{
    type: 'usage.recorded', entity: 'usage_record', entity_id: record.id, entity_version: version, partition_key: `contract:${found.contract.id}`, idempotency_key: [ask.source_system, ask.meter, ask.subject, ask.period_start, key.sequence, version].join(':'), approval_status: 'approved',
    correlation_id: correlationId, effective_date: ask.period_end, source_system: ask.source_system, source_id: ask.source_ref, source_version: String(version),
    data: { contract_id: found.contract.id, line_no: ask.line_no, meter: ask.meter, subject: ask.subject, period_start: ask.period_start, period_end: ask.period_end, quantity: ask.quantity, unit: ask.unit, record_version: version },
  }]);
  return { outcome: 'accepted', id: record.id };
}

async function findLine(em: EntityManager, ask: UsageAsk): Promise<{ contract: StoredRecord<Contract> } | { errors: { field: string; message: string; fix: string }[] }> {
  const wrong = (field: string, message: string, fix: string) => ({ errors: [{ field, message, fix }] });
  const [row] = await em.query(`select id from canonical_record where entity = 'contract' and data->>'contract_number' = $1 and not deleted`, [ask.contract_number]);
  const contract = row ? await recordById<Contract>(em, row.id) : undefined;
  if (!contract) return wrong('contract_number', `there is no contract ${ask.contract_number}`, 'Send the number of a signed contract.');
  const line = contract.data.lines.find((l) => l.line_no === ask.line_no);
  if (!line) return wrong('line_no', `contract ${ask.contract_number} has no line ${ask.line_no}`, `Send one of ${contract.data.lines.map((l) => l.line_no).join(', ')}.`);
  const terms = line.usage?.find((u) => u.meter === ask.meter);
  if (!terms) return wrong('meter', `line ${ask.line_no} does not bill the meter ${ask.meter}`, `Send one of ${(line.usage ?? []).map((u) => u.meter).join(', ') || 'none: the line bills no usage'}.`);
  if (terms.unit !== ask.unit) return wrong('unit', `the meter ${ask.meter} is agreed in ${terms.unit}`, `Send the quantity in ${terms.unit}.`);
  if (ask.period_end < ask.period_start) return wrong('period_end', `${ask.period_end} is before ${ask.period_start}`, 'Send the last day of the period, included.');
  if ((line.start && ask.period_start < line.start) || (line.end && ask.period_end > line.end)) return wrong('period_start', `line ${ask.line_no} is in force ${line.start ?? 'from its signature'} to ${line.end ?? 'without end'}`, 'Send usage of days on which the line is in force.');
  if (dec(ask.quantity).isNegative()) return wrong('quantity', 'is below zero', 'Correct a record by a higher record_version with its right quantity.');
  return { contract };
}
