import type { DemoParts } from './demo.js';

/** Codes of the legal entities that have contracts with revenue, in order. */
export async function legalEntities(d: DemoParts): Promise<string[]> {
  const codes = new Set<string>();
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { revenue_contracts: { legal_entity_code: string }[]; next_cursor: string | null } = await d.people.call('fiona', 'GET', `/process/milestone-to-revenue/v1/revenue-contracts?limit=500${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
    for (const contract of page.revenue_contracts) codes.add(contract.legal_entity_code);
    cursor = page.next_cursor;
  }
  return [...codes].sort();
}
