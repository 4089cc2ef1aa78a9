// npm run openapi: writes openapi/*.json from the code, and from them the types of libs/clients and of the portal's calls.
// --check: fails when the committed files are not what the code says, when a document does not lint, or when it breaks callers of main.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare } from './prepare.mjs';

const check = process.argv.includes('--check');
await prepare({ quiet: true });
const out = mkdtempSync(join(tmpdir(), 'throughline-openapi-'));
const problems = [];
/** Apps that the web page calls. */
const PORTAL_CALLS = ['experience-finance', 'experience-operations', 'experience-portal', 'process-analytics', 'process-intake', 'process-milestone-to-revenue', 'process-period-close', 'process-project-setup', 'process-time-to-invoice'];

function run(name, command, args) {
  const r = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 64 << 20 });
  if (r.status !== 0) problems.push(`${name}:\n${r.stdout}${r.stderr}`);
  return r;
}

run('generate', process.execPath, ['dist/apps/suite/src/openapi.js', join(out, 'openapi')]);
const documents = existsSync(join(out, 'openapi')) ? readdirSync(join(out, 'openapi')).filter((f) => f.endsWith('.json')) : [];
mkdirSync(join(out, 'clients'), { recursive: true });
for (const document of documents.filter((d) => d.startsWith('contract-'))) {
  run(`types of ${document}`, process.execPath, ['node_modules/openapi-typescript/bin/cli.js', join(out, 'openapi', document), '-o', join(out, 'clients', document.replace('contract-', '').replace('.json', '.ts')), '--default-non-nullable=false']);
}
mkdirSync(join(out, 'portal'), { recursive: true });
for (const document of documents.filter((d) => PORTAL_CALLS.includes(d.replace('.json', '')))) {
  run(`types of ${document}`, process.execPath, ['node_modules/openapi-typescript/bin/cli.js', join(out, 'openapi', document), '-o', join(out, 'portal', document.replace('.json', '.ts')), '--default-non-nullable=false']);
}
writeFileSync(join(out, 'clients', 'contracts.ts'), contractTypes(documents.filter((d) => d.startsWith('contract-'))));
const lint = (of, ...more) => run('redocly', process.execPath, ['node_modules/@redocly/cli/bin/cli.js', 'lint', '--config', 'openapi/redocly.yaml', '--format=stylish', ...more, ...of.map((d) => join(out, 'openapi', d))]);
lint(documents.filter((d) => d !== 'asyncapi.json'));
// Events stay in the outbox; who may read them is the matter of the broker where one is configured.
lint(['asyncapi.json'], '--skip-rule=security-defined');

/** Which entity is read and which verb is asked on which path, as types: what makes the client know its records and bodies. */
function contractTypes(contracts) {
  const domain = (file) => file.replace('contract-', '').replace('.json', '');
  const reads = [];
  const writes = [];
  for (const file of contracts) {
    const { paths } = JSON.parse(readFileSync(join(out, 'openapi', file), 'utf8'));
    const operations = Object.entries(paths).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ path, method, ...operation })));
    const members = (of) => operations.flatMap((o) => of(o) || []).map((line) => `    ${line};\n`).join('');
    reads.push(`  ${domain(file)}: {\n${members((o) => o['x-entity'] && !o.path.endsWith('}') && `${o['x-entity']}: ${domain(file)}['${o.path}']['get']['responses'][200]['content']['application/json']`)}  };\n`);
    writes.push(`  ${domain(file)}: {\n${members((o) => o['x-verb'] && `${o['x-verb']}: ${domain(file)}['${o.path}']['post']['requestBody']['content']['application/json']`)}  };\n`);
  }
  const imports = contracts.map((file) => `import type { paths as ${domain(file)} } from './${domain(file)}.js';\n`).join('');
  return `// Made by npm run openapi from the contract documents.\n${imports}\n/** Page of an entity, by domain. */\nexport interface Pages {\n${reads.join('')}}\n\n/** Body of a write, by domain and verb. */\nexport interface Bodies {\n${writes.join('')}}\n`;
}

const targets = [['openapi', 'openapi', (f) => f.endsWith('.json')], ['clients', join('libs', 'clients', 'src', 'generated'), (f) => f.endsWith('.ts')], ['portal', join('apps', 'experience', 'portal', 'web', 'src', 'api', 'generated'), (f) => f.endsWith('.ts')]];
for (const [from, to, mine] of targets) {
  const made = readdirSync(join(out, from)).filter(mine);
  if (!check) {
    mkdirSync(to, { recursive: true });
    for (const old of existsSync(to) ? readdirSync(to).filter(mine) : []) if (!made.includes(old)) rmSync(join(to, old));
    for (const file of made) cpSync(join(out, from, file), join(to, file));
    continue;
  }
  for (const old of (existsSync(to) ? readdirSync(to) : []).filter(mine)) if (!made.includes(old)) problems.push(`${join(to, old)} is no longer made: run npm run openapi and commit that it is gone`);
  for (const file of made) if (!existsSync(join(to, file)) || readFileSync(join(to, file), 'utf8') !== readFileSync(join(out, from, file), 'utf8')) problems.push(`${join(to, file)} is not what the code says: run npm run openapi and commit it`);
}

if (check) breaking();

/** Compares with the documents on main: what callers rely on must still be there. */
function breaking() {
  const base = ['origin/main', 'main'].find((ref) => spawnSync('git', ['rev-parse', '--verify', '--quiet', ref]).status === 0);
  if (!base) return;
  const git = (...args) => spawnSync('git', args, { encoding: 'utf8', maxBuffer: 64 << 20 }).stdout;
  for (const document of git('ls-tree', '--name-only', `${base}:openapi`).split('\n').filter((d) => d.endsWith('.json') && d !== 'asyncapi.json')) {
    if (!documents.includes(document)) {
      problems.push(`openapi/${document} is on ${base} and no longer made: its callers lose the whole app`);
      continue;
    }
    const before = git('show', `${base}:openapi/${document}`);
    if (before === readFileSync(join(out, 'openapi', document), 'utf8')) continue;
    const old = join(out, `before-${document}`);
    writeFileSync(old, before);
    run(`breaking changes of ${document}`, process.execPath, ['bin/openapi-breaking.mjs', old, join(out, 'openapi', document)]);
  }
}

rmSync(out, { recursive: true, force: true });
for (const p of problems) console.error(p);
console.log(problems.length === 0 ? `openapi: ${documents.length} documents ${check ? 'checked' : 'written'}` : `openapi: ${problems.length} to mend`);
process.exit(problems.length === 0 ? 0 : 1);
