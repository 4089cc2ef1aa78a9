import { type Principal, Problem } from '#lib/platform';
import type { EffectRow } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { EFFECT_STATES, type EffectPage, type EffectQuery, OPEN_EFFECT_STATES } from '../http/effects.dto.js';
import { effectSummary } from './effect-view.js';

type Listed = EffectRow & { exact_planned_at: string };

/** Effects, the uncertain ones first, then those that wait for a person, then the others; oldest first within a state. */
export async function effectPage(em: Pick<EntityManager, 'query'>, q: EffectQuery, who: Principal): Promise<EffectPage> {
  const asked: readonly string[] = q.state ? q.state.split(',') : OPEN_EFFECT_STATES;
  const states = EFFECT_STATES.filter((s) => asked.includes(s));
  const limit = q.limit ?? 100;
  const after = q.cursor ? position(q.cursor, states) : undefined;
  const rows: Listed[] = [];
  // State by state, so that each read runs along the index and none sorts a long ledger.
  for (const state of states.slice(after ? states.indexOf(after[0] as never) : 0)) {
    if (rows.length > limit) break;
    rows.push(...(await inState(em, state, q, after && after[0] === state ? after : undefined, limit + 1 - rows.length)));
  }
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { effects: shown.map((row) => effectSummary(row, who)), next_cursor: rows.length > limit ? Buffer.from(JSON.stringify([last!.state, last!.exact_planned_at, last!.system, last!.key])).toString('base64url') : null };
}

async function inState(em: Pick<EntityManager, 'query'>, state: string, q: EffectQuery, after: string[] | undefined, limit: number): Promise<Listed[]> {
  const params: unknown[] = [state];
  const where = ['state = $1'];
  for (const column of ['system', 'verb', 'correlation_id'] as const) if (q[column] !== undefined) where.push(`${column} = $${params.push(q[column])}`);
  if (after) where.push(`(planned_at, system, key) > ($${params.push(after[1])}::timestamptz, $${params.push(after[2])}, $${params.push(after[3])})`);
  return em.query(`select *, planned_at::text as exact_planned_at from effect where ${where.join(' and ')} order by planned_at, system, key limit ${limit}`, params);
}

function position(cursor: string, states: readonly string[]): string[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    parsed = undefined;
  }
  const [state, at] = Array.isArray(parsed) ? parsed : [];
  if (!Array.isArray(parsed) || parsed.length !== 4 || parsed.some((p) => typeof p !== 'string') || !states.includes(state) || !/^[\d\-:. +]{10,40}$/.test(at)) {
    throw new Problem('validation', '1 field is not valid.', { errors: [{ field: 'cursor', message: 'cursor was not given out by this list', fix: 'Leave it out to start at the first page, and keep the same states while paging.' }] });
  }
  return parsed as string[];
}
