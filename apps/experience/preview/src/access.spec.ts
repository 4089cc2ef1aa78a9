import 'reflect-metadata';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { POLICY_CHOICES } from '#lib/rules';
import { PreviewModule } from './preview.module.js';
import { PreviewServer } from './testing/preview-server.js';
import { TIME_PRICE_EXAMPLES } from './time/time-prices.example.js';

const BODY = TIME_PRICE_EXAMPLES.week_with_overtime!.request;
const PREVIEWS = ['time-prices', 'invoice-drafts', 'credit-memo-drafts', 'revenue-schedules', 'contract-modifications', 'utilizations', 'currency-conversions', 'margins'];

let server: PreviewServer;
beforeAll(async () => void (server = await PreviewServer.start()));
afterAll(() => server.stop());

describe('who may ask', () => {
  test.each(PREVIEWS)('%s: nobody without a token, and no other scope opens it', async (path) => {
    expect((await server.post(path, BODY, null)).status).toBe(401);
    expect(await server.post(path, BODY, ['experience.read', 'experience.cost', 'process.read', 'process.write', 'finance.release', 'operations.write'])).toMatchObject({ status: 403, body: { code: 'SCOPE_MISSING' } });
  });

  test('the preview scope alone is enough', async () => {
    expect((await server.post('time-prices', BODY)).status).toBe(200);
    expect((await server.get('policies', ['experience.read'])).status).toBe(403);
  });

  test('only POST computes', async () => {
    expect((await server.get('time-prices')).status).toBe(405);
  });
});

describe('nothing is written', () => {
  /** Every source of the app but its tests. */
  const sources = (dir: string): string[] => readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? (e.name === 'testing' ? [] : sources(join(dir, e.name))) : e.name.endsWith('.spec.ts') ? [] : [readFileSync(join(dir, e.name), 'utf8')]));

  test('the app knows no store, no database and no client of a system', () => {
    // It also boots here without any of them: this spec has no database.
    const imported = new Set(sources(__dirname).flatMap((s) => [...s.matchAll(/from '([^.'][^']*)'/g)].map((m) => m[1])));
    expect([...imported].sort()).toEqual(['#lib/canonical', '#lib/platform', '#lib/rules', '@nestjs/common', '@nestjs/core', '@nestjs/swagger', 'class-transformer', 'class-validator', 'rxjs']);
    expect(Reflect.getMetadata('imports', PreviewModule) ?? []).toEqual([]);
  });
});

describe('policies', () => {
  test('are those of the rules, with their defaults', async () => {
    const { body } = await server.get('policies');
    expect(body.choices).toEqual(Object.entries(POLICY_CHOICES).map(([name, { rule, options, default: fallback }]) => ({ name, rule, options, default: fallback })));
  });

  test('a choice that is left out is the default, one that is made changes the figure, and both are told', async () => {
    const draft = (policy?: object) => server.post('invoice-drafts', { currency: 'GBP', invoice_date: '2026-07-31', policy, lines: ['1', '2', '3'].map((id) => ({ id, event_date: '2026-07-01', net: '0.13', tax_rate: '0.2', description: id })) });
    const [byCategory, byLine] = [(await draft()).body, (await draft({ tax_method: 'per_line', line_aggregation: 'none' })).body];
    expect([byCategory.policy.tax_method, byCategory.drafts[0].tax_total]).toEqual(['per_category', '0.08']);
    expect([byLine.policy.tax_method, byLine.drafts[0].tax_total, byLine.drafts[0].lines.map((l: { tax: string }) => l.tax)]).toEqual(['per_line', '0.09', ['0.03', '0.03', '0.03']]);
  });

  test('the tax rounding mode follows the mode of the lines unless it is chosen', async () => {
    const draft = async (policy: object) => (await server.post('invoice-drafts', { currency: 'NOK', invoice_date: '2026-07-31', policy, lines: [{ id: '1', event_date: '2026-07-01', net: '1460.50', tax_rate: '0.25' }] })).body.drafts[0].tax_total;
    expect([await draft({}), await draft({ rounding_mode: 'half_even' }), await draft({ rounding_mode: 'half_even', tax_rounding_mode: 'half_up' })]).toEqual(['365.13', '365.12', '365.13']);
  });
});
