import type { DemoParts } from './demo.js';

interface Open { id: string; code: string; workflow: string; run_id: string | null }

/** Olga asks for another attempt of every run that stopped with one of these codes, or in one of these flows. Returns how many. */
export async function retry(d: DemoParts, which: { codes?: string[]; workflows?: string[] }): Promise<number> {
  const wanted: Open[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { exceptions: Open[]; next_cursor: string | null } = await d.people.call('olga', 'GET', `/experience/operations/v1/exceptions?status=open&limit=500${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
    wanted.push(...page.exceptions.filter((e) => which.codes?.includes(e.code) || which.workflows?.includes(e.workflow)));
    cursor = page.next_cursor;
  }
  const runs = new Set<string>();
  for (const e of wanted) {
    if (e.run_id && runs.has(e.run_id)) continue;
    if (e.run_id) runs.add(e.run_id);
    await d.people.call('olga', 'POST', `/experience/operations/v1/exceptions/${e.id}/retries`, { reason: 'Put right at the source' });
  }
  return runs.size;
}
