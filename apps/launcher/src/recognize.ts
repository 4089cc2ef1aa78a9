import type { DemoParts } from './demo.js';
import { legalEntities } from './legal-entities.js';
import { pause } from './people.js';
import { settle } from './settle.js';

const ROUTES = '/process/milestone-to-revenue/v1';

interface RunDetail {
  calculating: number;
  waiting: number;
  posting: number;
  posting_waits: number;
  events: Record<string, number>;
}

/** The month's revenue of every legal entity that has contracts: calculated by Fiona, approved by Frank, posted by the flow. */
export async function recognize(d: DemoParts, period: string): Promise<string> {
  let posted = 0;
  let waiting = 0;
  const entities = await legalEntities(d);
  for (const [n, legal_entity_code] of entities.entries()) {
    const { id } = await d.people.call<{ id: string }>('fiona', 'POST', `${ROUTES}/revenue-runs`, { legal_entity_code, period }, { 'idempotency-key': `demo-revenue-${d.size}-${legal_entity_code}-${period}` });
    await until(d, id, (run) => run.calculating === 0);
    await d.people.call('frank', 'POST', `${ROUTES}/revenue-runs/${id}/approval`).catch((error: Error) => {
      if (!/ answered 409: /.test(error.message)) throw error; // decided before the demo was interrupted
    });
    const run = await until(d, id, (r) => r.posting === 0);
    posted += run.events['posted'] ?? 0;
    waiting += run.waiting + run.posting_waits;
    d.progress.at(n + 1, entities.length, `${posted} revenue events posted`);
  }
  await settle(d.people, d.progress, 'posting revenue');
  return `${posted} revenue events posted for ${entities.length} legal entities${waiting > 0 ? `, ${waiting} contracts need a person` : ''}`;
}

async function until(d: DemoParts, id: string, enough: (run: RunDetail) => boolean): Promise<RunDetail> {
  for (;;) {
    const run = await d.people.call<RunDetail>('fiona', 'GET', `${ROUTES}/revenue-runs/${id}`);
    if (enough(run)) return run;
    await pause(200);
  }
}
