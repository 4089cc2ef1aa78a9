import type { DemandWrite, PsaProjectWrite } from '#lib/canonical';
import {
  type Asked, bearer, classifyStatus, type Connector, defineConnector, keysetAfter, keysetNext, type Known, mapStatus, oauthToken, type ReadVerb, type SettingsOf, type VendorContext, vendorSettings,
  type WriteStep, type WriteVerb, type Written,
} from '../index.js';
import type { AcmeDocument } from './acme-books.js';

const settings = vendorSettings({
  base_url: { env: 'ACME_BASE_URL', type: 'url', default: 'http://127.0.0.1:1', doc: 'Root of the Acme API.' },
  secret: { env: 'ACME_SECRET', type: 'string', secret: true, doc: 'Client secret.' },
});
type Settings = SettingsOf<typeof settings>;
type Ctx = VendorContext<Settings>;

/** What Acme has under our key: it takes a key twice, so two matches are possible. */
async function byKey(path: string, key: string, ctx: Ctx): Promise<AcmeDocument[]> {
  return (await ctx.http.send({ method: 'GET', url: path, query: { key }, label: `${path.slice(1)}.find` })).json<{ rows: AcmeDocument[] }>().rows;
}

const written = (d: AcmeDocument): Written => ({ source_id: d.id, facts: {}, record: d });

function step<Body>(path: string, fields: (asked: Asked<Body, Settings>) => object): WriteStep<Body, Settings> {
  return {
    build: (asked) => ({ method: 'POST', url: path, body: { ...fields(asked), key: asked.key }, label: `${path.slice(1)}.post` }),
    parse: (answer) => ({ source_id: answer.json<{ id: string }>().id.toString(), facts: {} }),
    find: async ({ key }, ctx) => {
      const rows = await byKey(path, key, ctx);
      return rows.length === 0 ? 'absent' : rows.length === 1 ? written(rows[0]!) : 'cannot_tell';
    },
  };
}

const createProject: WriteVerb<PsaProjectWrite, Settings> = {
  ...step<PsaProjectWrite>('/projects', ({ body }) => ({ code: body.project_code, name: body.name, currency: body.currency, status: body.status })),
  readBack: async ({ source_id }, _asked, ctx) => written((await ctx.http.send({ method: 'GET', url: `/projects/${source_id}`, label: 'project.get' })).json<AcmeDocument>()),
  echo: ({ body }, { record }) => {
    const stored = record as AcmeDocument;
    return (['name', 'currency'] as const).filter((f) => stored[f] !== body[f]).map((f) => ({ field: f, asked: body[f], stored: String(stored[f]) }));
  },
  undo: 'irreversible',
};

const publishDemand: WriteVerb<DemandWrite, Settings> = {
  ...step<DemandWrite>('/resources', ({ body }) => ({ role: body.role })),
  nextSteps: [step<DemandWrite>('/allocations', ({ body, done }) => ({ resource: done[0]!.source_id, hours: body.hours }))],
  echo: () => [],
  undo: 'withdraw_demand',
};

const knownProject = (r: AcmeDocument): Known => ({ natural_key: (r['code'] as string).trim(), extensions: { key: r.key } });

const project: ReadVerb<AcmeDocument, Settings> = {
  feed: 'delta',
  page: async ({ since, from, limit }, ctx) => {
    const after = keysetAfter(from);
    const query = { since: since ?? undefined, after_at: after?.changed_at, after_id: after?.id, limit };
    const { rows } = (await ctx.http.send({ method: 'GET', url: '/projects', query, label: 'projects' })).json<{ rows: AcmeDocument[] }>();
    return { rows, next: keysetNext(rows, limit, (r) => ({ changed_at: r.changed_at, id: r.id })) };
  },
  identify: (r) => ({ source_id: r.id, source_version: String(r['version'] ?? r.changed_at), source_timestamp: r.changed_at }),
  known: knownProject,
  map: (r) => ({
    ...knownProject(r),
    data: { project_code: r['code'], name: r['name'], currency: r['currency'], status: mapStatus({ provisional: 'provisional', pending_setup: 'pending_setup' }, 'status', r['status']) },
  }),
  one: async (id, ctx) => {
    const answer = await ctx.http.send({ method: 'GET', url: `/projects/${encodeURIComponent(id)}`, label: 'project.get', accept: [404] });
    return answer.status === 404 ? null : answer.json<AcmeDocument>();
  },
};

/** The vendor of the kit's own specs: search by key, no uniqueness, short windows. */
export const acme: Connector = defineConnector({
  vendor: 'acme', domain: 'psa', title: 'Acme PSA', apiVersion: 'v1', settings,
  manifest: { idempotency: 'search', settleWindowMs: 300, findLagMs: 50, limits: { concurrency: 4 }, requestTimeoutMs: 500, overlapMs: 1_000, money: 'text', timeZone: 'utc', webhooks: false },
  auth: () => ({ default: bearer(async (ctx) => oauthToken(await ctx.send({ method: 'POST', url: '/token', label: 'token' }))) }),
  classify: (answer) => classifyStatus(answer, answer.status >= 400 ? String(answer.json().message ?? '') : undefined),
  reads: { project },
  writes: { create_project: createProject, publish_demand: publishDemand },
  schema: async (ctx) => {
    const fields = (await ctx.http.send({ method: 'GET', url: '/fields', label: 'schema' })).json<{ rows: { object: string; name: string; kind: string }[] }>().rows;
    const objects: Record<string, Record<string, string>> = {};
    for (const f of fields) (objects[f.object] ??= {})[f.name] = f.kind;
    return { objects };
  },
  probe: async (ctx) => {
    const answer = await ctx.http.send({ method: 'GET', url: '/projects', query: { limit: 1 }, label: 'probe', accept: [403] });
    return [{ name: 'read projects', ok: answer.status === 200, detail: answer.status === 200 ? '' : 'grant the service account access to projects' }];
  },
});
