// npm run lint: oxlint, the import table, file sizes, no binary floats on money. Ends with what is wrong and where.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { inexactMoney, moneyFiles } from './exact-money.mjs';
import './prepare.mjs';

/** Who may import whom (docs/concepts.md). `sandbox` imports nothing of ours, the suite and the launcher stand above the table. */
const ALLOWED = {
  'libs/canonical': [], 'libs/rules': ['canonical'], 'libs/platform': [], 'libs/store': ['canonical'], 'libs/connector': ['canonical', 'store', 'platform'],
  'libs/process': ['canonical', 'store', 'platform'], 'libs/clients': ['canonical'],
  'apps/system': ['connector', 'canonical', 'platform'], 'apps/process': ['process', 'clients', 'rules', 'store', 'canonical', 'platform'],
  'apps/experience': ['store', 'rules', 'canonical', 'platform'], 'apps/identity': ['platform'], 'apps/sandbox': [],
  'apps/suite': ['process', 'clients', 'store', 'connector', 'canonical', 'platform', 'rules'], 'apps/launcher': ['canonical', 'platform'],
};
/** Billing and recognition of one app meet only in the ledger (REV-15): these folders do not import each other. */
const APART = [['apps/process/milestone-to-revenue/src/billing/', 'apps/process/milestone-to-revenue/src/revenue/']];
const LONGEST = 400;
const problems = [];

function files(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? files(join(dir, e.name)) : /\.tsx?$/.test(e.name) ? [join(dir, e.name)] : []));
}

/** The unit a file belongs to: a library, or one app. */
function unitOf(path) {
  const parts = path.split('/');
  if (parts[0] === 'libs') return { layer: parts.slice(0, 2).join('/'), unit: parts.slice(0, 2).join('/') };
  const nested = ['system', 'process', 'experience'].includes(parts[1]);
  return { layer: parts.slice(0, 2).join('/'), unit: parts.slice(0, nested ? 3 : 2).join('/') };
}

for (const path of [...files('apps'), ...files('libs')]) {
  const source = readFileSync(path, 'utf8');
  const { layer, unit } = unitOf(path);
  const lines = source.split('\n').length;
  if (lines > LONGEST && !path.includes('/generated/')) problems.push(`${path}: ${lines} lines, more than ${LONGEST}`);
  const test = /\.spec\.ts$|\/testing\//.test(path);
  for (const [, target] of source.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)) {
    if (target.startsWith('#lib/')) {
      const lib = target.slice(5).split('/')[0];
      if (!(ALLOWED[layer] ?? []).includes(lib)) problems.push(`${path}: ${layer} may not import ${target}`);
    } else if (target.startsWith('.')) {
      const resolved = relative('.', join(dirname(path), target));
      for (const [a, b] of APART) if ((path.startsWith(a) && resolved.startsWith(b)) || (path.startsWith(b) && resolved.startsWith(a))) problems.push(`${path}: ${a} and ${b} may not import each other`);
      const other = unitOf(resolved);
      if (other.unit !== unit && layer !== 'apps/suite' && !(test && other.layer.startsWith('libs/'))) problems.push(`${path}: ${unit} may not reach into ${other.unit}`);
    }
  }
}

const oxlint = spawnSync(process.execPath, [join('node_modules', 'oxlint', 'bin', 'oxlint'), '--deny-warnings', 'apps', 'libs', 'test', 'bin'], { encoding: 'utf8' });
if (oxlint.status !== 0) problems.push(`oxlint:\n${oxlint.stdout}${oxlint.stderr}`);
problems.push(...inexactMoney(moneyFiles()));
for (const p of problems) console.error(p);
console.log(problems.length === 0 ? 'lint: nothing to mend' : `lint: ${problems.length} to mend`);
process.exit(problems.length === 0 ? 0 : 1);
