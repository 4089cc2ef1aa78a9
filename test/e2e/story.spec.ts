import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { storyUnderKills } from '../support/assassin.js';
import { booksIn } from '../support/running-suite.js';

const LAUNCHER = resolve(__dirname, '../../dist/apps/launcher/src/main.js');
const dataDir = mkdtempSync(join(tmpdir(), 'throughline-story-'));
/** Kills in the shaken twin of the story; 0 leaves the twin out. */
const KILLS = Number(process.env['THROUGHLINE_KILLS'] ?? 20);
const SEED = Number(process.env['THROUGHLINE_SEED'] ?? 7);

interface Run { code: number; summary: any; stderr: string }

function start(...args: string[]): Promise<Run> {
  return new Promise((done) => {
    const env = { ...process.env, THROUGHLINE_DATA_DIR: dataDir, EMBEDDED_PG_PORT: '55410', INTAKE_PARKING_S: '15' };
    execFile(process.execPath, [LAUNCHER, '--exit', '--json', '--size', 'small', '--span', 'quarter', '--port', '4610', '--sandbox-port', '4620', ...args], { env, maxBuffer: 64 << 20, timeout: 500_000 }, (error, stdout, stderr) => {
      done({ code: error ? Number((error as { code?: number }).code ?? 1) : 0, summary: stdout ? JSON.parse(stdout) : undefined, stderr });
    });
  });
}

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe('npm start -- --exit with a quarter of the small firm', () => {
  let first: Run;
  let shaken: ReturnType<typeof storyUnderKills> | undefined;

  beforeAll(() => {
    if (KILLS === 0) return;
    // Side by side with the undisturbed story; its failure is told by the test that asks for it.
    shaken = storyUnderKills(KILLS, SEED);
    shaken.catch(() => undefined);
  });

  it('starts over with --reset, tells the story from deals to posted invoices and every control total holds', async () => {
    // Left over from an earlier start: with it, nothing would be told.
    writeFileSync(join(dataDir, 'demo-small.json'), JSON.stringify(['seed', 'masters', 'sales.commit', 'sales.slip', 'sales.win', 'sales.fix', 'staff']));
    first = await start('--reset');
    expect(first.stderr + JSON.stringify(first.summary ?? null)).not.toMatch(/still under way|answered 5\d\d/);
    expect(first.code).toBe(0);
    const { summary } = first;
    expect(summary.holds).toBe(true);
    expect(Object.keys(summary.invoices).sort()).toEqual(expect.arrayContaining(['GBP', 'JPY', 'USD']));
    expect(summary.control_totals.length).toBeGreaterThanOrEqual(4);
    for (const total of summary.control_totals) expect(total).toMatchObject({ difference: '0', holds: true });
    expect([...new Set(summary.laws.map((l: { law: number }) => l.law))].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(summary.laws.filter((l: { holds: boolean }) => !l.holds)).toEqual([]);
    expect(summary.projects.active).toBeGreaterThanOrEqual(7);
    for (const currency of Object.values<any>(summary.invoices)) expect(currency.open).toBe(0);
  }, 600_000);

  it('leaves exactly one document in the ERP for every effect', () => {
    expect(first.summary.books.effects).toBeGreaterThan(50);
    expect(first.summary.books).toMatchObject({ doubled: [], missing: [], unasked: [], documents: first.summary.books.effects });
  });

  it('shows what only a person can settle as exceptions, by code', () => {
    expect(Object.keys(first.summary.exceptions)).toEqual(expect.arrayContaining(['MISSING_RATE', 'ASSIGNMENT_WINDOW', 'CAP_EXCEEDED']));
  });

  it('bills whole yen', () => {
    expect(first.summary.invoices.JPY.total).toMatch(/^\d+$/);
  });

  it('continues where it was on a second start, and changes nothing', async () => {
    const second = await start();
    expect(second.code).toBe(0);
    expect(second.summary.invoices).toEqual(first.summary.invoices);
    expect(second.summary.hours).toEqual(first.summary.hours);
    expect(second.summary.books.documents).toBe(first.summary.books.documents);
  }, 300_000);

  (KILLS > 0 ? it : it.skip)(`ends with the same vendor books when it is killed at random ${KILLS} times in the middle of both flows`, async () => {
    const expected = await booksIn(dataDir);
    expect(Object.keys(expected).length).toBeGreaterThanOrEqual(6);
    const { books, kills, holds } = await shaken!;
    expect(books).toEqual(expected);
    expect(kills).toBeGreaterThanOrEqual(KILLS);
    expect(holds).toBe(true);
  }, 900_000);
});
