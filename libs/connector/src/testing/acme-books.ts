/** A document in Acme's books. `key` is ours, unique to us only: Acme takes the same one twice. */
export interface AcmeDocument {
  id: string;
  type: string;
  key: string;
  changed_at: string;
  [field: string]: unknown;
}

/** What Acme keeps: documents in the order they were committed. */
export class AcmeBooks {
  documents: AcmeDocument[] = [];
  private n = 0;

  add(type: string, fields: Record<string, unknown>, changedAt = new Date().toISOString()): AcmeDocument {
    const document = { ...fields, id: `${type}-${++this.n}`, type, key: String(fields['key'] ?? ''), changed_at: changedAt };
    this.documents.push(document);
    return document;
  }

  of(type: string): AcmeDocument[] {
    return this.documents.filter((d) => d.type === type);
  }

  byKey(type: string, key: string): AcmeDocument[] {
    return this.of(type).filter((d) => d.key === key);
  }
}
