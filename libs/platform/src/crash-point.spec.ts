import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from '@swc/core';

const folder = mkdtempSync(join(tmpdir(), 'throughline-crash-point-'));
const source = readFileSync(join(import.meta.dirname ?? __dirname, 'crash-point.ts'), 'utf8');
writeFileSync(join(folder, 'crash-point.mjs'), transformSync(source, { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } }).code);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Passes the places in order in a process of its own; answers how many it passed alive, and what it said. */
function pass(order: string | undefined, places: (string | null)[][]): { passed: number; signal: string | null; said: string } {
  const program = `import { crashPoint } from './crash-point.mjs'; import { writeSync } from 'node:fs'; for (const p of ${JSON.stringify(places)}) { crashPoint(...p); writeSync(1, '.'); }`;
  const { THROUGHLINE_CRASH_AT: _, ...env } = process.env;
  const { stdout, stderr, signal } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: folder, encoding: 'utf8', env: { ...env, NODE_OPTIONS: '', ...(order === undefined ? {} : { THROUGHLINE_CRASH_AT: order }) } });
  return { passed: stdout.length, signal, said: stderr };
}

const SENT = (run: string | null, verb: string, key = `${verb}:1`) => ['effect.after-sent', run, verb, key];
const course = [SENT('set-up-project:7', 'create_task'), SENT('release-invoice:1', 'create_invoice', 'invoice:a:1'), ['tx.after-commit', 'post-timesheet:1', 'record, price and raise'], SENT('release-invoice:2', 'create_invoice', 'invoice:b/c:1'), SENT(null, 'create_invoice')];

it.each<[string, number]>([
  ['effect.after-sent', 0], ['effect.after-sent:2', 1], ['effect.after-sent@release-invoice', 1], ['effect.after-sent@release-invoice/create_invoice:2', 3],
  ['effect.after-sent@*/create_invoice/invoice:b/*:1', 3], ['tx.after-commit@post-timesheet/record, price*', 2], ['effect.after-sent@*/create_invoice:3', 4],
])('%s dies at passing %i of the course, and says so', (order, at) => {
  expect(pass(order, course)).toEqual({ passed: at, signal: 'SIGKILL', said: `crash point: ${order}\n` });
});

it('of several, the first that is come to kills', () => {
  expect(pass('effect.after-sent@release-invoice;tx.after-commit;effect.after-sent@set-up-project:2', course)).toMatchObject({ passed: 1, said: 'crash point: effect.after-sent@release-invoice\n' });
});

it.each([undefined, 'effect.after-sent@plan-demand', 'effect.after-sent:9', 'effect.after-prepare'])('nothing dies at %s', (order) => {
  expect(pass(order, course)).toEqual({ passed: course.length, signal: null, said: '' });
});
