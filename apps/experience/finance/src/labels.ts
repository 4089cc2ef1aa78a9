import type { EntityManager } from 'typeorm';

export interface Label {
  code: string;
  label: string;
}

const NAME = `case entity when 'worker' then data->>'display_name' when 'client' then coalesce(data->>'trade_name', data->>'legal_name') else data->>'name' end`;

/** Codes and names of records by id. */
export async function labelsOf(em: Pick<EntityManager, 'query'>, ids: string[]): Promise<Map<string, Label>> {
  const rows: { id: string; code: string; name: string | null }[] = ids.length === 0 ? [] : await em.query(
    `select id::text as id, coalesce(data->>'worker_number', data->>'project_code', data->>'engagement_code', data->>'client_number', natural_key, id::text) as code, ${NAME} as name from canonical_record where id = any($1::uuid[])`, [ids]);
  return new Map(rows.map((r) => [r.id, { code: r.code, label: r.name && r.name !== r.code ? `${r.code} ${r.name}` : r.code }]));
}

/** Canonical ids of records by entity and the code people use. */
export async function idsOf(em: Pick<EntityManager, 'query'>, entity: 'worker' | 'project' | 'client' | 'engagement', codes: string[]): Promise<Map<string, string>> {
  const field = { worker: 'worker_number', project: 'project_code', client: 'client_number', engagement: 'engagement_code' }[entity];
  const rows: { id: string; code: string }[] = await em.query(`select id::text as id, data->>'${field}' as code from canonical_record where entity = $1 and (natural_key = any($2::text[]) or data->>'${field}' = any($2::text[]))`, [entity, codes]);
  return new Map(rows.map((r) => [r.code, r.id]));
}
