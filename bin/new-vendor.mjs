#!/usr/bin/env node
// Writes the folder of a new vendor: npm run new:vendor -- acme --domain psa [--title "Acme PSA"]
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const DOMAINS = ['crm', 'psa', 'hcm', 'erp'];
const USAGE = `usage: npm run new:vendor -- <vendor> --domain <${DOMAINS.join('|')}> [--title "Name for people"]
Writes apps/system/<vendor>: a system API that boots, type-checks and declares nothing yet, and its place in test/conformance.`;
const root = join(dirname(fileURLToPath(import.meta.url)), '..');

function stop(message) {
  console.error(`${message}\n\n${USAGE}`);
  process.exit(1);
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? files(join(folder, e.name)) : [join(folder, e.name)]));
}

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

let args;
try {
  args = parseArgs({ allowPositionals: true, options: { domain: { type: 'string' }, title: { type: 'string' }, help: { type: 'boolean', short: 'h' }, into: { type: 'string' } } });
} catch (error) {
  stop(error.message);
}
if (args.values.help) {
  console.log(USAGE);
  process.exit(0);
}
const [vendor] = args.positionals;
const { domain } = args.values;
if (!vendor || !/^[a-z][a-z0-9-]{1,30}$/.test(vendor)) stop('Name the vendor: lower-case letters, digits and -.');
if (!domain || !DOMAINS.includes(domain)) stop(`Name its domain: one of ${DOMAINS.join(', ')}.`);

const target = join(args.values.into ?? root, 'apps', 'system', vendor);
if (existsSync(target)) stop(`${relative(root, target)} is already there; nothing was written.`);

const pascal = vendor.split('-').map(capital).join('');
const words = {
  __vendor__: vendor,
  __Pascal__: pascal,
  __camel__: pascal.charAt(0).toLowerCase() + pascal.slice(1),
  __ENV__: vendor.toUpperCase().replaceAll('-', '_'),
  __domain__: domain,
  __title__: (args.values.title ?? vendor.split('-').map(capital).join(' ')).replace(/[`'\\]/g, '’'),
};
const filled = (text) => text.replace(/__(?:vendor|Pascal|camel|ENV|domain|title)__/g, (word) => words[word]);

const templates = join(root, 'libs', 'connector', 'templates', 'vendor');
for (const file of files(templates)) {
  const to = join(target, filled(relative(templates, file)).replace(/\.tmpl$/, ''));
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, filled(readFileSync(file, 'utf8')));
  console.log(relative(args.values.into ?? root, to));
}
// Its place in the conformance matrix: three lines, and what the vendor declares about itself.
const conformance = join(args.values.into ?? root, 'test', 'conformance');
if (existsSync(conformance)) {
  for (const [template, to] of [['spec.ts.tmpl', join(conformance, `${vendor}.spec.ts`)], ['scenario.ts.tmpl', join(conformance, 'vendors', `${vendor}.ts`)]]) {
    writeFileSync(to, filled(readFileSync(join(root, 'libs', 'connector', 'templates', 'conformance', template), 'utf8')));
    console.log(relative(args.values.into ?? root, to));
  }
}
// The suite's list of connectors is the one place outside the folder that must know it.
const list = join(args.values.into ?? root, 'apps', 'suite', 'src', 'system-apps.ts');
if (existsSync(list)) {
  const before = readFileSync(list, 'utf8');
  const after = before
    .replace(/^(import .*\/system\/[a-z0-9-]+\/src\/connector\.js';\n)(?!import .*\/system\/)/m, `$1import { ${words.__camel__} } from '../../system/${vendor}/src/connector.js';\n`)
    .replace(/(CONNECTORS: Connector\[\] = \[[^\]]*?),?\s*\]/, `$1, ${words.__camel__}]`);
  if (after.split(words.__camel__).length < 3) stop(`The list of connectors in ${relative(root, list)} has an unknown form: add ${words.__camel__} to it by hand.`);
  writeFileSync(list, after);
  console.log(`${relative(args.values.into ?? root, list)} (listed)`);
}
console.log(`\nNext: read libs/connector/README.md, then add the first entity under ${relative(root, join(target, 'src', 'read'))}.`);
