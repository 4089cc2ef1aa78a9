// Writes tables into the pages of docs/contracts between markers, and compares them.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as tables from './tables.mjs';

const FOLDER = resolve(import.meta.dirname, '../../docs/contracts');
const BLOCK = /<!-- example:([a-z-]+) ([a-z]+) -->\n[\s\S]*?<!-- end -->/g;

const BLOCKS = {
  crm: (t) => tables.crm(t.lines), terms: (t) => tables.terms(t.signed), amended: (t) => tables.terms(t.amended), invoices: tables.invoices, ledger: tables.ledger, revenue: tables.revenue,
  balances: tables.balances, retainer: tables.retainer, exceptions: tables.exceptions, refusals: tables.refusals,
};

/** Every page with what its blocks should hold. Throws for a block of an example that nobody told. */
export function rendered(told) {
  return readdirSync(FOLDER).filter((f) => f.endsWith('.md')).map((file) => {
    const before = readFileSync(join(FOLDER, file), 'utf8');
    const after = before.replace(BLOCK, (_, example, block) => {
      if (!told[example] || !BLOCKS[block]) throw new Error(`docs/contracts/${file}: there is no example:${example} ${block}`);
      return `<!-- example:${example} ${block} -->\n${BLOCKS[block](told[example])}\n<!-- end -->`;
    });
    return { file: `docs/contracts/${file}`, path: join(FOLDER, file), before, after };
  });
}

/** Examples that no page shows. */
export const unshown = (told) => Object.keys(told).filter((name) => !readdirSync(FOLDER).some((f) => f.endsWith('.md') && readFileSync(join(FOLDER, f), 'utf8').includes(`<!-- example:${name} `)));

export function write(pages) {
  for (const p of pages.filter((one) => one.before !== one.after)) writeFileSync(p.path, p.after);
}

/** The first line in which a page differs, with what it should say. */
export function firstDifference({ file, before, after }) {
  const [is, should] = [before.split('\n'), after.split('\n')];
  const at = should.findIndex((line, i) => line !== is[i]);
  return `${file}:${at + 1}\n  is      ${is[at]}\n  should  ${should[at]}`;
}
