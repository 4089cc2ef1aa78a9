import { transformFileSync } from '@swc/core';
import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { InertHttp } from './inert.js';

const LIBS = ['libs/canonical', 'libs/platform', 'libs/store', 'libs/process'];

/**
 * Compiles the libraries under test, and further folders such as an app, into a temporary folder, so that real processes can run them and be killed.
 * Returns the folder; the programs are in `libs/process/src/testing` of it: `worker.js` runs one flow, `flow-worker.js` those of an app. They serve no HTTP.
 */
export function compileLibraries(root: string, more: string[] = []): string {
  const out = mkdtempSync(join(tmpdir(), 'throughline-compiled-'));
  const inert = new InertHttp();
  for (const folder of [...LIBS, ...more]) {
    for (const file of sourcesUnder(join(root, folder, 'src'))) {
      const { code } = transformFileSync(file, {
        jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true, decoratorMetadata: true }, keepClassNames: true },
        module: { type: 'es6' }, swcrc: false, sourceMaps: false,
      });
      const target = join(out, relative(root, file)).replace(/\.ts$/, '.js');
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, inert.strip(code));
    }
  }
  writeFileSync(join(out, 'inert.js'), inert.module());
  writeFileSync(join(out, 'package.json'), JSON.stringify({ type: 'module', imports: { '#lib/*': './libs/*/src/index.js', '#inert': './inert.js' } }));
  symlinkSync(join(root, 'node_modules'), join(out, 'node_modules'));
  return out;
}

function sourcesUnder(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((e) => {
    const path = join(dir, e.name);
    if (e.isDirectory()) return sourcesUnder(path);
    return /\.ts$/.test(e.name) && !/\.spec\.ts$|compiled\.ts$/.test(e.name) ? [path] : [];
  });
}
