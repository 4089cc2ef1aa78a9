// npm run examples: tells an example of every contract type through the real flows and writes what came of it into docs/contracts. --check compares instead of writing.
import { prepare } from './prepare.mjs';

const args = process.argv.slice(2);
const check = args.includes('--check');
if (args.includes('--help') || args.some((a) => a !== '--check')) {
  console.log(`npm run examples [-- --check]

Starts database, suite and simulated vendors, tells every example of docs/contracts in one firm over three months, and writes
invoices, journals, balances and exceptions, as the APIs and the ERP's books have them, into the pages.
  --check   writes nothing; ends with 1 if a page differs`);
  process.exit(args.includes('--help') ? 0 : 2);
}
process.env.LOG_LEVEL ??= 'fatal';
await prepare();
const { tellAll } = await import('../test/examples/tell.mjs');
const { firstDifference, rendered, unshown, write } = await import('../test/examples/pages.mjs');
const began = Date.now();
const told = await tellAll({ note: (text) => process.stderr.write(`examples ${String(Math.round((Date.now() - began) / 1000)).padStart(3)} s  ${text}\n`) });
const pages = rendered(told);
const different = pages.filter((p) => p.before !== p.after);
const problems = [...unshown(told).map((name) => `no page shows the example ${name}`), ...(check ? different.map((p) => `${firstDifference(p)}\n  run npm run examples and commit the page`) : [])];
if (!check) write(pages);
for (const p of problems) console.error(p);
console.log(`examples: ${Object.keys(told).length} told in ${Math.round((Date.now() - began) / 1000)} s, ${check ? `${pages.length} pages compared, ${different.length} differ` : `${different.length} of ${pages.length} pages written`}`);
process.exit(problems.length === 0 ? 0 : 1);
