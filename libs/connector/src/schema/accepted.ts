import { contentHash } from '#lib/canonical';
import type { DataSource } from 'typeorm';
import type { SchemaDescription } from '../define/describe.js';

/** The schema a person (or the first look) accepted. */
export interface AcceptedSchema {
  fingerprint: string;
  description: SchemaDescription;
  accepted_at: Date;
}

export function schemaFingerprint(description: SchemaDescription): string {
  return contentHash(description.objects).slice(0, 32);
}

/** Table `vendor_schema`: one row per system. */
export class AcceptedSchemas {
  constructor(private readonly db: DataSource, private readonly system: string) {}

  /** The accepted schema; the first one seen is accepted by itself, for there is nothing to compare it with. */
  async acceptedOr(present: SchemaDescription): Promise<AcceptedSchema> {
    await this.db.query(
      `insert into vendor_schema (system, fingerprint, description, accepted_by) values ($1,$2,$3,'first look') on conflict (system) do nothing`,
      [this.system, schemaFingerprint(present), JSON.stringify(present)],
    );
    return (await this.db.query('select fingerprint, description, accepted_at from vendor_schema where system = $1', [this.system]))[0];
  }

  async accept(present: SchemaDescription, by: string): Promise<void> {
    await this.db.query(
      `insert into vendor_schema (system, fingerprint, description, accepted_by) values ($1,$2,$3,$4)
       on conflict (system) do update set fingerprint = excluded.fingerprint, description = excluded.description, accepted_by = excluded.accepted_by, accepted_at = now()`,
      [this.system, schemaFingerprint(present), JSON.stringify(present), by],
    );
  }
}
