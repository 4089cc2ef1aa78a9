/** The vendor's schema as seen with our credentials: object → field → type, all in the vendor's words. */
export interface SchemaDescription {
  objects: Record<string, Record<string, string>>;
}

/** One thing tried online with the configured credentials. */
export interface Probe {
  /** e.g. `read invoice`, `create journalEntry`. */
  name: string;
  ok: boolean;
  /** When not ok: what to grant or correct. */
  detail: string;
}
