import type { Contract, Opportunity } from '#lib/canonical';

/** Lines that bill a service as it is provided, with no work of a project behind them. */
const SERVICES = new Set(['managed_services', 'subscription']);
/** Types in the order in which they name a contract of several: what delivery works on comes first. */
const ORDER = ['time_and_materials', 'fixed_fee', 'milestone', 'retainer', 'managed_services', 'expense'];

/** How the project of a contract is billed, in one word for ERP and PSA: by the line that delivery works on, a subscription as the service it is. Expenses only when there is nothing else. */
export function billingTypeOf(contract: Contract): string {
  const types = contract.lines.map((line) => (line.contract_type === 'subscription' ? 'managed_services' : line.contract_type));
  return ORDER.find((type) => types.includes(type)) ?? types[0] ?? 'time_and_materials';
}

/** A managed-services order: charges that come by themselves, whatever else is sold with them (PA-015). */
export const isServiceOrder = (contract: Contract): boolean => contract.lines.some((line) => SERVICES.has(line.contract_type));

/** Whether a project has to be made: somebody is to work, or a line is more than a service charged by the period. */
export function needsProject(contract: Contract, opportunity: Opportunity): boolean {
  return opportunity.roles_needed.length > 0 || contract.lines.some((line) => !SERVICES.has(line.contract_type) && line.contract_type !== 'expense');
}
