#!/usr/bin/env node
// npm start on a bare machine: checks Node, installs what package-lock.json names, builds what changed, hands over to the launcher.
import { spawn } from 'node:child_process';
import { prepare, fail } from './prepare.mjs';

const args = process.argv.slice(2);
if (!args.includes('--help')) await prepare({ quiet: args.includes('--json') });
else await prepare({ quiet: true });

const child = spawn(process.execPath, ['--enable-source-maps', 'dist/apps/launcher/src/main.js', ...args], { stdio: 'inherit' });
// The terminal sends Ctrl-C to the whole group; the launcher stops its children in order and we wait for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)));
child.on('error', (error) => fail(`The launcher did not start: ${error.message}`));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
