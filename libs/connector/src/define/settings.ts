import type { SettingDescriptor, SettingValues } from '#lib/platform';

/** What a tenant can set for a vendor, in the platform's terms; `base_url` is always there: request urls are relative to it. */
export type VendorSettings = Record<string, SettingDescriptor> & { base_url: { readonly type: 'url' } };

/** The typed values of a declaration: what `ctx.settings` holds. */
export type SettingsOf<D extends Record<string, SettingDescriptor>> = SettingValues<D>;

/** Declares a vendor's settings and keeps their exact types: `export type AcmeSettings = SettingsOf<typeof settings>`. */
export function vendorSettings<const D extends VendorSettings>(declaration: D): D {
  return declaration;
}

/** Reads a `list` setting of `key=value` items (`300=active,310=on_hold`) as a map. */
export function pairs(items: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(items.map((item) => {
    const at = item.lastIndexOf('=');
    if (at < 1) throw new Error(`"${item}" is not of the form key=value`);
    return [item.slice(0, at).trim(), item.slice(at + 1).trim()];
  }));
}

/** What the kit itself needs of any vendor's settings. */
export interface BaseSettings {
  readonly base_url: string;
}
