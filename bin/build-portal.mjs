// npm run build:portal: the web page of apps/experience/portal/web into dist/portal, with compressed copies beside the files.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import './prepare.mjs';

const { build } = await import('vite');
const out = resolve('dist/portal');
await build({ configFile: resolve('apps/experience/portal/web/vite.config.ts'), logLevel: 'error' });

const assets = join(out, 'assets');
for (const name of readdirSync(assets).filter((n) => /\.(?:js|css)$/.test(n))) {
  const content = readFileSync(join(assets, name));
  writeFileSync(join(assets, `${name}.br`), brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
  writeFileSync(join(assets, `${name}.gz`), gzipSync(content));
}
