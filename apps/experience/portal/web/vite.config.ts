import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** `npm run build:portal`. For work on the page: `npx vite apps/experience/portal/web` beside a running suite, whose address is SUITE_URL. */
const suite = process.env['SUITE_URL'] ?? 'http://127.0.0.1:4000';

export default defineConfig({
  root: import.meta.dirname,
  base: '/portal/',
  build: { outDir: resolve(import.meta.dirname, '../../../../dist/portal'), emptyOutDir: true, chunkSizeWarningLimit: 2_000, target: 'es2022', sourcemap: false },
  server: { proxy: Object.fromEntries(['/portal/config.json', '/portal/v1', '/process', '/experience', '/oidc'].map((path) => [path, suite])) },
});
