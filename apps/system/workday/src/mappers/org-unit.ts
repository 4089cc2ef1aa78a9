import type { OrgUnit } from '#lib/canonical';
import { contentVersion, type Mapped, type RowIdentity } from '#lib/connector';
import type { Organization } from '../client/organizations.js';
import { optional, required } from './text.js';

export interface OrgUnitRow {
  organization: Organization;
  /** Canonical kind of the type it was listed under. */
  kind: string;
  given_at: string;
}

export const ORG_UNIT_DROPPED: Record<string, string> = {
  href: 'not a usable address (it repeats /api); addresses are built',
  descriptor: 'the name, with decoration for screens',
  organizationType: 'kind, from the type it was listed under',
};

/** REST organizations carry no change moment: the version is the content without the unusable address. */
export function identifyOrgUnit({ organization, kind, given_at }: OrgUnitRow): RowIdentity {
  const { href: _unused, ...content } = organization;
  return { source_id: organization.id, source_version: contentVersion([content, kind]), source_timestamp: given_at };
}

/** Organization of common/v1 to org unit (glossary 2.3). Natural key `<kind>:<code>`. */
export function mapOrgUnit({ organization, kind }: OrgUnitRow): Mapped<OrgUnit> {
  const code = required('code', organization.code);
  return {
    natural_key: `${kind}:${code}`,
    data: { code, kind, name: optional(organization.name) ?? optional(organization.descriptor) ?? code },
    refs: organization.manager ? { manager_worker_id: { entity: 'worker', source_id: organization.manager.id, optional: true } } : {},
  };
}
