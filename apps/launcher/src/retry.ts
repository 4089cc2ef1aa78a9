import type { DemoParts } from './demo.js';
import { pages } from './pages.js';

interface Open { id: string; code: string; workflow: string; run_id: string | null }

/** Olga asks for another attempt of every run that stopped with one of these codes, or in one of these flows. Returns how many. */
export async function retry(d: DemoParts, which: { codes?: string[]; workflows?: string[] }): Promise<number> {
  const wanted: Open[] = [];
  for await (const e of pages<Open>(d.people, 'olga', '/experience/operations/v1/exceptions?status=open&limit=500', 'exceptions')) if (which.codes?.includes(e.code) || which.workflows?.includes(e.workflow)) wanted.push(e);
  const runs = new Set<string>();
  for (const e of wanted) {
    if (e.run_id && runs.has(e.run_id)) continue;
    if (e.run_id) runs.add(e.run_id);
    await d.people.call('olga', 'POST', `/experience/operations/v1/exceptions/${e.id}/retries`, { reason: 'Put right at the source' });
  }
  return runs.size;
}
