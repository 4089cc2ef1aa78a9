import type { Opportunity, ResourceRequest, RoleNeeded } from '#lib/canonical';
import { transition } from '#lib/canonical';
import { appendEvents, insertRecord, linkSystem, recordByKey, recordsWhere, type StoredRecord, updateRecord } from '#lib/store';
import type { EntityManager } from 'typeorm';

/** One request per role line of the deal; its natural key is source and line (glossary 4.7). */
export function demandLines(opportunity: Opportunity): { line: string; role: RoleNeeded }[] {
  return opportunity.roles_needed.map((role, i) => ({ line: String(i + 1), role }));
}

export function demandKey(opportunityNumber: string, line: string): string {
  return `${opportunityNumber}:${line}`;
}

/** Records demand the PSA has taken up; tentative demand never consumes capacity. */
export async function recordDemand(em: EntityManager, input: { opportunity: StoredRecord<Opportunity>; project_id: string; line: string; role: RoleNeeded; demand_type: 'tentative' | 'confirmed'; psa: string; source_id: string }): Promise<StoredRecord> {
  const key = demandKey(input.opportunity.data.opportunity_number, input.line);
  const data: ResourceRequest = {
    project_id: input.project_id, opportunity_id: input.opportunity.id, role: input.role.role, region: input.role.region, quantity: input.role.quantity, hours: input.role.hours,
    start: input.role.start, end: input.role.end, demand_type: input.demand_type, status: 'open',
  };
  const known = await recordByKey(em, 'resource_request', key);
  const source = { source_system: input.psa, source_id: input.source_id, source_version: '1', source_timestamp: new Date().toISOString() };
  const record = known
    ? await updateRecord(em, known, { ...source, data: { ...data } })
    : await insertRecord(em, { ...source, entity: 'resource_request', natural_key: key, legal_entity_code: input.opportunity.legal_entity_code, correlation_id: input.opportunity.correlation_id, data: { ...data } });
  await linkSystem(em, { canonical_type: 'resource_request', canonical_id: record.id, system: input.psa, system_type: `resource_request:v${record.version}`, system_id: input.source_id, role: 'owner' });
  await appendEvents(em, [{ type: 'demand.published', entity: 'resource_request', entity_id: record.id, entity_version: record.version, partition_key: `project:${input.project_id}`, idempotency_key: `${record.id}:v${record.version}`, approval_status: 'approved', correlation_id: record.correlation_id, data: { ...record.data } }]);
  return record;
}

/** Requests of a deal that are still open at the PSA. */
export async function openDemand(em: EntityManager, opportunityId: string): Promise<StoredRecord<ResourceRequest>[]> {
  const all = await recordsWhere<ResourceRequest>(em, 'resource_request', { opportunity_id: opportunityId });
  return all.filter((r) => r.status === 'open' || r.status === 'proposed' || r.status === 'partially_filled');
}

export async function recordWithdrawal(em: EntityManager, requestId: string, reason: string): Promise<void> {
  const [row] = await em.query('select natural_key from canonical_record where id = $1', [requestId]);
  const request = (await recordByKey<ResourceRequest>(em, 'resource_request', row.natural_key))!;
  if (request.status === 'cancelled') return;
  transition('resource_request', request.status ?? '', 'cancelled');
  const after = await updateRecord(em, request, { data: { ...request.data, status: 'cancelled' } });
  await appendEvents(em, [{ type: 'demand.cancelled', entity: 'resource_request', entity_id: after.id, entity_version: after.version, partition_key: `project:${after.data['project_id']}`, idempotency_key: `${after.id}:cancelled:${after.version}`, approval_status: 'approved', correlation_id: after.correlation_id, data: { ...after.data, reason } }]);
}

/** Confirms tentative demand once the project is approved (glossary 4.7). */
export async function confirmDemand(em: EntityManager, opportunityId: string): Promise<number> {
  const tentative = (await openDemand(em, opportunityId)).filter((r) => r.data.demand_type === 'tentative');
  for (const request of tentative) await updateRecord(em, request, { data: { ...request.data, demand_type: 'confirmed' } });
  return tentative.length;
}
