import { Problem } from '#lib/platform';
import type { EntityManager } from 'typeorm';
import { idsOf } from './labels.js';

/** Canonical ids of codes a caller named, comma separated. @throws Problem `validation` that names the ones nobody knows. */
export async function knownIds(em: Pick<EntityManager, 'query'>, entity: 'worker' | 'project' | 'client', asked: string | undefined): Promise<string[] | undefined> {
  if (asked === undefined) return undefined;
  const codes = asked.split(',').map((c) => c.trim()).filter(Boolean);
  const ids = await idsOf(em, entity, codes);
  const unknown = codes.filter((c) => !ids.has(c));
  if (codes.length === 0 || unknown.length > 0) {
    const what = { worker: 'worker number, such as E-1001', project: 'project code, such as US01-OPP-2001', client: 'client number, such as C-1001' }[entity];
    throw new Problem('validation', '1 field is not valid.', { errors: [{ field: entity, message: unknown.length > 0 ? `${entity} ${unknown.slice(0, 5).join(', ')} is not known` : `${entity} is empty`, fix: `Send a ${what}; several are separated by commas.` }] });
  }
  return codes.map((c) => ids.get(c)!);
}
