// Reads a mutation report (mutation-testing-report-schema): how many mutants the specs noticed, by folder.

/** A mutant that stops the specs by never ending is noticed too. Mutants that cannot run at all count for nothing. */
const NOTICED = new Set(['Killed', 'Timeout']);

function folderOf(path, source) {
  const inside = path.slice(source.length + 1);
  return inside.includes('/') ? inside.slice(0, inside.indexOf('/')) : '.';
}

/** One row per folder below `source`, in order of name; `.` is the files beside the folders. */
export function byFolder(files, source) {
  const rows = new Map();
  for (const [path, { mutants }] of Object.entries(files)) {
    const folder = folderOf(path, source);
    const row = rows.get(folder) ?? { folder, killed: 0, survived: 0, not_covered: 0, left_alone: 0 };
    rows.set(folder, row);
    for (const { status } of mutants) {
      if (NOTICED.has(status)) row.killed += 1;
      else if (status === 'Survived') row.survived += 1;
      else if (status === 'NoCoverage') row.not_covered += 1;
      else if (status === 'Ignored') row.left_alone += 1;
    }
  }
  return [...rows.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1)).map((row) => ({ ...row, ...share(row) }));
}

/** The rows as one. */
export function score(rows) {
  const add = (field) => rows.reduce((n, row) => n + row[field], 0);
  const total = { killed: add('killed'), survived: add('survived'), not_covered: add('not_covered'), left_alone: add('left_alone') };
  return { ...total, ...share(total) };
}

function share({ killed, survived, not_covered }) {
  const tested = killed + survived + not_covered;
  return { tested, score: tested === 0 ? 100 : Math.round((killed / tested) * 10_000) / 100 };
}

/** Mutants that no spec noticed, with what stood there and what was put in its place. */
export function survivors(files, source) {
  return Object.entries(files).flatMap(([file, { source: text, mutants }]) => {
    const lines = text.split('\n');
    return mutants.filter((m) => m.status === 'Survived' || m.status === 'NoCoverage').map((m) => ({
      file, folder: folderOf(file, source), line: m.location.start.line, column: m.location.start.column, status: m.status, mutator: m.mutatorName,
      original: original(lines, m.location), replacement: m.replacement?.slice(0, 160) ?? '',
    }));
  });
}

function original(lines, { start, end }) {
  if (start.line === end.line) return lines[start.line - 1].slice(start.column - 1, end.column - 1);
  return `${lines[start.line - 1].slice(start.column - 1).trim()} …`;
}
