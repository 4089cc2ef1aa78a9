// Runs a compiled program of ours after making sure that it is built: node bin/run.mjs apps/<app>/src/<file>.js [args].
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { prepare } from './prepare.mjs';

const [script, ...args] = process.argv.slice(2);
await prepare({ quiet: true });
spawn(process.execPath, ['--enable-source-maps', join('dist', script), ...args], { stdio: 'inherit' }).on('exit', (code) => process.exit(code ?? 1));
