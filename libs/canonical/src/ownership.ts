/** Default system of record per entity (glossary 9): the system type whose changes are accepted. */
export const OWNERS: Record<string, string> = {
  worker: 'hcm', org_unit: 'hcm', work_calendar: 'hcm', time_off: 'hcm', cost_rate: 'hcm',
  client: 'crm', opportunity: 'crm', contract: 'crm', amendment: 'crm', erp_customer: 'erp',
  role: 'psa', psa_user: 'psa', rate_card_version: 'psa', project: 'psa', task: 'psa', assignment: 'psa', resource_request: 'psa', timesheet: 'psa', milestone: 'psa', expense_report: 'psa',
  legal_entity: 'erp', accounting_period: 'erp', exchange_rate: 'erp', tax_code: 'erp', erp_invoice: 'erp', erp_journal: 'erp',
  engagement: 'gateway', usage_record: 'gateway', estimate: 'gateway', revenue_contract: 'gateway', billing_event: 'gateway', invoice_draft: 'gateway', exception: 'gateway', cross_reference: 'gateway',
};

/** A move of ownership for one legal entity from a date on: how two PSAs or ERPs live side by side during a migration. */
export interface OwnershipRule {
  entity: string;
  owner: string;
  legal_entity_code?: string;
  from?: string;
  to?: string;
}

/** The owner of an entity (and legal entity) on a date; the most specific rule in force wins over the default. */
export function ownerOf(entity: string, rules: OwnershipRule[] = [], legalEntity?: string, date?: string): string | undefined {
  const live = rules.filter((r) => r.entity === entity && (!r.legal_entity_code || r.legal_entity_code === legalEntity)
    && (!date || ((!r.from || date >= r.from) && (!r.to || date <= r.to))));
  live.sort((a, b) => Number(Boolean(b.legal_entity_code)) - Number(Boolean(a.legal_entity_code)) || (b.from ?? '').localeCompare(a.from ?? ''));
  return live[0]?.owner ?? OWNERS[entity];
}
