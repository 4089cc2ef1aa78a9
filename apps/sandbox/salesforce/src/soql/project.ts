import type { Row } from '../../../kernel/src/index.js';
import { attributes, wireValue } from '../record/read.js';
import { visibleFields } from '../schema/org.js';
import type { ObjectType } from '../schema/object-type.js';
import { soqlError } from './fault.js';
import { parentOf, resolvePath } from './path.js';
import type { Query, SelectItem } from './syntax.js';
import type { Scope } from './where.js';

export type Projection = (row: Row) => Record<string, unknown>;

interface Branch {
  /** Wire name of the parent, e.g. `Account`; its lookup on the holder. */
  name: string;
  read: (row: Row) => Row | undefined;
  type: ObjectType;
  leaves: { name: string; read: (row: Row) => unknown }[];
  branches: Branch[];
}

/** How a selected row goes over the wire: fields in the order asked, parents as nested objects with their own attributes. */
export function compileSelect(query: Query, scope: Scope, version: string): Projection {
  const root: Branch = { name: '', read: (row) => row, type: scope.type, leaves: [], branches: [] };
  for (const item of query.select) addItem(root, item, scope);
  return (row) => render(root, row, version);
}

function addItem(root: Branch, item: SelectItem, scope: Scope): void {
  const { books, source, type } = scope;
  if (item.kind === 'all') {
    const wanted = visibleFields(books, type).filter((f) => item.which === 'ALL' || (item.which === 'CUSTOM') === f.name.endsWith('__c'));
    for (const field of wanted) root.leaves.push({ name: field.name, read: (row) => wireValue(row, field, books) });
    return;
  }
  if (item.kind !== 'field') return;
  const { hops, field } = resolvePath(source, type, item.name, books);
  let branch = root;
  for (const hop of hops) {
    let child = branch.branches.find((b) => b.name === hop.relationship);
    if (!child) {
      const path = resolvePath(source, branch.type, { text: `${hop.relationship}.Id`, at: item.name.at }, books);
      child = { name: hop.relationship!, read: (row) => parentOf(row, path.hops, books), type: path.type, leaves: [], branches: [] };
      branch.branches.push(child);
    }
    branch = child;
  }
  if (branch.leaves.some((l) => l.name === field.name)) {
    throw soqlError('MALFORMED_QUERY', source, item.name.at, `duplicate field selected: ${item.name.text}`);
  }
  branch.leaves.push({ name: field.name, read: (row) => wireValue(row, field, books) });
}

function render(branch: Branch, row: Row, version: string): Record<string, unknown> {
  const out: Record<string, unknown> = { attributes: attributes(version, branch.type, row.id) };
  for (const leaf of branch.leaves) out[leaf.name] = leaf.read(row);
  for (const child of branch.branches) {
    const parent = child.read(row);
    out[child.name] = parent ? render(child, parent, version) : null;
  }
  return out;
}
