import { createHash } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, parse, resolve } from 'node:path';

/** `nobody` on every Linux: PostgreSQL refuses to run as root, and initdb fails for a uid without a passwd entry. */
const NOBODY = 65_534;

/** The user the server runs as; empty means: the one we are. */
export type RunAs = { uid: number; gid: number } | Record<string, never>;

/** `nobody` if we are root (containers), else ourselves. */
export function runAs(uid: number | undefined = process.getuid?.()): RunAs {
  return uid === 0 ? { uid: NOBODY, gid: NOBODY } : {};
}

/** True if any user may walk from the root of the file system to this folder (execute permission on each part). */
export function isReachable(folder: string): boolean {
  for (let at = resolve(folder); at !== parse(at).root; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
  }
  return true;
}

/** Where things go that another user must reach when the project itself lies in a private folder such as /root. */
const SHARED_ROOT = '/var/lib/throughline';

/**
 * Folder for the cluster: inside `dir`, unless the server runs as another user who could not get there; then under
 * /var/lib, by a hash of `dir`. Permissions of folders that are not ours are never changed.
 */
export function clusterFolder(dir: string, as: RunAs): string {
  const own = join(resolve(dir), 'cluster');
  if (!('uid' in as) || existsSync(join(own, 'PG_VERSION')) || isReachable(dir)) return own;
  return join(SHARED_ROOT, createHash('sha256').update(resolve(dir)).digest('hex').slice(0, 16), 'cluster');
}

/** Makes a folder and those above it that are missing. The new ones may be walked through but not listed by others (0711), whatever the umask. */
export function makeWalkable(folder: string): void {
  const first = mkdirSync(resolve(folder), { recursive: true });
  if (first === undefined) return;
  for (let at = resolve(folder); at.length >= first.length; at = dirname(at)) chmodSync(at, 0o711);
}

/** Makes a folder and gives it to the server's user alone. */
export function ownFolder(folder: string, as: RunAs): void {
  makeWalkable(dirname(folder));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if ('uid' in as) chownSync(folder, as.uid!, as.gid!);
  chmodSync(folder, 0o700);
}

/**
 * The binaries where the server's user can run them: as installed, or, if node_modules lies in a private folder, a
 * copy (60 MB) under /var/lib that is made once per version.
 */
export function runnableBinaries(native: string, as: RunAs): string {
  if (!('uid' in as) || isReachable(native)) return native;
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const copy = join(SHARED_ROOT, `postgres-${version}-${process.arch}`);
  if (existsSync(copy)) return copy;
  const half = `${copy}.${process.pid}`;
  makeWalkable(SHARED_ROOT);
  cpSync(native, half, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(half, copy);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  chmodSync(copy, 0o755);
  return copy;
}
