import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Reads a JSON file of ours, or undefined if there is none. Permissions that others could read with are taken back. */
export function readPrivate<T>(path: string): T | undefined {
  if (!existsSync(path)) return undefined;
  chmodSync(path, 0o600);
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

/** Writes a JSON file only its owner may read, as a whole or not at all. */
export function writePrivate(path: string, content: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  const half = `${path}.${process.pid}`;
  writeFileSync(half, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(half, path);
}
