import 'reflect-metadata';
import { PreviewServer } from '../testing/preview-server.js';

let server: PreviewServer;
beforeAll(async () => void (server = await PreviewServer.start()));
afterAll(() => server.stop());

describe('conversion of currencies', () => {
  const rates = [{ from: 'USD', to: 'EUR', date: '2026-07-31', rate: '0.9' }, { from: 'USD', to: 'EUR', date: '2026-07-10', rate: '0.8' }];
  const convert = async (more: object) => (await server.post('currency-conversions', { from_currency: 'USD', to_currency: 'EUR', date: '2026-07-31', amounts: [{ id: '1', amount: '10', work_date: '2026-07-10' }, { id: '2', amount: '10', work_date: '2026-07-31' }], rates, ...more })).body;

  test('by the date of the document, or of the work: then no one rate explains the total', async () => {
    expect(await convert({})).toMatchObject({ total: '18.00', rounding_difference: '0.00' });
    expect(await convert({ policy: { invoice_rate_basis: 'work_date' } })).toMatchObject({ amounts: [{ amount: '8.00' }, { amount: '9.00' }], total: '17.00', rounding_difference: null });
  });

  test('a weekend takes the rate of the last day with one, as far back as is allowed', async () => {
    expect(await convert({ date: '2026-08-02', max_age_days: 2 })).toMatchObject({ amounts: [{ rate_date: '2026-07-31' }, {}], total: '18.00' });
    expect((await convert({ date: '2026-08-02', max_age_days: 1 })).code).toBe('FX_RATE_MISSING');
  });

  test('one currency to itself needs no rate', async () => {
    expect(await convert({ to_currency: 'USD', rates: [] })).toMatchObject({ total: '20.00', amounts: [{ rate: '1' }, { rate: '1' }] });
  });
});
