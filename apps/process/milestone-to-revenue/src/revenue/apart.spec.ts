import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SRC = join(__dirname, '..');
/** What either side keeps; the other must not name it, neither in SQL nor as a class (REV-15). */
const TABLES = {
  billing: ['billing_event', 'BillingEvent', 'billing_schedule_line', 'BillingScheduleLine', 'retainer_entry', 'RetainerEntry', 'service_charge', 'from invoice', 'join invoice', 'InvoiceLine', 'findBy(Invoice'],
  revenue: ['revenue_contract', 'RevenueContract', 'performance_obligation', 'PerformanceObligation', 'obligation_version', 'ObligationVersion', 'revenue_schedule_line', 'RevenueScheduleLine', 'revenue_event', 'RevenueEvent', 'revenue_run', 'RevenueRun', 'contract_posting', 'ContractPosting'],
};

function sources(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? (e.name === 'testing' ? [] : sources(join(dir, e.name))) : /\.ts$/.test(e.name) && !/\.spec\.ts$/.test(e.name) ? [join(dir, e.name)] : []));
}

it.each([['revenue', TABLES.billing], ['billing', TABLES.revenue]])('%s reads no table of the other side', (side, others) => {
  const files = sources(join(SRC, side));
  if (side === 'revenue') expect(files.length).toBeGreaterThan(30);
  expect(files.flatMap((file) => others.filter((name) => readFileSync(file, 'utf8').includes(name)).map((name) => `${file.slice(SRC.length)}: ${name}`))).toEqual([]);
});

it('would see it if one did', () => expect(TABLES.revenue.some((name) => readFileSync(join(SRC, 'revenue/run/calculate.ts'), 'utf8').includes(name))).toBe(true));
