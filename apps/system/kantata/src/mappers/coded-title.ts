const CODE = /^[A-Z0-9][A-Z0-9._-]*$/;

/**
 * Code and name of a story titled `<code> <name>`. A title that a person wrote without a code gives the story's id as code: two may begin with the same
 * word. `ours`: the gateway made it, so that its first word is a code for certain.
 */
export function codeAndNameOf(row: { id: string; title?: unknown }, ours = false): { code: string; name: string } {
  const title = String(row.title).trim();
  const [, first = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(title) ?? [];
  return ours || CODE.test(first) ? { code: first, name: rest || first } : { code: row.id, name: title };
}
