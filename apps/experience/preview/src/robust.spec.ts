import 'reflect-metadata';
import { CREDIT_MEMO_EXAMPLES } from './credit/credit-memo-drafts.example.js';
import { CURRENCY_CONVERSION_EXAMPLES } from './currency/currency-conversions.example.js';
import { INVOICE_DRAFT_EXAMPLES } from './invoice/invoice-drafts.example.js';
import { MARGIN_EXAMPLES } from './margin/margins.example.js';
import { CONTRACT_MODIFICATION_EXAMPLES } from './modification/contract-modifications.example.js';
import { REVENUE_SCHEDULE_EXAMPLES } from './revenue/revenue-schedules.example.js';
import { PreviewServer } from './testing/preview-server.js';
import { TIME_PRICE_EXAMPLES } from './time/time-prices.example.js';
import { UTILIZATION_EXAMPLES } from './utilization/utilizations.example.js';

const ROUTES = {
  'time-prices': TIME_PRICE_EXAMPLES, 'invoice-drafts': INVOICE_DRAFT_EXAMPLES, 'credit-memo-drafts': CREDIT_MEMO_EXAMPLES, 'revenue-schedules': REVENUE_SCHEDULE_EXAMPLES,
  'contract-modifications': CONTRACT_MODIFICATION_EXAMPLES, utilizations: UTILIZATION_EXAMPLES, 'currency-conversions': CURRENCY_CONVERSION_EXAMPLES, margins: MARGIN_EXAMPLES,
};
/** Put in the place of every part of a request. */
const ODD: unknown[] = [undefined, null, [], {}, [[]], 5, '0', '-1', '999999999999999.9999999999', '9999-12-31', 'XAU'];

/** Every request that differs from this one in one place. */
function* oddities(value: any): Generator<unknown> {
  if (value === null || typeof value !== 'object') return;
  for (const key of Object.keys(value)) {
    for (const odd of ODD) yield Array.isArray(value) ? value.map((v, i) => (String(i) === key ? odd : v)) : { ...value, [key]: odd };
    for (const part of oddities(value[key])) yield Array.isArray(value) ? value.map((v, i) => (String(i) === key ? part : v)) : { ...value, [key]: part };
  }
}

let server: PreviewServer;
beforeAll(async () => void (server = await PreviewServer.start()));
afterAll(() => server.stop());

describe('whatever is sent is answered, or refused with a field: never an error of ours', () => {
  test.each(Object.entries(ROUTES))('%s', async (path, examples) => {
    const surprises: unknown[] = [];
    const counts: Record<number, number> = {};
    for (const { request } of Object.values(examples)) {
      for (const odd of oddities(request)) {
        const { status, body } = await server.post(path, odd);
        counts[status] = (counts[status] ?? 0) + 1;
        if (![200, 400, 422].includes(status) || (status !== 200 && !(body.errors?.length > 0))) surprises.push({ odd, body });
        if (status === 200 && /NaN|Infinity|undefined/.test(JSON.stringify(body))) surprises.push({ odd, body });
      }
    }
    expect(surprises.slice(0, 3)).toEqual([]);
    expect(Object.keys(counts)).toEqual(expect.arrayContaining(['200', '400']));
  }, 120_000);
});
