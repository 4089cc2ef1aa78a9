import type { Project } from '#lib/canonical';
import { transition } from '#lib/canonical';
import { appendEvents, changeEvent, insertRecord, type StoredRecord, updateRecord } from '#lib/store';
import { BusinessFailure } from '#lib/process';
import type { EntityManager } from 'typeorm';
import { type Deal, engagementOf, projectOf } from './deal.js';

const GATEWAY = 'throughline';

/** Creates engagement and project for a deal, or brings the existing ones up to the deal's terms. Repeating it changes nothing. */
export async function openProject(em: EntityManager, deal: Deal, status: 'provisional' | 'pending_setup'): Promise<StoredRecord<Project>> {
  const code = deal.project_code!;
  const { opportunity, client, contract } = deal;
  const now = new Date().toISOString();
  const source = { source_system: GATEWAY, source_version: '1', source_timestamp: now, correlation_id: opportunity.correlation_id, legal_entity_code: deal.legal_entity_code };
  const legalEntityId = contract?.data.legal_entity_id ?? opportunity.data.legal_entity_id;
  let engagement = await engagementOf(em, code);
  if (!engagement) {
    engagement = await insertRecord(em, {
      ...source, entity: 'engagement', natural_key: code, source_id: `engagement:${code}`,
      data: { engagement_code: code, client_id: client?.id, name: opportunity.data.name, legal_entity_id: legalEntityId, practice: opportunity.data.practice, region: opportunity.data.region, status: 'proposed' },
    }) as never;
  }
  const terms = {
    project_code: code, name: opportunity.data.name, engagement_id: engagement!.id, client_id: client?.id, contract_id: contract?.id, opportunity_id: opportunity.id, legal_entity_id: legalEntityId,
    practice: opportunity.data.practice, region: opportunity.data.region, currency: contract?.data.currency ?? opportunity.data.currency,
    rate_card_code: contract?.data.lines.find((l) => l.rate_card_code)?.rate_card_code, start: contract?.data.start ?? opportunity.data.start, end: contract?.data.end ?? opportunity.data.end,
  };
  const existing = await projectOf(em, code);
  if (!existing) {
    const data = { ...terms, type: 'billable', time_entry_open: false, billing_eligible: false, setup_checks: {}, status };
    const created = await insertRecord(em, { ...source, entity: 'project', natural_key: code, source_id: code, data });
    await appendEvents(em, [changeEvent(undefined, created)]);
    return created as StoredRecord<Project>;
  }
  if (existing.status === 'cancelled' || existing.status === 'closed') {
    throw new BusinessFailure('ILLEGAL_TRANSITION', `opportunity:${opportunity.data.opportunity_number}`, `Project ${code} of deal ${opportunity.data.opportunity_number} is ${existing.status} for good: a deal that came back needs an opportunity of its own`, { project_code: code, status: existing.status });
  }
  return moveProject(em, existing, existing.status === 'provisional' ? status : (existing.status as string), terms);
}

/** One legal move of a project's status with whatever else changes with it, and the event that says so. */
export async function moveProject(em: EntityManager, project: StoredRecord<Project>, to: string, changes: Partial<Project> = {}): Promise<StoredRecord<Project>> {
  transition('project', project.status ?? '', to);
  const data = { ...project.data, ...changes, status: to };
  if (JSON.stringify(data) === JSON.stringify(project.data)) return project;
  const moved = await updateRecord(em, project, { data });
  await appendEvents(em, [changeEvent(project, moved)]);
  return moved as StoredRecord<Project>;
}
