import { contentHash } from '#lib/canonical';

/** A version for vendor records that have none: it changes exactly when the content does (24 hex digits). */
export function contentVersion(row: unknown): string {
  return contentHash(row).slice(0, 24);
}
