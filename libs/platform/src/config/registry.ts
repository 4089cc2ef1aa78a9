import { Unreadable, readSetting } from './parse.js';
import { SettingsError, type SettingDescriptor, type SettingFault, type SettingValues } from './setting.js';
import { forgetSettingsFile, settingsFile } from './sources.js';

interface Group {
  readonly name: string;
  readonly settings: Record<string, SettingDescriptor>;
  read(): { values: Record<string, unknown>; faults: SettingFault[] };
  forget(): void;
}

/** A group of settings: call it for the values; they are read once and then kept. */
export interface SettingsReader<T extends Record<string, SettingDescriptor>> {
  (): SettingValues<T>;
  readonly group: string;
}

const groups = new Map<string, Group>();
/** Values the program itself supplies (the suite knows its own addresses); environment and file win over them. */
const supplied = new Map<string, unknown>();

function readGroup(name: string, settings: Record<string, SettingDescriptor>) {
  const values: Record<string, unknown> = {};
  const faults: SettingFault[] = [];
  const file = settingsFile()[name] ?? {};
  for (const key of Object.keys(file)) {
    if (!Object.hasOwn(settings, key)) faults.push({ key: `${name}.${key}`, env: '', message: `unknown setting in the file; known here: ${Object.keys(settings).join(', ')}` });
  }
  for (const [key, d] of Object.entries(settings)) {
    const full = `${name}.${key}`;
    const fromEnv = process.env[d.env];
    const raw = fromEnv !== undefined && fromEnv !== '' ? fromEnv : (file[key] ?? supplied.get(full) ?? d.default);
    if (raw === undefined || raw === null) {
      if (d.required) faults.push({ key: full, env: d.env, message: `is required: ${d.doc}` });
      continue;
    }
    try {
      values[key] = readSetting(d, raw);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      faults.push({ key: full, env: d.env, message: error.message });
    }
  }
  return { values: Object.freeze(values), faults };
}

/**
 * Declares the settings of an app or library and gives the reader of their typed values.
 * Order: environment, then the file named by `THROUGHLINE_CONFIG`, then `supplySettings`, then the default.
 * @throws SettingsError on the first read if a value is missing or unreadable; all faults of the group at once.
 * @example const settings = defineSettings('http', { port: { env: 'PORT', type: 'integer', default: 3000, doc: 'Port to listen on.' } });
 */
export function defineSettings<const T extends Record<string, SettingDescriptor>>(group: string, settings: T): SettingsReader<T> {
  if (groups.has(group) && groups.get(group)!.settings !== settings) {
    const known = groups.get(group)!.settings;
    // A file loaded twice (two module instances in tests) declares the same thing again; anything else is two owners of one name.
    if (JSON.stringify(known) !== JSON.stringify(settings)) throw new Error(`Settings group "${group}" is declared twice with different content.`);
  }
  let kept: Record<string, unknown> | undefined;
  groups.set(group, { name: group, settings, read: () => readGroup(group, settings), forget: () => (kept = undefined) });
  const reader = () => {
    if (!kept) {
      const { values, faults } = readGroup(group, settings);
      if (faults.length) throw new SettingsError(faults);
      kept = values;
    }
    return kept as SettingValues<T>;
  };
  return Object.assign(reader, { group });
}

/**
 * Values known only to the running program (its own addresses, the embedded database), by full key `<group>.<key>`.
 * They replace defaults; a value from environment or file still wins. Call before the apps boot.
 */
export function supplySettings(values: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(values)) supplied.set(key, value);
  for (const group of groups.values()) group.forget();
}

/**
 * Reads every declared group and refuses to go on if anything is wrong.
 * @throws SettingsError listing all faults of all groups.
 */
export function validateSettings(): void {
  const faults = [...groups.values()].flatMap((g) => g.read().faults);
  if (faults.length) throw new SettingsError(faults);
}

/** One row of the generated configuration reference. */
export interface SettingDescription extends SettingDescriptor {
  key: string;
  group: string;
}

/** All settings declared in this process, ordered by key; defaults of secrets are left out. */
export function describeSettings(): SettingDescription[] {
  return [...groups.values()]
    .flatMap((g) => Object.entries(g.settings).map(([key, d]) => ({ ...d, default: d.secret ? undefined : d.default, key: `${g.name}.${key}`, group: g.name })))
    .sort((a, b) => a.key.localeCompare(b.key));
}

/** Forgets what was read and supplied, so that the next read sees environment and file anew (tests). */
export function forgetSettings(): void {
  supplied.clear();
  forgetSettingsFile();
  for (const group of groups.values()) group.forget();
}
