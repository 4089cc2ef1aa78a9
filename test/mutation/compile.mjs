// Compiles the mutated copy of libs/rules, its specs and libs/canonical to CommonJS in dist/, with the settings the specs have under Jest.
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformFileSync } from '@swc/core';

const options = {
  jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true, decoratorMetadata: true }, keepClassNames: true },
  module: { type: 'commonjs' },
  sourceMaps: false,
  swcrc: false,
};

for (const entry of readdirSync('libs', { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath, entry.name);
  const target = join('dist', path);
  if (path.startsWith(join('libs', 'canonical')) && path.endsWith('.spec.ts')) continue;
  mkdirSync(dirname(target), { recursive: true });
  if (path.endsWith('.ts')) writeFileSync(target.replace(/\.ts$/, '.js'), transformFileSync(path, options).code);
  else if (path.endsWith('.json')) cpSync(path, target);
}
writeFileSync(join('dist', 'package.json'), JSON.stringify({ type: 'commonjs', imports: { '#lib/*': './libs/*/src/index.js' } }));
