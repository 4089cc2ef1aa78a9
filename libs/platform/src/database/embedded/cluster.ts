import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ownFolder, type RunAs } from './unprivileged.js';

/** Name of the cluster's only user and of our database. */
export const OWNER = 'throughline';

/** The environment of the binaries. Without a LANG initdb falls to SQL_ASCII; with one whose locale is missing it fails. */
export function pinnedEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, LC_ALL: 'C', LANG: 'C', TZ: 'UTC', PGTZ: 'UTC' };
}

/**
 * Makes the cluster if there is none: UTF-8, builtin C.UTF-8 locale, checksums, password needed even on loopback.
 * It is made beside its place and moved there when complete, so that a killed start leaves no half cluster.
 */
export function ensureCluster(cluster: string, native: string, password: string, as: RunAs): void {
  if (existsSync(join(cluster, 'PG_VERSION'))) return;
  const half = `${cluster}.new`;
  rmSync(half, { recursive: true, force: true });
  ownFolder(half, as);
  const secrets = mkdtempSync(join(tmpdir(), 'throughline-'));
  const passwordFile = join(secrets, 'password');
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if ('uid' in as) for (const path of [secrets, passwordFile]) chownSync(path, as.uid!, as.gid!);
    const made = spawnSync(
      join(native, 'bin', 'initdb'),
      ['-D', half, '-U', OWNER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--data-checksums', '--no-instructions'],
      { ...as, env: pinnedEnvironment(), cwd: dirname(half), encoding: 'utf8' },
    );
    if (made.status !== 0) throw new Error(`The embedded PostgreSQL could not be set up in ${cluster}: ${made.error?.message ?? made.stderr.trim()}`);
  } finally {
    rmSync(secrets, { recursive: true, force: true });
  }
  rmSync(cluster, { recursive: true, force: true });
  renameSync(half, cluster);
}
