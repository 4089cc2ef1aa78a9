import { CONTRACTS, type Domain } from '#lib/canonical';

/** Entities in the order in which they are read: what others refer to comes first, so that little has to be parked. */
export const FEED_ORDER: { domain: Domain; entities: string[] }[] = [
  { domain: 'erp', entities: ['legal_entity', 'accounting_period', 'exchange_rate', 'tax_code'] },
  { domain: 'hcm', entities: ['org_unit', 'work_calendar', 'worker', 'cost_rate', 'time_off'] },
  { domain: 'psa', entities: ['role', 'psa_user', 'rate_card_version', 'project', 'task', 'assignment', 'milestone', 'timesheet', 'expense_report'] },
  { domain: 'crm', entities: ['client', 'contract', 'amendment', 'opportunity'] },
  { domain: 'erp', entities: ['erp_customer', 'erp_invoice', 'erp_journal'] },
];

/** The feeds of one domain, in reading order. */
export function feedsOf(domain: Domain): string[] {
  const wanted = FEED_ORDER.filter((f) => f.domain === domain).flatMap((f) => f.entities);
  return wanted.filter((entity) => CONTRACTS[domain].reads.some((r) => r.entity === entity));
}
