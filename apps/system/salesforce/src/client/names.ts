import { pairs } from '#lib/connector';
import type { SalesforceSettings } from '../config.js';

const maps = new WeakMap<object, Readonly<Record<string, string>>>();

function renamed(settings: Pick<SalesforceSettings, 'names'>): Readonly<Record<string, string>> {
  let map = maps.get(settings);
  if (!map) maps.set(settings, (map = pairs(settings.names)));
  return map;
}

/** What this org calls an object or a child relationship. */
export function nameOf(name: string, settings: Pick<SalesforceSettings, 'names'>): string {
  return renamed(settings)[name] ?? name;
}

/** What this org calls a field of an object: a name given for that object wins over one given for all. */
export function fieldOf(object: string, field: string, settings: Pick<SalesforceSettings, 'names'>): string {
  return renamed(settings)[`${object}.${field}`] ?? nameOf(field, settings);
}

/** Root of the REST resources of the version spoken. */
export function dataPath(settings: Pick<SalesforceSettings, 'api_version'>): string {
  return `/services/data/v${settings.api_version.replace(/^v/i, '')}`;
}
