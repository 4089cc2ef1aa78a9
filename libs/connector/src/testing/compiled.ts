import { transformFileSync } from '@swc/core';
import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** Compiles the libraries a crash worker needs into a temporary folder, so that a real process can run them and be killed. Returns the worker's path. */
export function compiledWorker(root: string): { program: string; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-crash-'));
  for (const lib of ['canonical', 'platform', 'store', 'connector']) {
    for (const file of sources(join(root, 'libs', lib, 'src'))) {
      const { code } = transformFileSync(file, {
        jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true, decoratorMetadata: true }, keepClassNames: true },
        module: { type: 'es6' }, swcrc: false, sourceMaps: false,
      });
      const target = join(folder, relative(root, file)).replace(/\.ts$/, '.js');
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, code);
    }
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', imports: { '#lib/*': './libs/*/src/index.js' } }));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return { program: join(folder, 'libs/connector/src/testing/crash-worker.js'), folder };
}

function sources(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((e) => {
    const path = join(dir, e.name);
    if (e.isDirectory()) return sources(path);
    return /\.ts$/.test(e.name) && !/\.spec\.ts$|compiled\.ts$/.test(e.name) ? [path] : [];
  });
}
