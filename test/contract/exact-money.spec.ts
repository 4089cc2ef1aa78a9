import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
/** What the code under test may use, written as our own code is. */
const HEAD = `import { dec, sum, plainDecimal, type Decimal, type DecimalInput } from '${ROOT}/libs/canonical/src/decimal.js';
interface Line { net: string; unit_price: string; hours: string; total: string; line_no: string; pages: number; total_pages: number; exact: Decimal }
declare const line: Line; declare const lines: Line[]; declare const rows: any[]; declare const given: DecimalInput; declare const label: string;
declare function priced(value: DecimalInput): string;
`;

const BREACHES = [
  'export const a = parseFloat(label);', 'export const a = Number.parseFloat(line.net);', 'export const a = Number(line.net);', 'export const a = +line.unit_price;', 'export const a = -line.hours;', 'export const a = Number.parseInt(line.total, 10);',
  'export const a = line.exact.toNumber();', 'export const a = dec(line.net).times(2).toNumber();', 'export const a = Number(line.exact);', 'export const a = Number(given);', 'export const a = Number(dec(1).toFixed());',
  'export const a = Math.round(line.net as never);', 'export const a = Math.max(...lines.map((l) => l.pages), Number(line.hours));', 'export const a = (line.net as never) * 2;', 'export const a = rows[0].amount * rows[0].rate;', "export const a = rows.reduce((t, r) => t + r['net'], 0);",
  'export const a = line.net + line.unit_price;', 'export const a = line.net > line.unit_price;', 'export const a = line.exact < dec(1);', 'const n = line.net; export const a = Number(n);', 'const { net: n } = line; export const a = Number(n);', 'export const a = Number(line.net ?? line.total);',
  'export const a = Number(line.net.trim());', 'export const a = Number(String(line.net));', 'export interface Bill { amount: number }', 'export class Bill { unit_price: number }', 'export function bill(hours: number) { return hours; }', 'let cost: number = 1; cost *= 2; export const a = cost;',
  'export const a = (3).toFixed(2);', 'export const a = (line.pages / 7).toPrecision(3);', 'export const a = dec(Number(label));', 'export const a = dec(0.1);', 'export const a = priced(+label);', 'export const a = -(line.exact as never);', 'export const a = (dec(1) as never) ** 2;',
];
const FINE = [
  'export const a = dec(line.net).times(line.hours).toFixed();', 'export const a = dec(line.net).gt(line.unit_price);', 'export const a = Number(line.line_no);', 'export const a = lines.sort((x, y) => Number(x.line_no) - Number(y.line_no));', 'export const a = Math.ceil(line.total_pages / line.pages);',
  "export const a = `${line.net} of ${line.total}`;", "export const a = 'net ' + line.net;", "export const a = '2026-02-30'.split('-').map(Number);", 'export const a = line.pages + 1;', 'export const a = sum(lines.map((l) => l.net)).negated();', 'export const a = plainDecimal(line.net);', 'export const a = dec(3).div(-1);',
  'let total = 0; for (const l of lines) total += l.pages; export const a = total;', 'export const a = lines.length * 2 > line.total_pages;', 'export const a = label < line.line_no;', 'export const a = 12n * 3n;', 'export const a = Date.parse(label) / 1000;',
  '// not money: milliseconds of a clock\nexport const a = dec(line.hours).times(3_600_000).toNumber();', 'export const a = Number(line.hours); // not money: shown as a bar\n',
];

describe('bin/exact-money.mjs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'exact-money-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, body: string) => {
    const path = join(folder, `${name}.ts`);
    writeFileSync(path, `${HEAD}${body}\n`);
    return path;
  };
  const check = (paths: string[]) => {
    const { stderr, stdout, status } = spawnSync(process.execPath, [join(ROOT, 'bin/exact-money.mjs'), ...paths], { encoding: 'utf8', cwd: ROOT });
    return { status, found: stderr.split('\n').filter(Boolean), stdout };
  };

  it('finds each breach, and names file, line and rule', () => {
    const { status, found } = check(BREACHES.map((body, i) => write(`breach${i}`, body)));
    expect(status).toBe(1);
    const hit = new Set(found.map((f) => Number(/breach(\d+)\.ts:\d+: .*\(MON-1\)$/.exec(f)?.[1])));
    expect(BREACHES.filter((_, i) => !hit.has(i))).toEqual([]);
  });

  it('raises no false alarm', () => {
    expect(check(FINE.map((body, i) => write(`fine${i}`, body)))).toMatchObject({ status: 0, found: [] });
  });

  it('wants a reason for an exception', () => {
    expect(check([write('bare', '// not money:\nexport const a = Number(line.net);')]).status).toBe(1);
  });
});
