import type { Books, Row, Table } from '../../../kernel/src/index.js';

/** Books whose changes can be taken back inside the same request: all-or-none parts of a call that goes on. */
export function undoable(books: Books): { books: Books; undo(): void } {
  const steps: (() => void)[] = [];
  const wrap = (name: string): Table => {
    const table = books.table(name);
    return {
      get: (id) => table.get(id),
      all: () => table.all(),
      find: (where) => table.find(where),
      first: (where: (r: Row) => boolean) => table.first(where),
      by: (column, value) => table.by(column, value),
      get size() { return table.size; },
      insert(row) {
        const made = table.insert(row);
        steps.push(() => table.remove(made.id));
        return made;
      },
      update(id, patch) {
        const before = { ...table.get(id) } as Row;
        const after = table.update(id, patch);
        const added = Object.keys(patch).filter((column) => !(column in before));
        steps.push(() => table.update(id, { ...before, ...Object.fromEntries(added.map((column) => [column, undefined])) }));
        return after;
      },
      remove(id) {
        const before = { ...table.get(id) } as Row;
        table.remove(id);
        steps.push(() => table.insert(before));
      },
    };
  };
  return {
    books: { table: wrap, next: (sequence) => books.next(sequence) },
    undo: () => { while (steps.length) steps.pop()!(); },
  };
}
