import type { LegalEntity, OrgUnit, Role, TaxProfile } from './firm-types.js';

export const FIRM_NAME = 'Meridian Partners';

const ALL: LegalEntity[] = [
  { code: 'US01', name: 'Meridian Partners, Inc.', currency: 'USD', country: 'US', region: 'AMER', decimals: 2, city: 'New York' },
  { code: 'GB01', name: 'Meridian Partners Ltd', currency: 'GBP', country: 'GB', region: 'EMEA', decimals: 2, city: 'London' },
  { code: 'DE01', name: 'Meridian Partners GmbH', currency: 'EUR', country: 'DE', region: 'EMEA', decimals: 2, city: 'Munich' },
  { code: 'JP01', name: 'Meridian Partners KK', currency: 'JPY', country: 'JP', region: 'APAC', decimals: 0, city: 'Tokyo' },
];

export const legalEntities = (codes: readonly string[]): LegalEntity[] => ALL.filter((entity) => codes.includes(entity.code));

export const PRACTICES: OrgUnit[] = [
  { code: 'DATA', name: 'Data and Analytics' }, { code: 'CLOUD', name: 'Cloud Engineering' },
  { code: 'STRAT', name: 'Strategy' }, { code: 'DESIGN', name: 'Service Design' },
];

export const REGIONS: OrgUnit[] = [{ code: 'AMER', name: 'Americas' }, { code: 'EMEA', name: 'Europe, Middle East and Africa' }, { code: 'APAC', name: 'Asia Pacific' }];

export const PM_ROLE = 'PROJECT_MANAGER';
/** A role nobody priced: it stands on no rate card. */
export const UNPRICED_ROLE = 'SUBJECT_MATTER_EXPERT';

export const ROLES: Role[] = [
  { code: 'PARTNER', name: 'Partner' }, { code: PM_ROLE, name: 'Project Manager' }, { code: 'PRINCIPAL_CONSULTANT', name: 'Principal Consultant' },
  { code: 'SENIOR_CONSULTANT', name: 'Senior Consultant' }, { code: 'CONSULTANT', name: 'Consultant' }, { code: 'ANALYST', name: 'Analyst' },
  { code: 'SOLUTION_ARCHITECT', name: 'Solution Architect' }, { code: 'DESIGNER', name: 'Designer' }, { code: UNPRICED_ROLE, name: 'Subject Matter Expert' },
];

const TAX: TaxProfile[] = [
  { code: 'US-TX-STD', entity: 'US01', percent: '8.25', description: 'Texas sales tax' },
  { code: 'US-NY-EXM', entity: 'US01', percent: '0', description: 'New York, not taxable', reason: 'Professional services are not taxable in New York' },
  { code: 'GB-STD', entity: 'GB01', percent: '20', description: 'United Kingdom VAT, standard rate' },
  { code: 'GB-RC', entity: 'GB01', percent: '0', description: 'Reverse charge, business customer abroad', reason: 'Reverse charge: customer accounts for VAT, place of supply outside the UK' },
  { code: 'GB-ZR', entity: 'GB01', percent: '0', description: 'United Kingdom VAT, zero rate', reason: 'Zero-rated supply' },
  { code: 'DE-STD', entity: 'DE01', percent: '19', description: 'Umsatzsteuer, standard rate' },
  { code: 'DE-RC', entity: 'DE01', percent: '0', description: 'Reverse charge, customer in another member state', reason: 'Reverse charge, Article 196 Directive 2006/112/EC' },
  { code: 'JP-STD', entity: 'JP01', percent: '10', description: 'Consumption tax, standard rate' },
  { code: 'JP-EXP', entity: 'JP01', percent: '0', description: 'Export of services', reason: 'Export exemption' },
];

export const taxProfiles = (entities: LegalEntity[]): TaxProfile[] => TAX.filter((profile) => entities.some((entity) => entity.code === profile.entity));
