import { Secret } from './secret.js';
import type { SettingDescriptor } from './setting.js';

const TRUE = new Set(['true', '1', 'yes', 'on']);
const FALSE = new Set(['false', '0', 'no', 'off']);
const UNIT_MS: Record<string, number> = { '': 1, ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A word about what was expected; thrown by the readers below and gathered into SettingsError. */
export class Unreadable extends Error {}

function readNumber(d: SettingDescriptor, raw: unknown): number {
  const text = String(raw).trim();
  const n = text === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(n) || (d.type === 'integer' && !Number.isInteger(n))) {
    throw new Unreadable(`expected ${d.type === 'integer' ? 'a whole number' : 'a number'}`);
  }
  return n;
}

function readDuration(raw: unknown): number {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|)$/.exec(String(raw).trim());
  if (!match) throw new Unreadable('expected a duration such as 500ms, 30s, 5m or 1h');
  return Math.round(Number(match[1]) * UNIT_MS[match[2]!]!);
}

function readBoolean(raw: unknown): boolean {
  const word = String(raw).trim().toLowerCase();
  if (TRUE.has(word)) return true;
  if (FALSE.has(word)) return false;
  throw new Unreadable('expected true or false');
}

function readUrl(raw: unknown): string {
  const text = String(raw).trim();
  if (!URL.canParse(text)) throw new Unreadable('expected an absolute URL such as https://login.example.com/realm');
  return text;
}

function readList(raw: unknown): readonly string[] {
  const items = Array.isArray(raw) ? raw.map(String) : String(raw).split(',');
  return Object.freeze(items.map((i) => i.trim()).filter((i) => i !== ''));
}

function within(d: SettingDescriptor, n: number): number {
  if (d.min !== undefined && n < d.min) throw new Unreadable(`must be at least ${d.min}`);
  if (d.max !== undefined && n > d.max) throw new Unreadable(`must be at most ${d.max}`);
  return n;
}

/**
 * Turns the text (environment) or JSON value (file) of one setting into its typed value.
 * @throws Unreadable with what was expected; the message never holds the value itself, it could be a secret.
 */
export function readSetting(d: SettingDescriptor, raw: unknown): unknown {
  if (raw !== null && typeof raw === 'object' && d.type !== 'list') throw new Unreadable('expected a single value, not an object');
  switch (d.type) {
    case 'integer':
    case 'number':
      return within(d, readNumber(d, raw));
    case 'duration_ms':
      return within(d, readDuration(raw));
    case 'boolean':
      return readBoolean(raw);
    case 'list':
      return readList(raw);
    case 'enum':
      if (!d.values?.includes(String(raw))) throw new Unreadable(`expected one of: ${d.values?.join(', ')}`);
      return String(raw);
    case 'url':
      return d.secret ? new Secret(readUrl(raw)) : readUrl(raw);
    case 'string':
      return d.secret ? new Secret(String(raw)) : String(raw);
  }
}
