import { readFileSync } from 'node:fs';
import { SettingsError } from './setting.js';

/** Settings of the optional JSON file, by group and key: `{ "auth": { "issuer": "https://…" } }`. */
export type SettingsFile = Record<string, Record<string, unknown>>;

let cached: { path: string; content: SettingsFile } | undefined;

/**
 * The JSON file named by `THROUGHLINE_CONFIG`, read once; empty if the variable is not set.
 * @throws SettingsError if it is named but missing or not an object of groups.
 */
export function settingsFile(env: NodeJS.ProcessEnv = process.env): SettingsFile {
  const path = env.THROUGHLINE_CONFIG;
  if (!path) return {};
  if (cached?.path === path) return cached.content;
  const fail = (message: string): never => {
    throw new SettingsError([{ key: 'file', env: 'THROUGHLINE_CONFIG', message }]);
  };
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    fail(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code ?? 'it is not valid JSON'}`);
  }
  const isObject = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v);
  if (!isObject(parsed) || !Object.values(parsed).every(isObject)) fail(`${path} must be an object of groups, such as {"auth": {"issuer": "https://…"}}`);
  cached = { path, content: parsed as SettingsFile };
  return cached.content;
}

/** Forgets the file, so that the next read sees it anew (tests). */
export function forgetSettingsFile(): void {
  cached = undefined;
}
