// npm run typecheck: the programs and their tests, and the web page, which is compiled for a browser.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import './prepare.mjs';

const projects = ['tsconfig.json', join('apps', 'experience', 'portal', 'web', 'tsconfig.json')];
const codes = projects.map((project) => spawnSync(process.execPath, [join('node_modules', 'typescript7', 'bin', 'tsc'), '--noEmit', '-p', project], { stdio: 'inherit' }).status);
process.exit(codes.every((code) => code === 0) ? 0 : 1);
