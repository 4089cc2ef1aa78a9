import type { EntityManager } from 'typeorm';
import { DAY_MEASURES, MEASURES, UNITS } from './measures.js';

interface WorkerMonthKey {
  worker_id: string;
  month: string;
}

interface Cell {
  month: string;
  practice: string;
  region: string;
  legal_entity_code: string;
  role: string;
}

const units = UNITS.join(', ');
const sums = MEASURES.map((m) => `sum(${m})`).join(', ');
const KEYS = 'unnest($1::uuid[], $2::text[]) as k(worker_id, month)';
const CELLS = `jsonb_to_recordset($1::jsonb) as c(month text, practice text, region text, legal_entity_code text, role text)`;
const IN_CELL = ['month', ...UNITS].map((c) => `m.${c} = c.${c}`).join(' and ');

const WORKER_MONTHS = `
  insert into rollup_worker_month (worker_id, month, ${units}, ${MEASURES.join(', ')})
  select k.worker_id, k.month, ${UNITS.map((u) => `coalesce(d.${u}, '')`).join(', ')}, ${MEASURES.map((m) => `sum(${DAY_MEASURES[m]})`).join(', ')}
  from ${KEYS} join rollup_worker_day d on d.worker_id = k.worker_id and d.day >= (k.month || '-01')::date and d.day < (k.month || '-01')::date + interval '1 month' group by 1, 2, 3, 4, 5, 6
  returning month, ${units}`;

/**
 * Sums the worker-days of these workers and months anew, then the units whose sums they are part of, now or before. A worker who
 * moved inside a month has a row for each unit (UTL-7). Nothing is added to what stood there.
 */
export async function recomputeWorkerMonths(em: EntityManager, keys: WorkerMonthKey[]): Promise<void> {
  if (keys.length === 0) return;
  const params = [keys.map((k) => k.worker_id), keys.map((k) => k.month)];
  const [before]: [Cell[], number] = await em.query(`delete from rollup_worker_month m using ${KEYS} where m.worker_id = k.worker_id and m.month = k.month returning m.month, ${UNITS.map((u) => `m.${u}`).join(', ')}`, params);
  const after: Cell[] = await em.query(WORKER_MONTHS, params);
  const cells = [...new Map([...before, ...after].map((c) => [JSON.stringify([c.month, c.practice, c.region, c.legal_entity_code, c.role]), c])).values()];
  const cellParams = [JSON.stringify(cells)];
  await em.query(`delete from rollup_unit_month m using ${CELLS} where ${IN_CELL}`, cellParams);
  await em.query(
    `insert into rollup_unit_month (month, ${units}, ${MEASURES.join(', ')}) select m.month, ${UNITS.map((u) => `m.${u}`).join(', ')}, ${sums} from ${CELLS} join rollup_worker_month m on ${IN_CELL} group by 1, 2, 3, 4, 5`, cellParams);
}
