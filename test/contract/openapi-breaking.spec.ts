import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const dir = mkdtempSync(join(tmpdir(), 'throughline-breaking-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const invoices = () => ({
  openapi: '3.0.3', info: { title: 'T', version: '1' }, servers: [{ url: '/' }],
  paths: {
    '/v1/invoices': {
      get: {
        operationId: 'invoices_list', parameters: [{ name: 'limit', in: 'query', required: false, schema: { type: 'integer' } }] as object[],
        responses: {
          200: {
            description: 'A page', content: {
              'application/json': {
                schema: { type: 'object', required: ['records'], properties: { records: { type: 'array', items: { allOf: [{ $ref: '#/components/schemas/Context' }, { type: 'object', required: ['data'], properties: { data: { $ref: '#/components/schemas/Invoice' } } }] } } } },
              },
            },
          },
        } as Record<string, any>,
      },
      post: {
        operationId: 'invoices_ask', parameters: [{ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string' } }],
        requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/InvoiceWrite' } } } }, responses: { 201: { description: 'Made' } },
      } as Record<string, any>,
    } as Record<string, any>,
    '/v1/invoices/{id}': { get: { operationId: 'invoices_one', parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }], responses: { 200: { description: 'One', content: { 'application/json': { schema: { $ref: '#/components/schemas/Invoice' } } } } } } },
  } as Record<string, any>,
  components: {
    schemas: {
      Context: { type: 'object', required: ['source_id'], properties: { source_id: { type: 'string' } } },
      Invoice: { type: 'object', required: ['total', 'status'], properties: { total: { type: 'string' }, status: { type: 'string', enum: ['draft', 'posted'] }, number: { type: 'string' } } },
      InvoiceWrite: { type: 'object', required: ['total', 'kind'], properties: { total: { type: 'string' }, memo: { type: 'string' }, kind: { type: 'string', enum: ['labor', 'expense'] } } },
    } as Record<string, any>,
  },
});
type Document = ReturnType<typeof invoices>;

/** What the comparison says of a change: '' when nothing breaks. */
function breaks(change: (d: Document) => unknown): string {
  const after = invoices();
  change(after);
  for (const [name, document] of [['before', invoices()], ['after', after]] as const) writeFileSync(join(dir, `${name}.json`), JSON.stringify(document));
  const r = spawnSync(process.execPath, ['bin/openapi-breaking.mjs', join(dir, 'before.json'), join(dir, 'after.json')], { encoding: 'utf8' });
  expect([r.status, r.stderr === '']).toEqual(r.status === 0 ? [0, true] : [1, false]);
  return r.stderr;
}

describe('what breaks callers is named', () => {
  it.each<[string, RegExp, (d: Document) => unknown]>([
    ['a route that is gone', /invoices.*\{id\}/, (d) => delete d.paths['/v1/invoices/{id}']],
    ['a method that is gone', /post/, (d) => delete d.paths['/v1/invoices'].post],
    ['a property of an answer that is gone', /number/, (d) => delete d.components.schemas['Invoice'].properties.number],
    ['a property of a record on a page that is gone', /source_id/, (d) => delete d.components.schemas['Context'].properties.source_id],
    ['a property of an answer that may now be missing', /required/, (d) => (d.components.schemas['Invoice'].required = ['status'])],
    ['a property of another type', /total/, (d) => (d.components.schemas['Invoice'].properties.total = { type: 'number' })],
    ['a new required field of a body', /required|due_date/, (d) => (Object.assign(d.components.schemas['InvoiceWrite'].properties, { due_date: { type: 'string' } }), d.components.schemas['InvoiceWrite'].required.push('due_date'))],
    ['an optional field of a body that is now required', /required|memo/, (d) => d.components.schemas['InvoiceWrite'].required.push('memo')],
    ['a field of a body that is no longer taken', /memo/, (d) => delete d.components.schemas['InvoiceWrite'].properties.memo],
    ['a value of a body that is no longer taken', /enum|kind/, (d) => (d.components.schemas['InvoiceWrite'].properties.kind.enum = ['labor'])],
    ['a new required parameter', /parameters/, (d) => d.paths['/v1/invoices'].get.parameters.push({ name: 'legal_entity', in: 'query', required: true, schema: { type: 'string' } })],
    ['a parameter that is now required', /parameters/, (d) => (d.paths['/v1/invoices'].get.parameters[0].required = true)],
  ])('%s', (_name, says, change) => expect(breaks(change)).toMatch(says));
});

describe('what adds to a contract passes', () => {
  it.each<[string, (d: Document) => unknown]>([
    ['no change', () => undefined],
    ['a new route', (d) => (d.paths['/v1/journals'] = structuredClone(d.paths['/v1/invoices/{id}']))],
    ['a new property of an answer', (d) => (d.components.schemas['Invoice'].properties.due_date = { type: 'string' })],
    ['a new optional field of a body', (d) => (d.components.schemas['InvoiceWrite'].properties.due_date = { type: 'string' })],
    ['a new optional parameter', (d) => d.paths['/v1/invoices'].get.parameters.push({ name: 'status', in: 'query', required: false, schema: { type: 'string' } })],
    ['a new value a body may hold', (d) => d.components.schemas['InvoiceWrite'].properties.kind.enum.push('other')],
    ['other words', (d) => (d.info.title = 'Invoices of the firm')],
  ])('%s', (_name, change) => expect(breaks(change)).toBe(''));
});
