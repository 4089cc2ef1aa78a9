import type { DemoParts } from './demo.js';
import { pages } from './pages.js';

/** Codes of the legal entities that have contracts with revenue, in order. */
export async function legalEntities(d: DemoParts): Promise<string[]> {
  const codes = new Set<string>();
  for await (const contract of pages<{ legal_entity_code: string }>(d.people, 'fiona', '/process/milestone-to-revenue/v1/revenue-contracts?limit=500', 'revenue_contracts')) codes.add(contract.legal_entity_code);
  return [...codes].sort();
}
