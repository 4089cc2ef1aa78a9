import { type ContractLine, dec } from '#lib/canonical';
import type { Mismatch } from '#lib/connector';

/** Follows from the type of the line, or is given to a line that has none: not stored as such. */
const DERIVED = new Set(['status', 'included_classes', 'description']);

/** Every value of the lines asked that stands otherwise, and every value that stands and was not asked. */
export function differences(asked: readonly ContractLine[], stored: { lines: readonly ContractLine[]; unreadable?: string }): Mismatch[] {
  if (stored.unreadable) return [{ field: 'lines', asked: `${asked.length} lines`, stored: stored.unreadable }];
  return asked.flatMap((line) => {
    const found = stored.lines.find((other) => other.line_no === line.line_no);
    const at = `lines[${line.line_no}]`;
    if (line.status === 'cancelled') return found ? [{ field: at, asked: 'no such line', stored: 'a line' }] : [];
    if (!found) return [{ field: at, asked: 'a line', stored: 'no such line' }];
    const [want, have] = [leavesOf(line), leavesOf(found)];
    return [...new Set([...want.keys(), ...have.keys()])].filter((path) => !same(want.get(path), have.get(path)))
      .map((path) => ({ field: `${at}.${path}`, asked: want.get(path) ?? '', stored: have.get(path) ?? '' }));
  });
}

/** Values of a line by their path. A flag that is off, an absent one and an empty list are the same; meters are known by their name. */
function leavesOf(line: ContractLine): Map<string, string> {
  const out = new Map<string, string>();
  const walk = (node: unknown, path: string): void => {
    if (node === undefined || node === null || node === '' || node === false) return;
    if (Array.isArray(node)) node.forEach((item, i) => walk(item, `${path}[${(item as { meter?: string; seq?: string }).meter ?? (item as { seq?: string }).seq ?? i}]`));
    else if (typeof node === 'object') for (const [name, member] of Object.entries(node)) walk(member, path ? `${path}.${name}` : name);
    else out.set(path, String(node).trim());
  };
  walk(Object.fromEntries(Object.entries(line).filter(([name]) => !DERIVED.has(name))), '');
  return out;
}

const NUMBER = /^-?\d+(\.\d+)?$/;
function same(a: string | undefined, b: string | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && NUMBER.test(a) && NUMBER.test(b) && dec(a).eq(dec(b)));
}
