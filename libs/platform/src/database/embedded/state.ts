import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What is remembered between starts, in `<dir>/embedded.json` (readable by the owner only: it holds the password). */
export interface EmbeddedState {
  /** Port the server used last; tried first next time. */
  port: number;
  password: string;
  /** Process that looks after the server, and the server itself; 0 when stopped. */
  supervisor_pid: number;
  server_pid: number;
}

/** Path of the state file. */
export function stateFile(dir: string): string {
  return join(dir, 'embedded.json');
}

/** The remembered state, or undefined on the first start. */
export function readState(dir: string): EmbeddedState | undefined {
  if (!existsSync(stateFile(dir))) return undefined;
  return JSON.parse(readFileSync(stateFile(dir), 'utf8')) as EmbeddedState;
}

/** Writes the state as a whole or not at all. */
export function writeState(dir: string, state: EmbeddedState): void {
  mkdirSync(dirname(stateFile(dir)), { recursive: true });
  const half = `${stateFile(dir)}.${process.pid}`;
  writeFileSync(half, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(half, stateFile(dir));
}

/** A password for the cluster's only user. */
export function newPassword(): string {
  return randomBytes(24).toString('base64url');
}
