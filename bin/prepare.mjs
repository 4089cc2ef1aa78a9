// What every command of ours needs first: the right Node, the packages of the lock file, a build of the present sources.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const OLDEST = [20, 19];
const ROOT = new URL('..', import.meta.url).pathname;
process.chdir(ROOT);
const PORTAL_WEB = join('apps', 'experience', 'portal', 'web');

/** Says what is wrong and what to do, and ends. */
export function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** Installs and builds if needed. `quiet` keeps standard output clean for machines. */
export async function prepare({ quiet = false } = {}) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) fail(`Throughline needs Node ${OLDEST.join('.')} or newer; this is ${process.versions.node}. Install it from nodejs.org and run the command again.`);
  await install(quiet);
  await build(quiet);
  await buildPortal(quiet);
}

async function install(quiet) {
  const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  const mark = join('node_modules', '.throughline-lock');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  await step('Installing packages', 'npm', ['ci', '--no-fund', '--no-audit', '--ignore-scripts', '--loglevel=error'], quiet);
  writeFileSync(mark, lock);
}

async function build(quiet) {
  const mark = join('dist', '.built');
  const state = sourceState(['apps', 'libs'], ['tsconfig.json', 'tsconfig.build.json', 'nest-cli.json', 'package-lock.json'], PORTAL_WEB);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === state) return;
  await step('Building', process.execPath, [join('node_modules', '@nestjs', 'cli', 'bin', 'nest.js'), 'build', '-p', 'tsconfig.build.json'], quiet);
  mkdirSync('dist', { recursive: true });
  writeFileSync(mark, state);
}

/** The web page: built apart, and only when its own sources or packages changed. */
async function buildPortal(quiet) {
  const mark = join('dist', '.built-portal');
  const state = sourceState([PORTAL_WEB], ['package-lock.json']);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === state) return;
  await step('Building the portal', process.execPath, [join('bin', 'build-portal.mjs')], quiet);
  writeFileSync(mark, state);
}

/** Names, sizes and times of everything that goes into a build; `without` is a folder that does not. */
function sourceState(dirs, named, without) {
  const hash = createHash('sha256');
  const walk = (dir) => {
    if (dir === without) return;
    for (const entry of readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(dir, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (/\.(tsx?|json|html|css|svg)$/.test(entry.name)) {
        const s = statSync(path);
        hash.update(`${path} ${s.size} ${s.mtimeMs}\n`);
      }
    }
  };
  for (const dir of dirs) walk(dir);
  for (const file of named) hash.update(readFileSync(file));
  return hash.digest('hex');
}

/** Runs a command, shows that it is alive, and shows its output only when it fails. */
function step(name, command, args, quiet) {
  return new Promise((resolve) => {
    const started = Date.now();
    let output = '';
    const shown = !quiet && process.stdout.isTTY;
    const timer = shown ? setInterval(() => process.stdout.write(`\r${name} … ${Math.round((Date.now() - started) / 1000)} s`), 500) : undefined;
    if (!quiet && !shown) process.stdout.write(`${name} …\n`);
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output = (output + chunk).slice(-20_000)));
    child.on('error', (error) => fail(`${name} failed: ${error.message}`));
    child.on('exit', (code) => {
      clearInterval(timer);
      if (code !== 0) fail(`\n${name} failed (${command} ${args.join(' ')}):\n${output}`);
      if (shown) process.stdout.write(`\r${name}: ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
      resolve();
    });
  });
}
