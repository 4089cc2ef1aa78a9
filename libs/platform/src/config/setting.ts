import type { Secret } from './secret.js';

/** The kinds of values a setting may have; each says how its text is read (see parse.ts). */
export type SettingType = 'string' | 'integer' | 'number' | 'boolean' | 'url' | 'duration_ms' | 'list' | 'enum';

/** One setting of an app or library: where it comes from, what it may be, and what it is for. */
export interface SettingDescriptor {
  /** Environment variable that carries it, such as `OIDC_ISSUER`. */
  readonly env: string;
  readonly type: SettingType;
  /** Value if neither the environment nor the file gives one. Without a default the setting is undefined, unless `required`. */
  readonly default?: unknown;
  /** Fails the start if absent. */
  readonly required?: boolean;
  /** Read as `Secret`; never printed, and shown without value in the generated reference. */
  readonly secret?: boolean;
  /** The allowed words of an `enum`. */
  readonly values?: readonly string[];
  /** Smallest and largest number allowed (integer, number, duration_ms). */
  readonly min?: number;
  readonly max?: number;
  /** One sentence for the person who sets it, with the unit. */
  readonly doc: string;
}

type Plain<D extends SettingDescriptor> = D['secret'] extends true
  ? Secret
  : D['type'] extends 'integer' | 'number' | 'duration_ms'
    ? number
    : D['type'] extends 'boolean'
      ? boolean
      : D['type'] extends 'list'
        ? readonly string[]
        : D['type'] extends 'enum'
          ? D['values'] extends readonly (infer V)[]
            ? V
            : string
          : string;

type Present<D> = D extends { default: {} } ? true : D extends { required: true } ? true : false;

/** What a setting reads as in code: its type, or undefined where it has neither a default nor `required`. */
export type SettingValue<D extends SettingDescriptor> = Present<D> extends true ? Plain<D> : Plain<D> | undefined;

/** The values of a group, by key. */
export type SettingValues<T extends Record<string, SettingDescriptor>> = { readonly [K in keyof T]: SettingValue<T[K]> };

/** One thing wrong with the configuration, said so that a person can repair it. */
export interface SettingFault {
  /** Full key, `<group>.<key>`. */
  key: string;
  env: string;
  message: string;
}

/** Refusal to start: lists everything that is wrong at once. Holds no values of secrets. */
export class SettingsError extends Error {
  constructor(readonly faults: readonly SettingFault[]) {
    super(['The configuration cannot be used:', ...faults.map((f) => `  ${f.env || f.key} (${f.key}): ${f.message}`)].join('\n'));
    this.name = 'SettingsError';
  }
}
